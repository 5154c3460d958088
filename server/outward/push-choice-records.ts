import { NO_PUSH, type PushChoices } from "../../shared/meetup/push-choices.ts";
import type { LogStore, RecordWrite } from "../store/log-store.ts";
import { toldStartsRemoval } from "./told-starts.ts";

const KIND = "push-choices";

interface Stored {
  slug: string;
  choices: PushChoices;
}

/** What removes from the store who wants to hear of a meetup, and what they were told. */
export async function pushChoiceRemovals(store: LogStore, meetupId: string): Promise<RecordWrite[]> {
  const all = await store.records(KIND);
  const theirs = all.filter(({ key }) => key.startsWith(`${meetupId}/`));
  return [...theirs.map(({ key }) => ({ op: "remove" as const, kind: KIND, key })), toldStartsRemoval(meetupId)];
}

/** Who wants to hear what of which meetup. Few enough to be kept at hand, and in the store. */
export class PushChoiceRecords {
  readonly #store: LogStore;
  readonly #byMeetup = new Map<string, Map<string, PushChoices>>();

  constructor(store: LogStore) {
    this.#store = store;
  }

  /** Reads all from the store; the meetups somebody wants to hear of, with their addresses. */
  async load(): Promise<ReadonlyMap<string, string>> {
    const slugs = new Map<string, string>();
    for (const { key, value } of await this.#store.records(KIND)) {
      const [meetupId = "", personId = ""] = key.split("/");
      const { slug, choices } = JSON.parse(value) as Stored;
      slugs.set(meetupId, slug);
      this.#put(meetupId, personId, choices);
    }
    return slugs;
  }

  /** Everyone who wants to hear of a meetup. */
  of(meetupId: string): ReadonlyMap<string, PushChoices> {
    return this.#byMeetup.get(meetupId) ?? new Map();
  }

  /** Keeps what a person wants; wanting nothing leaves nothing. */
  async set(
    { meetupId, slug, personId }: { meetupId: string; slug: string; personId: string },
    choices: PushChoices,
  ): Promise<void> {
    const key = `${meetupId}/${personId}`;
    const value = JSON.stringify({ slug, choices } satisfies Stored);
    const isNothing = Object.values(choices).every((each) => !each);
    const record = isNothing
      ? { op: "remove" as const, kind: KIND, key }
      : { op: "put" as const, kind: KIND, key, value };
    await this.#store.write({ records: [record] });
    this.#put(meetupId, personId, isNothing ? NO_PUSH : choices);
  }

  /** Every meetup that a person wants to hear of, with its address, and what. */
  async ofPerson(personId: string): Promise<{ meetupId: string; slug: string; choices: PushChoices }[]> {
    const keys = [...this.#byMeetup].flatMap(([id, people]) => (people.has(personId) ? `${id}/${personId}` : []));
    const stored = keys.length === 0 ? [] : await this.#store.records(KIND, keys);
    return stored.map(({ key, value }) => ({ meetupId: key.split("/")[0] ?? "", ...(JSON.parse(value) as Stored) }));
  }

  /** A meetup is gone, with what was stored of it here. */
  forget(meetupId: string): void {
    this.#byMeetup.delete(meetupId);
  }

  /** Nobody is to hear of a meetup any more. */
  async drop(meetupId: string): Promise<void> {
    this.forget(meetupId);
    await this.#store.write({ records: await pushChoiceRemovals(this.#store, meetupId) });
  }

  #put(meetupId: string, personId: string, choices: PushChoices): void {
    const people = this.#byMeetup.get(meetupId) ?? new Map<string, PushChoices>();
    if (choices === NO_PUSH) people.delete(personId);
    else people.set(personId, choices);
    if (people.size > 0) this.#byMeetup.set(meetupId, people);
    else this.#byMeetup.delete(meetupId);
  }
}
