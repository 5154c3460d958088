import type { MeetupState } from "../../shared/meetup/meetup-state.ts";
import { summaryOf } from "../../shared/meetup/view-of/summary-of.ts";
import type { RecordWrite } from "../store/log-store.ts";

/** The kind of the records that say in which listed meetups a person takes part, so that they can be told who it is now. */
export function listedWith(personId: string): string {
  return `listed-with ${personId}`;
}

/** What the public list says of one meetup, and who takes part in it, kept beside its log and written with what changes it. */
export class PublicListing {
  #isListed: boolean;
  #summary: string;
  /** Those on record. */
  #people: ReadonlySet<string>;

  constructor(state: MeetupState) {
    this.#isListed = state.facts.listed;
    this.#summary = JSON.stringify(summaryOf(state));
    this.#people = new Set(state.facts.listed ? state.people : []);
  }

  /** What has to be written for it to say what is so now; `written` is called once that is durable. */
  writesFor(state: MeetupState): { records: RecordWrite[]; written: () => void } {
    const summary = JSON.stringify(summaryOf(state));
    const { listed, slug } = state.facts;
    const key = { kind: "listed", key: slug };
    // Most of what happens changes nothing of it.
    if (summary === this.#summary && listed === this.#isListed) return { records: [], written: () => undefined };
    const records: RecordWrite[] = [];
    if (!listed && this.#isListed) records.push({ op: "remove", ...key });
    else if (listed) records.push({ op: "put", ...key, value: summary });
    const people = new Set(listed ? state.people : []);
    for (const id of people)
      if (!this.#people.has(id)) records.push({ op: "put", kind: listedWith(id), key: slug, value: "" });
    for (const id of this.#people) if (!people.has(id)) records.push({ op: "remove", kind: listedWith(id), key: slug });
    const written = () => {
      this.#isListed = listed;
      this.#summary = summary;
      this.#people = people;
    };
    return { records, written };
  }
}
