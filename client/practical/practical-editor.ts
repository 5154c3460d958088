import { html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { LIMITS } from "../../shared/limits.ts";
import type { Practical } from "../../shared/meetup/practical.ts";
import type { Problem } from "../../shared/problem.ts";
import { dialogHead } from "../look/dialog-head.ts";
import { formError } from "../look/field-error.ts";
import { LightElement } from "../look/light-element.ts";
import { done } from "../look/open-dialog.ts";
import { openForm } from "../look/open-form.ts";
import { textArea } from "../look/text-area.ts";
import { textField } from "../look/text-field.ts";
import { toast } from "../look/toast.ts";
import { askFromDialog } from "../meetup/ask-from-dialog.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { undo } from "../meetup/with-undo.ts";

const PARTS = ["wifiName", "wifiPassword", "address", "food", "contact", "other"] as const;
const TEXTS: [(typeof PARTS)[number], string][] = [
  ["address", "Address and the way there"],
  ["food", "Food and drink"],
  ["contact", "Code of conduct: whom to turn to"],
  ["other", "Good to know"],
];

/** Opens what organizers write for people on site. */
export function openPracticalEditor(replica: MeetupReplica): void {
  const editor = document.createElement("practical-editor") as PracticalEditor;
  editor.replica = replica;
  openForm(editor, { isWide: true });
}

/** Wi-Fi, the way, food, whom to turn to, to be changed. */
@customElement("practical-editor")
export class PracticalEditor extends LightElement {
  @property({ attribute: false }) replica!: MeetupReplica;
  @state() private refusal: Problem | undefined;
  /** As it was when the dialog opened: what others change meanwhile must not change under the hand. */
  #before: Practical | undefined;

  protected override render() {
    this.#before ??= this.replica.view?.meetup.practical;
    const before = this.#before;
    if (!before) return nothing;
    return html`<form class="dialog-form" novalidate @submit=${this.save}>
      ${dialogHead(this, "Practical information")}
      <p class="hint">Everyone who has the meetup’s address can read this, also with no network.</p>
      <div class="two">
        ${this.#line("wifiName", "Wi-Fi name", before.wifiName, LIMITS.wifiName.max)}
        ${this.#line("wifiPassword", "Wi-Fi password", before.wifiPassword, LIMITS.wifiPassword.max)}
      </div>
      ${TEXTS.map(([name, label]) =>
        textArea(this.refusal, {
          ...this.#part(name, label),
          rows: 3,
          maxLength: LIMITS.practicalText.max,
          value: before[name],
        }),
      )}
      ${formError(
        this.refusal,
        PARTS.map((name) => `practical.${name}`),
      )}
      <div class="dialog-end"><button class="btn btn--primary">Save</button></div>
    </form>`;
  }

  #line(name: "wifiName" | "wifiPassword", label: string, value: string, maxLength: number) {
    return textField(this.refusal, { ...this.#part(name, label), value, maxLength, isVerbatim: true });
  }

  #part(name: keyof Practical, label: string) {
    return { id: `pr-${name}`, name, label, path: `practical.${name}` };
  }

  private readonly save = async (event: Event) => {
    event.preventDefault();
    const before = this.#before;
    if (!before) return;
    const fields = new FormData(event.target as HTMLFormElement);
    const written = (name: (typeof PARTS)[number]) => ((fields.get(name) as string | null) ?? "").trim();
    const changed = PARTS.filter((name) => written(name) !== before[name]);
    if (changed.length === 0) return done(this);
    const set = Object.fromEntries(changed.map((name) => [name, written(name)]));
    const edit = { type: "meetup.edit" as const, practical: set };
    const { isDone, refusal } = await askFromDialog(this, this.replica, edit, "Practical information was not saved.");
    this.refusal = refusal;
    if (!isDone) return;
    const back = Object.fromEntries(changed.map((name) => [name, before[name]]));
    toast("Practical information saved", {
      undo: () => void undo(this.replica, { type: "meetup.edit", practical: back }),
    });
  };
}
