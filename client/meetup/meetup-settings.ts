import { html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { clockTime, dayOf, instantAt } from "../../shared/time.ts";
import { LIMITS } from "../../shared/limits.ts";
import { notesUntil } from "../../shared/meetup/notes-open.ts";
import type { CommandInput } from "../../shared/meetup/commands.ts";
import type { MeetupFacts } from "../../shared/meetup/view.ts";
import type { Problem } from "../../shared/problem.ts";
import { dialogHead } from "../look/dialog-head.ts";
import { choiceField } from "../look/choice-field.ts";
import { fieldError, formError, ownRefusal } from "../look/field-error.ts";
import { LightElement } from "../look/light-element.ts";
import { textArea } from "../look/text-area.ts";
import { textField } from "../look/text-field.ts";
import { done } from "../look/open-dialog.ts";
import { openForm } from "../look/open-form.ts";
import { toast } from "../look/toast.ts";
import { askFromDialog } from "./ask-from-dialog.ts";
import "./room-code-settings.ts";
import { parseSlug } from "./parse-slug.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { surelyRefused } from "../replica/surely-refused.ts";
import { undo } from "./with-undo.ts";

type Edit = Extract<CommandInput, { type: "meetup.edit" }>;
type Closing = "proposals" | "voting";

/** Opens the settings of a meetup for an organizer. */
export function openMeetupSettings(replica: MeetupReplica): void {
  const dialog = document.createElement("meetup-settings") as MeetupSettings;
  dialog.replica = replica;
  openForm(dialog, { isWide: true });
}

/** What an organizer may change of a meetup: its facts, and when proposals and voting are open. */
@customElement("meetup-settings")
export class MeetupSettings extends LightElement {
  @property({ attribute: false }) replica!: MeetupReplica;
  @state() private refusal: Problem | undefined;
  /** As it was when the dialog opened: what others change meanwhile must not change under the hand. */
  #before: MeetupFacts | undefined;

  protected override render() {
    this.#before ??= this.replica.view?.meetup;
    const meetup = this.#before;
    if (!meetup) return nothing;
    return html`<form class="dialog-form" novalidate @submit=${this.save}>
      ${dialogHead(this, "Settings")} ${this.#input("title", "Title", meetup.title, LIMITS.meetupTitle.max)}
      ${this.#input("place", "Where?", meetup.place, LIMITS.meetupPlace.max)}
      <div class="two">
        ${this.#input("startsOn", "First day", meetup.startsOn ?? "", undefined, "date")}
        ${this.#input("endsOn", "Last day", meetup.endsOn ?? "", undefined, "date")}
      </div>
      <div class="two">
        ${this.#input("timezone", "Time zone", meetup.timezone)}
        ${textField(this.refusal, { id: "set-notes", name: "notesUntil", label: "Notes stay open until", value: meetup.notesUntil ?? "", type: "date" })}
      </div>
      <datalist id="time-zones">
        ${Intl.supportedValuesOf("timeZone").map((zone) => html`<option value=${zone}></option>`)}
      </datalist>
      ${textArea(this.refusal, { id: "set-description", name: "description", label: html`What is it about? <span class="faint">optional, Markdown</span>`, rows: 3, maxLength: LIMITS.description.max, value: meetup.description })}
      ${textField(this.refusal, { id: "set-previous", name: "previous", label: html`Address of the meetup before <span class="faint">optional</span>`, value: meetup.previous ?? "" })}
      ${textArea(this.refusal, { id: "set-places", name: "places", label: html`Places for side groups, one a line <span class="faint">besides the rooms</span>`, rows: 3, placeholder: "Lunch table 4", value: meetup.places.join("\n"), path: this.#placesProblem ?? "places" })}
      <label class="row"
        ><input type="checkbox" name="listed" .checked=${meetup.listed} /><span
          >Show it in the public list of this server</span
        ></label
      >
      <hr class="rule" />
      ${this.#closing("proposals", "Proposals", meetup)}
      <label class="row"
        ><input type="checkbox" name="moderated" .checked=${meetup.proposals.moderated} /><span
          >Look at proposals first: others see them once an organizer lets them in</span
        ></label
      >
      ${this.#closing("voting", "Voting", meetup)}
      <div class="two">
        ${textField(this.refusal, { id: "set-picks", name: "picks", label: "Top picks for each person", type: "number", min: 0, max: 20, value: String(meetup.voting.picks), path: "voting.picks" })}
        ${choiceField({ id: "set-tallies", name: "tallies", label: "Counts while voting is open", options: TALLIES, chosen: meetup.voting.tallies })}
      </div>
      <room-code-settings .replica=${this.replica} .isOn=${meetup.voting.roomCode}></room-code-settings>
      ${formError(this.refusal, [...SHOWN, this.#placesProblem ?? "places"])}
      <div class="dialog-end"><button class="btn btn--primary">Save</button></div>
    </form>`;
  }

  #input(
    name: "title" | "place" | "startsOn" | "endsOn" | "timezone",
    label: string,
    value: string,
    max?: number,
    type: "text" | "date" = "text",
  ) {
    const list = name === "timezone" ? { list: "time-zones" } : {};
    const most = max === undefined ? {} : { maxLength: max };
    return textField(this.refusal, { id: `set-${name}`, name, label, value, type, ...list, ...most });
  }

  /** The path of what is wrong with the places, or one of them. */
  get #placesProblem(): string | undefined {
    return this.refusal?.errors?.find(({ path }) => path.split(".")[0] === "places")?.path;
  }

  #closing(what: Closing, label: string, { timezone, ...meetup }: MeetupFacts) {
    const { open, closesAt } = meetup[what];
    const path = `${what}.closesAt`;
    const closing = (part: "day" | "time", says: string, value: string) => ({
      id: `set-${what}-${part}`,
      name: `${what}-${part}`,
      label: says,
      value,
      path,
      errorId: `set-${what}-error`,
    });
    return html`<fieldset class="parts">
      <legend class="label">${label}</legend>
      <div class="three">
        ${choiceField({ id: `set-${what}-open`, name: `${what}-open`, label: "Now", options: OPEN, chosen: open ? "yes" : "no" })}
        ${textField(this.refusal, { ...closing("day", "Close on", closesAt === null ? "" : dayOf(closesAt, timezone)), type: "date" })}
        ${textField(this.refusal, { ...closing("time", "At", closesAt === null ? "" : clockTime(closesAt, timezone)), type: "time" })}
      </div>
      ${fieldError(this.refusal, path, `set-${what}-error`)}
    </fieldset>`;
  }

  private readonly save = async (event: Event) => {
    event.preventDefault();
    const before = this.#before;
    if (!before) return;
    const { edit, opposite, refusal } = editFrom(new FormData(event.target as HTMLFormElement), before);
    this.refusal = refusal;
    if (refusal) return;
    if (Object.keys(edit).length === 1) return done(this);
    const answer = await askFromDialog(this, this.replica, edit, "The settings were not saved.");
    this.refusal = answer.refusal;
    if (!answer.isDone) return;
    toast("Settings saved", { undo: () => void undo(this.replica, opposite) });
  };
}

const OPEN = [
  { value: "yes", words: "Open" },
  { value: "no", words: "Closed" },
] as const;
const TALLIES = [
  { value: "live", words: "Everyone sees them live" },
  { value: "closed", words: "Nobody sees them" },
] as const;
const SHOWN = [
  "title",
  "place",
  "description",
  "previous",
  "startsOn",
  "endsOn",
  "timezone",
  "notesUntil",
  "proposals.closesAt",
  "voting.closesAt",
  "voting.picks",
];

/** Only what was changed, and how to change it back. */
function editFrom(fields: FormData, before: MeetupFacts): { edit: Edit; opposite: Edit; refusal: Problem | undefined } {
  const text = (name: string) => ((fields.get(name) as string | null) ?? "").trim();
  const wish = {
    title: text("title"),
    place: text("place"),
    description: text("description").replaceAll("\r\n", "\n"),
    previous: parseSlug(text("previous")),
    places: [
      ...new Set(
        text("places")
          .split("\n")
          .map((line) => line.trim()),
      ),
    ].filter((line) => line !== ""),
    startsOn: text("startsOn") || null,
    endsOn: text("endsOn") || null,
    timezone: text("timezone"),
    notesUntil: text("notesUntil") || null,
    listed: fields.get("listed") !== null,
  };
  const changed = (Object.keys(wish) as (keyof typeof wish)[]).filter(
    (name) => JSON.stringify(wish[name]) !== JSON.stringify(before[name]),
  );
  const edit: Edit = { type: "meetup.edit", ...Object.fromEntries(changed.map((name) => [name, wish[name]])) };
  const opposite: Edit = { type: "meetup.edit", ...Object.fromEntries(changed.map((name) => [name, before[name]])) };
  // What nobody has chosen goes by the last day, and goes back to that.
  if (edit.notesUntil !== undefined && before.notesUntil === notesUntil({ ...before, notesUntil: null }))
    opposite.notesUntil = null;
  let refusal: Problem | undefined;
  for (const what of ["proposals", "voting"] as const) {
    const [day, time] = [text(`${what}-day`), text(`${what}-time`)];
    if ((day === "") !== (time === ""))
      refusal ??= ownRefusal("Choose both a day and a time, or neither", `${what}.closesAt`);
    const open = text(`${what}-open`) === "yes";
    const closesAt = closingOf(day, time, before[what].closesAt, before.timezone, wish.timezone);
    const set = {
      ...(open !== before[what].open && { open }),
      ...(closesAt !== before[what].closesAt && { closesAt }),
    };
    if (Object.keys(set).length === 0) continue;
    edit[what] = set;
    opposite[what] = { open: before[what].open, ...("closesAt" in set && { closesAt: before[what].closesAt }) };
  }
  const moderated = fields.get("moderated") !== null;
  if (moderated !== before.proposals.moderated) {
    edit.proposals = { ...edit.proposals, moderated };
    opposite.proposals = { ...opposite.proposals, moderated: !moderated };
  }
  const picks = text("picks") === "" ? Number.NaN : Number(text("picks"));
  const tallies = text("tallies") as "live" | "closed";
  if (!Number.isInteger(picks)) refusal ??= ownRefusal("Must be a whole number", "voting.picks");
  else if (picks !== before.voting.picks) {
    edit.voting = { ...edit.voting, picks };
    opposite.voting = { ...opposite.voting, picks: before.voting.picks };
  }
  if (tallies !== before.voting.tallies) {
    edit.voting = { ...edit.voting, tallies };
    opposite.voting = { ...opposite.voting, tallies: before.voting.tallies };
  }
  const roomCode = fields.get("roomCode") !== null;
  if (roomCode !== before.voting.roomCode) {
    edit.voting = { ...edit.voting, roomCode };
    opposite.voting = { ...opposite.voting, roomCode: before.voting.roomCode };
  }
  // Either day may be the one that was left alone.
  refusal ??= surelyRefused({ ...edit, startsOn: wish.startsOn, endsOn: wish.endsOn });
  return { edit, opposite, refusal };
}

/** The minute chosen, in the time zone chosen; what was left alone stays the instant it is. */
function closingOf(day: string, time: string, before: string | null, from: string, to: string): string | null {
  if (day === "" || time === "") return null;
  const isUntouched = before !== null && dayOf(before, from) === day && clockTime(before, from) === time;
  if (isUntouched) return before;
  try {
    return instantAt(day, time, to);
  } catch {
    // Not a time zone: the server says so, naming that field.
    return instantAt(day, time, from);
  }
}
