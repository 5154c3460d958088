import type { LogStore, RecordWrite } from "../store/log-store.ts";

const KIND = "push-told";

/** What removes from the store which starts of a meetup's sessions were told. */
export function toldStartsRemoval(meetupId: string): RecordWrite {
  return { op: "remove", kind: KIND, key: meetupId };
}

/** A session and when it starts, as one name. */
export function startOf({ id, startsAt }: { id: string; startsAt: string }): string {
  return `${id} ${startsAt}`;
}

/** Which starts of one meetup's sessions were told, as long as they are to come. */
interface Told {
  /** Told, or being told: not again while this server runs. */
  begun: Set<string>;
  /** Told to everyone, or given up: not again after a restart either. */
  done: Set<string>;
}

/**
 * Which starts of sessions were told already. What was being told as a server ended is told again: a device that shows it
 * already shows it once, and one that doesn't would miss the session.
 */
export class ToldStarts {
  readonly #store: LogStore;
  readonly #byMeetup = new Map<string, Told>();

  constructor(store: LogStore) {
    this.#store = store;
  }

  /** To be called before anything else is asked of a meetup. */
  async load(meetupId: string): Promise<void> {
    if (this.#byMeetup.has(meetupId)) return;
    const done = JSON.parse((await this.#store.record(KIND, meetupId)) ?? "[]") as string[];
    this.#byMeetup.set(meetupId, { begun: new Set(done), done: new Set(done) });
  }

  /** Whether a start is told, or being told. */
  isBegun(meetupId: string, start: string): boolean {
    return this.#byMeetup.get(meetupId)?.begun.has(start) ?? false;
  }

  /** It is being told from now on. */
  begin(meetupId: string, start: string): void {
    this.#byMeetup.get(meetupId)?.begun.add(start);
  }

  /** Keeps that everyone was told, and forgets what has started by `now`. */
  async done(meetupId: string, start: string, now: number): Promise<void> {
    const told = this.#byMeetup.get(meetupId);
    if (!told) return;
    told.done.add(start);
    for (const starts of [told.begun, told.done])
      for (const each of starts) if (Date.parse(each.split(" ")[1]!) <= now) starts.delete(each);
    const value = JSON.stringify([...told.done]);
    await this.#store.write({ records: [{ op: "put", kind: KIND, key: meetupId, value }] });
  }

  /** A meetup is gone. */
  forget(meetupId: string): void {
    this.#byMeetup.delete(meetupId);
  }
}
