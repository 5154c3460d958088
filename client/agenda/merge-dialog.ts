import { html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { similarTopics } from "../../shared/meetup/paste/similar.ts";
import type { TopicView } from "../../shared/meetup/view.ts";
import type { Problem } from "../../shared/problem.ts";
import { dialogHead } from "../look/dialog-head.ts";
import { formError, ownRefusal } from "../look/field-error.ts";
import { LightElement } from "../look/light-element.ts";
import { openDialog } from "../look/open-dialog.ts";
import { sayAfterTyping } from "../look/live-region.ts";
import { toast } from "../look/toast.ts";
import { goTo } from "../routes.ts";
import { askFromDialog } from "../meetup/ask-from-dialog.ts";
import { foundWords } from "./found-words.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { undo } from "../meetup/with-undo.ts";

/** Opens the choice of the topic that another one goes on in. */
export function openMergeDialog(replica: MeetupReplica, topic: TopicView): void {
  const dialog = document.createElement("merge-dialog") as MergeDialog;
  Object.assign(dialog, { replica, topic });
  void openDialog(dialog);
}

/** An organizer picks the topic that this one is merged into; those like it come first. */
@customElement("merge-dialog")
export class MergeDialog extends LightElement {
  @property({ attribute: false }) replica!: MeetupReplica;
  @property({ attribute: false }) topic!: TopicView;
  @state() private words = "";
  @state() private into = "";
  @state() private refusal: Problem | undefined;

  protected override render() {
    const { choices, alike } = this.#choices;
    const target = this.#others.find(({ id }) => id === this.into);
    return html`<form class="dialog-form" novalidate @submit=${this.merge}>
      ${dialogHead(this, "Merge into another topic")}
      <p class="dim">${this.topic.title}</p>
      <div class="field">
        <label for="merge-find">Find the topic it goes on in</label>
        <input
          class="input"
          id="merge-find"
          type="search"
          autocomplete="off"
          .value=${this.words}
          @input=${this.find}
        />
      </div>
      <fieldset class="parts">
        <legend class="label">${alike > 0 && this.words === "" ? "Similar ones first" : "Topics"}</legend>
        <div class="choices">
          ${repeat(
            choices,
            ({ id }) => id,
            ({ id, number, title }) =>
              html`<label
                ><input
                  type="radio"
                  name="into"
                  value=${id}
                  .checked=${id === this.into}
                  @change=${() => (this.into = id)}
                /><span class="num faint">${number}</span><span>${title}</span></label
              >`,
          )}
          ${choices.length === 0 ? html`<p class="dim">No topic fits.</p>` : nothing}
        </div>
      </fieldset>
      <p class="hint">
        Everyone who wants ${target ? `“${target.title}” or this one` : "either of them"} counts once. Comments move
        there, both proposers stay named, and both notes are kept. The old link leads there. It can be undone, later
        too.
      </p>
      ${formError(this.refusal)}
      <div class="dialog-end">
        <button class="btn btn--primary" aria-disabled=${target ? nothing : "true"} title=${target ? nothing : CHOOSE}>
          Merge
        </button>
      </div>
    </form>`;
  }

  private readonly find = (event: Event) => {
    this.words = (event.target as HTMLInputElement).value;
    sayAfterTyping(foundWords(this.#choices.choices.length));
  };

  get #others(): TopicView[] {
    return (this.replica.view?.topics ?? []).filter(
      ({ id, status }) => id !== this.topic.id && status !== "merged" && status !== "withdrawn",
    );
  }

  /** What fits the words; without any, the similar ones before the others. */
  get #choices(): { choices: TopicView[]; alike: number } {
    const others = this.#others;
    const words = this.words.trim().toLowerCase();
    if (words !== "") {
      const fits = ({ title, number }: TopicView) => title.toLowerCase().includes(words) || String(number) === words;
      return { choices: others.filter(fits), alike: 0 };
    }
    const alike = similarTopics(others)
      .like(this.topic.title, 5)
      .map(({ topic }) => topic);
    return { choices: [...alike, ...others.filter((each) => !alike.includes(each))], alike: alike.length };
  }

  private readonly merge = async (event: Event) => {
    event.preventDefault();
    const { replica, topic } = this;
    const target = this.#others.find(({ id }) => id === this.into);
    if (!target) {
      this.refusal = ownRefusal(CHOOSE);
      return;
    }
    const merge = { type: "topic.merge" as const, from: topic.id, into: target.id };
    const { isDone, refusal } = await askFromDialog(this, replica, merge, `Not merged: ${topic.title}.`);
    this.refusal = refusal;
    if (!isDone) return;
    // Whoever has left it is led nowhere any more.
    if (this.isConnected) goTo(`/m/${replica.slug}/${target.number}`, { replace: true });
    toast(`Merged into “${target.title}”`, {
      undo: () => void undo(replica, { type: "topic.unmerge", topicId: topic.id }),
    });
  };
}

const CHOOSE = "Choose a topic first.";
