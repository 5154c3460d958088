import { html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { CommandInput } from "../../shared/meetup/commands.ts";
import { problemsOf, topicsFromPaste, type PastedTopic } from "../../shared/meetup/paste/paste.ts";
import { similarTopics } from "../../shared/meetup/paste/similar.ts";
import type { Problem } from "../../shared/problem.ts";
import { dialogHead } from "../look/dialog-head.ts";
import { formError, ownRefusal } from "../look/field-error.ts";
import { icon } from "../look/icon.ts";
import { LightElement } from "../look/light-element.ts";
import { done } from "../look/open-dialog.ts";
import { openForm } from "../look/open-form.ts";
import { toast } from "../look/toast.ts";
import { newId } from "../new-id.ts";
import { server } from "../server-connection.ts";
import { askName } from "../meetup/ask-name.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";

/** As many as one step takes. */
const MOST = 200;

/** A pasted topic, whether it is taken, and what it is like. */
interface Row {
  topic: PastedTopic;
  id: string;
  isTaken: boolean;
  similar: string | undefined;
}

/** Opens the field that a list of topics is pasted into. */
export function openPasteDialog(replica: MeetupReplica): void {
  const dialog = document.createElement("paste-dialog") as PasteDialog;
  dialog.replica = replica;
  openForm(dialog, { isWide: true });
}

/** A list becomes topics: pasted, looked through, proposed all at once. */
@customElement("paste-dialog")
export class PasteDialog extends LightElement {
  @property({ attribute: false }) replica!: MeetupReplica;
  @state() private text = "";
  @state() private forName = "";
  @state() private rows: Row[] = [];
  @state() private refusal: Problem | undefined;
  @state() private isSending = false;

  protected override render() {
    const taken = this.rows.filter(({ isTaken }) => isTaken);
    const wrong = taken.filter(({ topic }) => this.#problems(topic).length > 0);
    const why =
      taken.length === 0
        ? "Paste a list and choose at least one topic."
        : wrong.length > 0
          ? `Correct or leave out line ${wrong[0]?.topic.line} first.`
          : taken.length > MOST
            ? `At most ${MOST} topics at once. Leave some out.`
            : undefined;
    return html`<form class="dialog-form" novalidate @submit=${(event: Event) => this.#propose(event, taken, why)}>
      ${dialogHead(this, "Paste a list")}
      <div class="field">
        <label for="paste-text">One topic a line, an old planning pad, or CSV</label>
        <textarea
          class="input"
          id="paste-text"
          rows="6"
          spellcheck="false"
          aria-describedby="paste-hint"
          .value=${this.text}
          @input=${(event: Event) => this.#read((event.target as HTMLTextAreaElement).value)}
        ></textarea>
        <p class="hint" id="paste-hint">
          Indented lines become the description. A +1 stays there too: it is not a vote. CSV needs a column “title”, and
          may have “description”, “tags” and “proposed by”.
        </p>
      </div>
      <div class="field">
        <label for="paste-name">Proposed by <span class="faint">optional, where the list doesn’t say</span></label>
        <input
          class="input"
          id="paste-name"
          autocomplete="off"
          .value=${this.forName}
          @input=${(event: Event) => (this.forName = (event.target as HTMLInputElement).value)}
        />
      </div>
      ${
        this.rows.length === 0
          ? nothing
          : html`<fieldset class="parts">
              <legend class="label">
                ${taken.length} of ${this.rows.length} ${this.rows.length === 1 ? "topic" : "topics"}
              </legend>
              <ul class="pasted" tabindex="0" aria-label="What was found">
                ${this.rows.map((row) => this.#row(row))}
              </ul>
            </fieldset>`
      }
      ${formError(this.refusal)}
      ${
        this.refusal?.errors?.map(
          ({ path, message }) =>
            html`<p class="err">${icon("triangle-alert")}<span>${this.#where(path)}${message}</span></p>`,
        ) ?? nothing
      }
      <div class="dialog-end">
        <button
          class="btn btn--primary"
          aria-disabled=${why === undefined && !this.isSending ? nothing : "true"}
          title=${why ?? nothing}
          aria-description=${why ?? nothing}
        >
          Propose ${taken.length === 1 ? "1 topic" : `${taken.length} topics`}
        </button>
      </div>
    </form>`;
  }

  #row(row: Row) {
    const { topic, isTaken, similar } = row;
    const details = [
      topic.forName && `Proposed by ${topic.forName}`,
      topic.tags.length > 0 && topic.tags.join(", "),
      topic.description,
    ].filter(Boolean);
    return html`<li>
      <input
        type="checkbox"
        id="paste-${topic.line}"
        .checked=${isTaken}
        @change=${(event: Event) => this.#take(row, (event.target as HTMLInputElement).checked)}
      />
      <label class="pasted-t" for="paste-${topic.line}">${topic.title || html`<i>No title</i>`}</label>
      ${
        similar === undefined
          ? nothing
          : html`<small><span class="chip chip--warn">${icon("copy")}Similar</span> to “${similar}”</small>`
      }
      ${details.length > 0 ? html`<small>${clipped(details.join(" · "))}</small>` : nothing}
      ${this.#problems(topic).map(
        ({ message }) => html`<p class="err">${icon("triangle-alert")}<span>Line ${topic.line}: ${message}</span></p>`,
      )}
    </li>`;
  }

  #problems(topic: PastedTopic): PastedTopic["problems"] {
    const forName = topic.forName ?? this.forName.trim();
    return forName === "" ? topic.problems : problemsOf({ ...topic, forName });
  }

  /** Similar ones, to what is there or to a line above, are marked and left out unless chosen. */
  #read(text: string): void {
    this.text = text;
    this.refusal = undefined;
    const open = (this.replica.view?.topics ?? []).filter(
      ({ status }) => status !== "withdrawn" && status !== "merged",
    );
    const known = similarTopics(open);
    const before = new Map<string, string>();
    this.rows = topicsFromPaste(text).map((topic) => {
      const key = topic.title.trim().toLowerCase();
      const similar = known.like(topic.title, 1)[0]?.topic.title ?? before.get(key);
      before.set(key, topic.title);
      return { topic, id: newId(), isTaken: similar === undefined, similar };
    });
  }

  #take(row: Row, isTaken: boolean): void {
    this.refusal = undefined;
    this.rows = this.rows.map((each) => (each === row ? { ...each, isTaken } : each));
  }

  async #propose(event: Event, taken: Row[], why: string | undefined): Promise<void> {
    event.preventDefault();
    if (why !== undefined) this.refusal = ownRefusal(why);
    if (why !== undefined || this.isSending || !(await askName())) return;
    this.isSending = true;
    const commands = taken.map(({ id, topic: { title, description, tags, forName } }): CommandInput => {
      const name = forName ?? this.forName.trim();
      return { type: "topic.propose", id, title, description, tags, ...(name && { forName: name }) };
    });
    const answer = await server.batch(this.replica.slug, commands);
    this.isSending = false;
    if ("problem" in answer) {
      this.refusal = answer.problem;
      return;
    }
    done(this);
    toast(commands.length === 1 ? "Proposed 1 topic" : `Proposed ${commands.length} topics`, {
      undo: () => void this.#withdraw(taken),
    });
  }

  async #withdraw(rows: Row[]): Promise<void> {
    const answer = await server.batch(
      this.replica.slug,
      rows.map(({ id }) => ({ type: "topic.withdraw", topicId: id })),
    );
    if ("problem" in answer) toast(answer.problem.detail, { isBad: true });
    else toast("Undone");
  }

  /** `commands.57.title` as the line that the 57th command came from. */
  #where(path: string): string {
    const index = /^commands\.(\d+)/u.exec(path)?.[1];
    const row = index === undefined ? undefined : this.rows.filter(({ isTaken }) => isTaken)[Number(index)];
    return row ? `Line ${row.topic.line}: ` : "";
  }
}

function clipped(text: string): string {
  return text.length > 160 ? `${text.slice(0, 160)}…` : text;
}
