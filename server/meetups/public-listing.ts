import type { MeetupState } from "../../shared/meetup/meetup-state.ts";
import { summaryOf } from "../../shared/meetup/view-of.ts";
import type { RecordWrite } from "../store/log-store.ts";

/** What the public list says of one meetup, kept beside its log and written with what changes it. */
export class PublicListing {
  #isListed: boolean;
  #summary: string;

  constructor(state: MeetupState) {
    this.#isListed = state.facts.listed;
    this.#summary = JSON.stringify(summaryOf(state));
  }

  /** What has to be written for it to say what is so now; `written` is called once that is durable. */
  writesFor(state: MeetupState): { records: RecordWrite[]; written: () => void } {
    const summary = JSON.stringify(summaryOf(state));
    const { listed, slug } = state.facts;
    const key = { kind: "listed", key: slug };
    const records: RecordWrite[] = [];
    if (!listed && this.#isListed) records.push({ op: "remove", ...key });
    else if (listed && (summary !== this.#summary || !this.#isListed))
      records.push({ op: "put", ...key, value: summary });
    const written = () => {
      this.#isListed = listed;
      this.#summary = summary;
    };
    return { records, written };
  }
}
