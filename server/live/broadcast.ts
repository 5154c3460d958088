import { setImmediate } from "node:timers/promises";
import { changesFor } from "../../shared/meetup/changes-of.ts";
import type { Touch } from "../../shared/meetup/touch.ts";
import { meOf, namesOf, type Reader } from "../../shared/meetup/view-of.ts";
import type { Step } from "../meetups/live-meetup-tools.ts";
import type { LiveMeetup } from "../meetups/live-meetup.ts";
import type { ReportFault } from "../report-fault.ts";
import type { AgendaServer, AgendaSocket } from "./agenda-server.ts";

/** Changes wait this long for company: at least, each watcher adds a little, at most. Milliseconds. */
const WINDOW_MIN_MS = 50;
const WINDOW_PER_WATCHER_MS = 0.3;
const WINDOW_MAX_MS = 300;
/** So many people are told of their own part in one turn of the event loop. */
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
  readonly #report: ReportFault;
  readonly #onEmpty: () => void;
  readonly #sockets = new Set<AgendaSocket>();
  readonly #stopListening: () => void;
  #touched = new Set<Touch>();
  #acted = new Set<string>();
  /** Those whose own part has changed since they were told. */
  readonly #owed = new Set<AgendaSocket>();
  #isTelling = false;
  #from: number | undefined;
  #changesTimer: NodeJS.Timeout | undefined;
  #presenceTimer: NodeJS.Timeout | undefined;
  #presence = "";
  #isOver = false;

  constructor(tools: { io: AgendaServer; meetup: LiveMeetup; report: ReportFault; onEmpty: () => void }) {
    this.#io = tools.io;
    this.#meetup = tools.meetup;
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
    clearTimeout(this.#changesTimer);
    clearTimeout(this.#presenceTimer);
    this.#owed.clear();
    this.#stopListening();
  }

  #add({ from, touched, by }: Step): void {
    this.#from ??= from;
    for (const touch of touched) this.#touched.add(touch);
    for (const id of by) this.#acted.add(id);
    const window = WINDOW_MIN_MS + this.#sockets.size * WINDOW_PER_WATCHER_MS;
    this.#changesTimer ??= setTimeout(() => this.#flush(), Math.min(WINDOW_MAX_MS, window));
  }

  #flush(): void {
    this.#changesTimer = undefined;
    this.#meetup
      .read((state, nameOf) => {
        if (this.#from === undefined) return;
        const { slug } = this.#meetup;
        const [from, seq] = [this.#from, state.seq];
        const [touched, acted] = [this.#touched, this.#acted];
        this.#from = undefined;
        this.#touched = new Set();
        this.#acted = new Set();
        const changesSeen = changesFor(state, touched, nameOf);
        for (const reader of READERS) {
          if (![...this.#sockets].some((socket) => (socket.data.person !== undefined) === (reader === "named")))
            continue;
          this.#io.to(this.#room(reader)).emit("changes", { slug, from, seq, changes: changesSeen(reader) });
        }
        for (const socket of this.#sockets) {
          const id = socket.data.person?.id;
          if (id !== undefined && (touched.has("mine") || acted.has(id))) this.#owed.add(socket);
        }
      })
      .then(() => this.#tellOwn())
      .catch((error: unknown) => this.#report("changes", error));
  }

  /** Whoever is owed it hears of their own part: a few in each turn, as there may be hundreds, and once however often they are owed it. */
  async #tellOwn(): Promise<void> {
    if (this.#isTelling) return;
    this.#isTelling = true;
    const { slug } = this.#meetup;
    try {
      while (this.#owed.size > 0) {
        await this.#meetup.read((state) => {
          for (const socket of [...this.#owed].slice(0, OWN_AT_ONCE)) {
            this.#owed.delete(socket);
            const id = socket.data.person?.id;
            if (id !== undefined) socket.emit("me", { slug, seq: state.seq, me: meOf(state, id) });
          }
        });
        await setImmediate();
      }
    } finally {
      this.#isTelling = false;
    }
  }

  /** A commit failed: makes every watcher connect again and read anew what is durable. */
  #restart(): void {
    for (const socket of this.#sockets) socket.disconnect(true);
  }

  #tellPresence(): void {
    if (this.#isOver) return;
    this.#presenceTimer ??= setTimeout(() => {
      this.#presenceTimer = undefined;
      this.#meetup
        .read((state, nameOf) => this.#emitPresence((reader) => namesOf(state, nameOf, reader)))
        .catch((error: unknown) => this.#report("presence", error));
    }, PRESENCE_MS);
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
    return this.#room(socket.data.person ? "named" : "nameless");
  }

  #room(reader: Reader): string {
    return `${this.#meetup.id}:${reader}`;
  }
}
