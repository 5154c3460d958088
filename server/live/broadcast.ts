import { setTimeout as pause } from "node:timers/promises";
import { changesFor } from "../../shared/meetup/changes-of.ts";
import type { Touch } from "../../shared/meetup/touch.ts";
import type { InParts } from "../../shared/in-parts.ts";
import type { MeetupState } from "../../shared/meetup/meetup-state.ts";
import { meOf } from "../../shared/meetup/view-of/me-of.ts";
import { namesOf, type NameOf, type Reader } from "../../shared/meetup/view-of/people-view-of.ts";
import type { Change } from "../../shared/protocol/changes.ts";
import type { Timers } from "../clock.ts";
import { inTurns } from "../turns/in-turns.ts";
import type { Step } from "../meetups/live-meetup-tools.ts";
import type { LiveMeetup } from "../meetups/live-meetup.ts";
import type { ReportFault } from "../report-fault.ts";
import type { AgendaServer, AgendaSocket } from "./agenda-server.ts";
import { WrittenMessage } from "./written-message.ts";

/** Changes wait this long for company: at least, each watcher adds a little, at most. Milliseconds. */
const WINDOW_MIN_MS = 50;
const WINDOW_PER_WATCHER_MS = 0.3;
const WINDOW_MAX_MS = 300;
/** People who are told of their own part in one turn of the event loop. */
const OWN_AT_ONCE = 10;
/** Presence goes out at most this often. */
const PRESENCE_MS = 1000;
const PRESENCE_FACES = 4;
const READERS: readonly Reader[] = ["named", "nameless"];

/**
 * One meetup's news to everyone who watches it: batched per window, worked out once for readers
 * with a name and once for those without, so that a hall of phones voting costs by changed topics.
 */
export class Broadcast {
  readonly #io: AgendaServer;
  readonly #meetup: LiveMeetup;
  readonly #timers: Timers;
  readonly #report: ReportFault;
  readonly #onEmpty: () => void;
  readonly #sockets = new Set<AgendaSocket>();
  readonly #stopListening: () => void;
  #touched = new Set<Touch>();
  #acted = new Set<string>();
  /** Those whose own part has changed since they were told. */
  readonly #owed = new Set<AgendaSocket>();
  #isTellingOwn = false;
  #telling: Promise<unknown> = Promise.resolve();
  #from: number | undefined;
  /** How to call off what is planned. */
  #plannedChanges: (() => void) | undefined;
  #plannedPresence: (() => void) | undefined;
  #presence = "";
  #isOver = false;

  constructor(tools: {
    io: AgendaServer;
    meetup: LiveMeetup;
    timers: Timers;
    report: ReportFault;
    onEmpty: () => void;
  }) {
    this.#io = tools.io;
    this.#meetup = tools.meetup;
    this.#timers = tools.timers;
    this.#report = tools.report;
    this.#onEmpty = tools.onEmpty;
    this.#stopListening = tools.meetup.listen({
      step: (step) => this.#add(step),
      died: () => this.#restart(),
    });
  }

  /** From now on this connection hears what changes. */
  join(socket: AgendaSocket): void {
    this.#sockets.add(socket);
    void socket.join(this.#roomFor(socket));
    this.#presence = "";
    this.#tellPresence();
  }

  /** This connection hears no more; with the last one the broadcast ends. */
  leave(socket: AgendaSocket): void {
    if (!this.#sockets.delete(socket)) return;
    this.#owed.delete(socket);
    void socket.leave(this.#roomFor(socket));
    if (this.#sockets.size > 0) return this.#tellPresence();
    this.close();
    this.#onEmpty();
  }

  /** The meetup was deleted when it stood at `last`: says so and ends. */
  gone(last: number): void {
    const { slug } = this.#meetup;
    const changes = [{ kind: "meetup" as const, gone: true as const }];
    const seq = last + 1;
    this.#io.to([this.#room("named"), this.#room("nameless")]).emit("changes", { slug, from: 0, seq, changes });
    this.close();
  }

  /** Stops the timers and the listening. */
  close(): void {
    this.#isOver = true;
    this.#plannedChanges?.();
    this.#plannedPresence?.();
    this.#owed.clear();
    this.#stopListening();
  }

  #add({ from, touched, by }: Step): void {
    this.#from ??= from;
    for (const touch of touched) this.#touched.add(touch);
    for (const id of by) this.#acted.add(id);
    const window = WINDOW_MIN_MS + this.#sockets.size * WINDOW_PER_WATCHER_MS;
    this.#plannedChanges ??= this.#timers.after(Math.min(WINDOW_MAX_MS, window), () => this.#flush());
  }

  #flush(): void {
    this.#plannedChanges = undefined;
    // What is touched while others are still being told goes out when they have been.
    this.#telling = this.#telling.then(() => this.#tell()).catch((error: unknown) => this.#failed("changes", error));
  }

  async #tell(): Promise<void> {
    const messages = await this.#meetup.read((state, nameOf) => this.#written(state, nameOf));
    await inTurns(this.#sending(messages), { rests: true });
    this.#tellOwn().catch((error: unknown) => this.#failed("own parts", error));
  }

  /** Nobody is to be told any more of a meetup that has ended meanwhile. */
  #failed(what: string, error: unknown): void {
    if (!this.#isOver) this.#report(what, error);
  }

  /** What has changed since it was told last, written down once for each kind of readers there is. */
  #written(state: MeetupState, nameOf: NameOf): Map<Reader, WrittenMessage> {
    const messages = new Map<Reader, WrittenMessage>();
    if (this.#from === undefined) return messages;
    const { slug } = this.#meetup;
    const [from, seq, touched, acted] = [this.#from, state.seq, this.#touched, this.#acted];
    this.#from = undefined;
    this.#touched = new Set();
    this.#acted = new Set();
    const changesSeen = changesFor(state, touched, nameOf);
    // Most of it is the same for both.
    const texts = new Map<Change, string>();
    const textOf = (change: Change) => {
      const text = texts.get(change) ?? JSON.stringify(change);
      texts.set(change, text);
      return text;
    };
    for (const reader of new Set([...this.#sockets].map(readerAt))) {
      const changes = changesSeen(reader).map(textOf).join();
      const json = `{"slug":${JSON.stringify(slug)},"from":${from},"seq":${seq},"changes":[${changes}]}`;
      messages.set(reader, new WrittenMessage("changes", json));
    }
    // What waits for organizers is in the part of each of them, and of whoever proposed it.
    const isQueueTouched = [...touched].some((touch) => touch.startsWith("queue:"));
    const isOwed = (id: string) =>
      touched.has("mine") ||
      acted.has(id) ||
      touched.has(`queue:${id}`) ||
      (isQueueTouched && state.organizers.has(id));
    for (const socket of this.#sockets) {
      const id = socket.data.person?.id;
      if (id !== undefined && isOwed(id)) this.#owed.add(socket);
    }
    return messages;
  }

  /** To one after the other: to hand a megabyte to each of a hundred connections takes a tenth of a second. */
  *#sending(messages: ReadonlyMap<Reader, WrittenMessage>): InParts<void> {
    // Whoever comes meanwhile is given the meetup as it is by then.
    const audience = [...this.#sockets];
    for (const socket of audience) {
      if (this.#isOver) return;
      if (this.#sockets.has(socket)) messages.get(readerAt(socket))?.sendTo(socket);
      yield;
    }
  }

  /** Whoever is owed it hears of their own part: in turns, as there may be hundreds, and once however often they are owed it. */
  async #tellOwn(): Promise<void> {
    if (this.#isTellingOwn) return;
    this.#isTellingOwn = true;
    try {
      while (this.#owed.size > 0) {
        // As inTurns rests; but in between the meetup may have moved on.
        const ms = await this.#meetup.read((state, nameOf) => this.#tellSome(state, nameOf));
        await pause(ms);
      }
    } finally {
      this.#isTellingOwn = false;
    }
  }

  /** Returns how long it took, in ms. */
  #tellSome(state: MeetupState, nameOf: NameOf): number {
    const begun = performance.now();
    for (const socket of [...this.#owed].slice(0, OWN_AT_ONCE)) {
      this.#owed.delete(socket);
      const id = socket.data.person?.id;
      if (id === undefined) continue;
      socket.emit("me", { slug: this.#meetup.slug, seq: state.seq, me: meOf(state, id, nameOf) });
    }
    return performance.now() - begun;
  }

  /** A commit failed: makes every watcher connect again and read anew what is durable. */
  #restart(): void {
    for (const socket of this.#sockets) socket.disconnect(true);
  }

  #tellPresence(): void {
    if (this.#isOver) return;
    this.#plannedPresence ??= this.#timers.after(PRESENCE_MS, () => {
      this.#plannedPresence = undefined;
      this.#meetup
        .read((state, nameOf) => this.#emitPresence((reader) => namesOf(state, nameOf, reader)))
        .catch((error: unknown) => this.#failed("presence", error));
    });
  }

  #emitPresence(namesFor: (reader: Reader) => Record<string, unknown>): void {
    const people = new Set<string>();
    let nameless = 0;
    for (const { data } of this.#sockets) {
      if (data.person) people.add(data.person.id);
      else nameless += 1;
    }
    const presences = READERS.map((reader) => {
      // Someone whom this reader's view doesn't name, having only voted, is counted, never named.
      const names = namesFor(reader);
      const some = [...people].filter((id) => Object.hasOwn(names, id)).slice(0, PRESENCE_FACES);
      return { reader, presence: { slug: this.#meetup.slug, count: people.size + nameless, some } };
    });
    const text = JSON.stringify(presences);
    if (text !== this.#presence)
      for (const { reader, presence } of presences) this.#io.to(this.#room(reader)).emit("presence", presence);
    this.#presence = text;
  }

  #roomFor(socket: AgendaSocket): string {
    return this.#room(readerAt(socket));
  }

  #room(reader: Reader): string {
    return `${this.#meetup.id}:${reader}`;
  }
}

function readerAt({ data }: AgendaSocket): Reader {
  return data.person ? "named" : "nameless";
}
