import type { LogStore, RecordWrite } from "../store/log-store.ts";

const KIND = "push-told";

/** What removes from the store which starts of a meetup's sessions were told. */
export function toldStartsRemoval(meetupId: string): RecordWrite {
  return { op: "remove", kind: KIND, key: meetupId };
}

/** Which starts of a meetup's sessions were told already, so that none is told again after a restart. */
export class ToldStarts {
  readonly #store: LogStore;

  constructor(store: LogStore) {
    this.#store = store;
  }

  async of(meetupId: string): Promise<string[]> {
    return JSON.parse((await this.#store.record(KIND, meetupId)) ?? "[]") as string[];
  }

  async keep(meetupId: string, starts: readonly string[]): Promise<void> {
    const value = JSON.stringify(starts);
    await this.#store.write({ records: [{ op: "put", kind: KIND, key: meetupId, value }] });
  }
}
