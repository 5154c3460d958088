import { versionsOf, whyNotWrite } from "../../shared/meetup/pads.ts";
import type { Clock } from "../clock.ts";
import type { PadAccess, PadRight } from "../notes/pad-access.ts";
import type { People } from "../people/people.ts";
import type { ReportFault } from "../report-fault.ts";
import type { LiveMeetups } from "./live-meetups.ts";

/** Who may read and write which pad, as its meetup says; and news for the meetup of who wrote. */
export class MeetupPadAccess implements PadAccess {
  readonly #meetups: LiveMeetups;
  readonly #people: People;
  readonly #clock: Clock;
  readonly #report: ReportFault;

  constructor(tools: { meetups: LiveMeetups; people: People; clock: Clock; report: ReportFault }) {
    this.#meetups = tools.meetups;
    this.#people = tools.people;
    this.#clock = tools.clock;
    this.#report = tools.report;
  }

  /** Everyone who knows a pad may read it; people with a name may write unless it is locked or the notes have closed. */
  async check(padId: string, personId: string | undefined): Promise<PadRight> {
    const slug = await this.#meetups.slugOfPad(padId);
    const meetup = slug === undefined ? undefined : await this.#meetups.bySlug(slug);
    if (!meetup) return "unknown";
    const at = new Date(this.#clock.now()).toISOString();
    return meetup.read((state): PadRight => {
      if (!state.pads.has(padId)) return "unknown";
      if (personId === undefined) return "read";
      if (this.#people.isFormer(personId)) return "former";
      const reason = whyNotWrite(state, padId, { personId, at });
      if (reason === "person-removed") return "removed";
      return reason === undefined ? "write" : "read";
    });
  }

  /** A pad's moments end at its named versions. */
  async endsOf(padId: string): Promise<number[]> {
    const slug = await this.#meetups.slugOfPad(padId);
    const meetup = slug === undefined ? undefined : await this.#meetups.bySlug(slug);
    return (await meetup?.read((state) => versionsOf(state, padId).map(({ seq }) => seq))) ?? [];
  }

  /** Puts it on the meetup's record that this person has written in this pad. */
  noteFirstEdit(padId: string, personId: string): void {
    this.#note(padId, personId).catch((error: unknown) => this.#report(`who wrote in pad ${padId}`, error));
  }

  async #note(padId: string, personId: string): Promise<void> {
    const slug = await this.#meetups.slugOfPad(padId);
    const meetup = slug === undefined ? undefined : await this.#meetups.bySlug(slug);
    const person = await this.#people.now(personId);
    if (!meetup || !person) return;
    const answer = await meetup.handle({ type: "notes.write", padId }, person);
    // It ended under this command, and is read again from its log: the edit is durable, so its author must be known.
    if ("problem" in answer && meetup.dead)
      await (await this.#meetups.bySlug(meetup.slug))?.handle({ type: "notes.write", padId }, person);
  }
}
