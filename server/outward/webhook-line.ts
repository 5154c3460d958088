import { helloMessage, newsMessage, type NewsMessage, type Teller } from "../../shared/exports/news-message.ts";
import type { MeetupState } from "../../shared/meetup/meetup-state.ts";
import { startingSoon, type News } from "../../shared/meetup/news.ts";
import type { WebhookAttempt, WebhookView } from "../../shared/meetup/webhook.ts";
import type { Person } from "../../shared/person.ts";
import type { Clock } from "../clock.ts";
import type { ReportFault } from "../report-fault.ts";
import { StoreUnavailableError, type LogStore } from "../store/log-store.ts";
import { LogTail } from "./log-tail.ts";
import { postWebhook } from "./webhook-post.ts";
import { WEBHOOK_RECORD, type WebhookRecord } from "./webhook-record.ts";

/** How long to wait after each failed attempt with one message: ten attempts within an hour. Milliseconds. */
export const RETRY_MS = [1, 5, 15, 30, 60, 120, 300, 900, 2100].map((seconds) => seconds * 1000);
/** A message older than this gets no further attempt. Milliseconds. */
const STALE_MS = 60 * 60_000;
/** How long to wait when the store can't be read or written. Milliseconds. */
const STORE_RETRY_MS = 5000;
/** So many starts of sessions are remembered as told, beside those that are still to come: all rooms may start at once. */
const SOON_KEPT = 50;

export interface LineTools {
  store: LogStore;
  clock: Clock;
  report: ReportFault;
  peopleByIds: (ids: readonly string[]) => Promise<Person[]>;
  /** How long a receiver may take; left out, as long as usual. */
  timeoutMs?: number;
}

/** A message, and how the record stands once it has been dealt with. */
interface Due {
  make: (teller: Teller, sequence: number) => NewsMessage;
  /** People whose names it may hold. */
  people: string[];
  after: Partial<WebhookRecord>;
  at: string;
  /** Once this has come it isn't worth telling; milliseconds since 1970. */
  until: number;
}

/**
 * Tells one meetup's news to its webhook, one after another and in order, at the receiver's pace.
 *
 * 1. The next message is sent once the one before was taken or given up, and that is durable.
 * 2. How far it has come is a record; after a restart it goes on from there: at least once each.
 * 3. Each message gets an attempt, ten at most, and none once it is an hour old.
 */
export class WebhookLine {
  readonly #meetupId: string;
  readonly #tools: LineTools;
  readonly #ending = new AbortController();
  #record: WebhookRecord;
  #tail: LogTail | undefined;
  /** The news of the entry at which the tail stands that are not dealt with. */
  #waiting: Due[] = [];
  #last: WebhookAttempt | null;
  #isRunning = false;
  #isPoked = false;
  #callOff: () => void = () => undefined;
  #wake: () => void = () => undefined;

  constructor(meetupId: string, record: WebhookRecord, tools: LineTools) {
    this.#meetupId = meetupId;
    this.#record = record;
    this.#last = record.last;
    this.#tools = tools;
  }

  /** How it stands, durably. */
  get record(): WebhookRecord {
    return this.#record;
  }

  /** What organizers see of it. */
  get view(): WebhookView {
    const { url, since, dropped } = this.#record;
    return { url, since, last: this.#last, dropped };
  }

  /** There may be news. Returns at once. */
  poke(): void {
    this.#isPoked = true;
    if (!this.#isRunning) void this.#run();
  }

  /** Sends nothing more; what waits is told by whoever reads the record next. */
  close(): void {
    this.#ending.abort();
    this.#callOff();
    this.#wake();
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    const { store } = this.#tools;
    try {
      // What is told and can't be noted down is told again, to people who read it: not while it is known that it can't be.
      if (!store.writable) await store.probe();
      while (this.#isPoked && !this.#isClosed) {
        this.#isPoked = false;
        for (let due = await this.#next(); due && !this.#isClosed; due = await this.#next()) await this.#deliver(due);
      }
    } catch (error) {
      if (!(error instanceof StoreUnavailableError)) this.#tools.report(`webhook of meetup ${this.#meetupId}`, error);
      // What is not durable is read again, and so told again: keeps 2.
      this.#tail = undefined;
      this.#waiting = [];
      this.#planPoke(STORE_RETRY_MS);
    } finally {
      this.#isRunning = false;
    }
  }

  get #isClosed(): boolean {
    return this.#ending.signal.aborted;
  }

  async #next(): Promise<Due | undefined> {
    const { store } = this.#tools;
    this.#tail ??= await LogTail.open(store, this.#meetupId, this.#record.seq);
    const tail = this.#tail;
    // The meetup is gone, and this with it.
    if (!tail || this.#isClosed) return undefined;
    if (this.#record.sequence === 0) return this.#hello();
    // What has happened first: a session that would start soon may have been moved since, or taken off.
    return this.#waiting.shift() ?? (await this.#nextNews(tail)) ?? this.#nextStart(tail.state);
  }

  async #nextNews(tail: LogTail): Promise<Due | undefined> {
    for (let entry = await tail.next(); entry; entry = await tail.next()) {
      const { seq, at, news } = entry;
      const all = news.map((each, index) => {
        const isLast = index === news.length - 1;
        const after = isLast ? { seq, index: 0 } : { seq: seq - 1, index: index + 1 };
        return dueOf(each, { id: `${seq}-${index}`, at }, after, Infinity);
      });
      this.#waiting = all.slice(seq === this.#record.seq + 1 ? this.#record.index : 0);
      const due = this.#waiting.shift();
      if (due) return due;
    }
    return undefined;
  }

  #nextStart(state: MeetupState): Due | undefined {
    const { clock } = this.#tools;
    const { soon, next } = startingSoon(state, clock.now());
    this.#callOff();
    if (next !== undefined) this.#planPoke(next - clock.now());
    const told = this.#record.soon;
    const session = soon.find((each) => !told.includes(soonId(each)));
    if (!session) return undefined;
    const id = soonId(session);
    const at = new Date(clock.now()).toISOString();
    const toCome = new Set(soon.map(soonId));
    const kept = told.filter((each, index) => toCome.has(each) || index > told.length - SOON_KEPT);
    return dueOf({ type: "session.soon", session }, { id, at }, { soon: [...kept, id] }, Date.parse(session.startsAt));
  }

  #hello(): Due {
    const at = this.#record.since;
    const make = (teller: Teller, sequence: number) => helloMessage({ id: `set-${at}`, sequence, at }, teller);
    return { make, people: [], after: {}, at, until: Infinity };
  }

  async #deliver(due: Due): Promise<void> {
    const { clock, peopleByIds, timeoutMs } = this.#tools;
    const { url, secret, origin } = this.#record;
    const sequence = this.#record.sequence + 1;
    const names = new Map((await peopleByIds(due.people)).map(({ id, name }) => [id, name]));
    const teller = { state: this.#tail!.state, nameOf: (id: string) => names.get(id), origin };
    const message = due.make(teller, sequence);
    const body = JSON.stringify(message);
    const { id, type } = message;
    for (let attempt = 1; ; attempt++) {
      if (this.#isClosed) return;
      const at = clock.now();
      if (at >= due.until) return this.#settle({ ...due.after, sequence, dropped: this.#record.dropped + 1 });
      const post = { url, secret, id, type, body, at };
      const sent = await postWebhook(post, {
        signal: this.#ending.signal,
        ...(timeoutMs !== undefined && { timeoutMs }),
      });
      if (this.#isClosed) return;
      const error = sent.ok ? null : sent.error;
      this.#last = { at: new Date(at).toISOString(), type, ok: sent.ok, status: sent.status, error, attempt };
      if (sent.ok) return this.#settle({ ...due.after, sequence });
      const wait = RETRY_MS[attempt - 1];
      if (wait === undefined || clock.now() - Date.parse(due.at) > STALE_MS)
        return this.#settle({ ...due.after, sequence, dropped: this.#record.dropped + 1 });
      await this.#wait(wait);
    }
  }

  /** Makes it durable that a message was dealt with. Keeps 1. */
  async #settle(change: Partial<WebhookRecord>): Promise<void> {
    const record = { ...this.#record, ...change, last: this.#last };
    const value = JSON.stringify(record);
    await this.#tools.store.write({
      records: [{ op: "put", kind: WEBHOOK_RECORD, key: this.#meetupId, value }],
    });
    this.#record = record;
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const callOff = this.#tools.clock.after(ms, resolve);
      this.#wake = () => {
        callOff();
        resolve();
      };
    });
  }

  #planPoke(ms: number): void {
    this.#callOff();
    if (!this.#isClosed) this.#callOff = this.#tools.clock.after(ms, () => this.poke());
  }
}

/** The id of the message that a session starts soon. */
function soonId({ id, startsAt }: { id: string; startsAt: string }): string {
  return `soon-${id}-${startsAt}`;
}

function dueOf(
  news: News,
  { id, at }: Pick<NewsMessage, "id" | "at">,
  after: Partial<WebhookRecord>,
  until: number,
): Due {
  const moderators = "session" in news ? news.session.moderators : [];
  return {
    make: (teller, sequence) => newsMessage(news, { id, sequence, at }, teller),
    people: moderators.flatMap((each) => ("personId" in each ? each.personId : [])),
    after,
    at,
    until,
  };
}
