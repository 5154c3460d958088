import type { CommandInput } from "../../../shared/meetup/commands.ts";
import type { Touch } from "../../../shared/meetup/touch.ts";
import { meOf } from "../../../shared/meetup/view-of/me-of.ts";
import type { Person } from "../../../shared/person.ts";
import { problem, type Problem, type Reason } from "../../../shared/problem.ts";
import type { Changes, CommandAnswer, Presence, WatchAnswer } from "../../../shared/protocol/changes.ts";
import type { MeetupView, MeView } from "../../../shared/meetup/view.ts";
import { MeetupReplica } from "../../../client/replica/meetup-replica.ts";
import type { MeetupLink } from "../../../client/replica/replica-tools.ts";
import type { KeptView, ViewMemory } from "../../../client/replica/kept-views.ts";
import type { Keeper } from "../../../client/replica/pending-commands.ts";
import { MeetupStory } from "../../helpers/meetup-story.ts";

const SLUG = "porto";
/** How many past steps the server can still tell; a replica further behind gets the whole view. */
const TOLD = 12;

interface Listener {
  connected(): void;
  disconnected(): void;
  changes(changes: Changes): void;
  me(message: { slug: string; seq: number; me: MeView }): void;
  presence(presence: Presence): void;
}

/**
 * A meetup's server without a network: the real rules, and for each browser a wire that holds
 * messages both ways and delivers them when told.
 */
export class MeetupServer {
  readonly story = new MeetupStory("olga");
  readonly #wires = new Set<Wire>();
  readonly #steps: { seq: number; touched: Set<Touch> }[] = [];
  #unsent: { from: number; touched: Set<Touch>; by: Set<string> } | undefined;
  /** While set, every command is refused with it. */
  refusing: Reason | undefined;
  /** While set, nobody is told what has changed, but this. */
  tellsNothing: Reason | undefined;
  /** The meetup is gone. */
  isDeleted = false;
  /** How often somebody was given the whole meetup. */
  wholeAnswers = 0;

  get seq(): number {
    return this.story.state.seq;
  }

  connect(wire: Wire): void {
    this.#wires.add(wire);
  }

  disconnect(wire: Wire): void {
    this.#wires.delete(wire);
  }

  /** Someone else does something. */
  does(by: string, command: CommandInput): void {
    this.handle(by, command);
  }

  handle(by: string, command: CommandInput): CommandAnswer {
    if (this.refusing) return { problem: problem(this.refusing) };
    const decision = this.story.wouldBe(by, command);
    if (decision.kind === "refusal") return { problem: decision.problem };
    if (decision.kind === "facts") {
      const from = this.seq;
      const touched = this.story.record(by, ...decision.facts);
      this.#steps.push({ seq: this.seq, touched });
      this.#unsent ??= { from, touched: new Set(), by: new Set() };
      for (const touch of touched) this.#unsent.touched.add(touch);
      this.#unsent.by.add(by);
    }
    return { seq: this.seq };
  }

  /** Ends the window in which changes wait for company. */
  flush(): void {
    const unsent = this.#unsent;
    this.#unsent = undefined;
    if (!unsent) return;
    const changes = this.story.changes(unsent.touched);
    for (const wire of this.#wires) {
      if (!wire.isWatching) continue;
      const seq = this.seq;
      wire.down((listener) => listener.changes(structuredClone({ slug: SLUG, from: unsent.from, seq, changes })));
      const me = unsent.by.has(wire.personId) ? this.me(wire.personId) : undefined;
      if (me) wire.down((listener) => listener.me({ slug: SLUG, seq, me }));
    }
  }

  me(personId: string): MeView {
    return structuredClone(meOf(this.story.state, personId));
  }

  /** The whole meetup, as this person sees it. */
  whole(wire: Wire): { seq: number; view: MeetupView; me: MeView | null } {
    this.wholeAnswers += 1;
    const me = wire.isNamed ? this.me(wire.personId) : null;
    return structuredClone({ seq: this.seq, view: this.story.view(wire.isNamed ? "named" : "nameless"), me });
  }

  watch(wire: Wire, after: number | undefined): WatchAnswer {
    if (this.isDeleted) return { problem: problem("unknown-meetup") };
    if (this.tellsNothing) return { problem: problem(this.tellsNothing) };
    const oldest = this.#steps.at(-TOLD)?.seq ?? 1;
    wire.isWatching = true;
    const me = wire.isNamed ? this.me(wire.personId) : null;
    if (after === undefined || after < oldest - 1 || after > this.seq) return this.whole(wire);
    const { seq } = this;
    if (me) wire.down((listener) => listener.me({ slug: SLUG, seq, me }));
    const touched = this.#steps.filter((step) => step.seq > after).flatMap((step) => [...step.touched]);
    return structuredClone({ from: after, seq, changes: this.story.changes(touched) });
  }
}

type Whole = { seq: number; view: MeetupView; me: MeView | null };

/** One browser's connection; nothing moves on it until `deliver`. */
export class Wire implements MeetupLink {
  readonly personId: string;
  readonly #server: MeetupServer;
  isWatching = false;
  /** Whether the server knows who this is. */
  isNamed = true;
  #isUp = false;
  #answerRead: (answer: Whole | { problem: Problem }) => void = () => undefined;
  #listener: Listener | undefined;
  /** Messages under way, each way in order. */
  #up: (() => void)[] = [];
  #down: ((listener: Listener) => void)[] = [];
  #unanswered = new Set<(reason: Error) => void>();

  constructor(server: MeetupServer, personId: string) {
    this.#server = server;
    this.personId = personId;
  }

  /** Whether a page hears what comes. */
  get isHeard(): boolean {
    return this.#listener !== undefined;
  }

  get isIdle(): boolean {
    return this.#up.length + this.#down.length === 0;
  }

  goUp(): void {
    if (this.#isUp) return;
    this.#isUp = true;
    this.#server.connect(this);
    this.#listener?.connected();
  }

  /** Loses what is under way, both ways. */
  goDown(): void {
    if (!this.#isUp) return;
    this.#isUp = false;
    this.isWatching = false;
    this.#server.disconnect(this);
    this.#up = [];
    this.#down = [];
    const lost = [...this.#unanswered];
    this.#unanswered.clear();
    for (const reject of lost) reject(new Error("connection lost"));
    this.#listener?.disconnected();
  }

  reconnect(): void {
    this.goDown();
    this.goUp();
  }

  /** What was asked takes too long; the connection stands. */
  losesPatience(): void {
    const lost = [...this.#unanswered];
    this.#unanswered.clear();
    this.#up = [];
    for (const reject of lost) reject(new Error("took too long"));
  }

  /** Delivers the oldest message of one way; false when there is none. */
  deliver(way: "up" | "down"): boolean {
    const message = way === "up" ? this.#up.shift() : this.#down.shift();
    if (!message) return false;
    if (this.#listener) message(this.#listener);
    return true;
  }

  down(message: (listener: Listener) => void): void {
    this.#down.push(message);
  }

  listen(listener: Listener): () => void {
    this.#listener = listener;
    return () => (this.#listener = undefined);
  }

  watch(_slug: string, after?: number): Promise<WatchAnswer> {
    return this.#ask(() => this.#server.watch(this, after));
  }

  unwatch(): void {
    this.isWatching = false;
  }

  command(_slug: string, command: CommandInput, as: string): Promise<CommandAnswer> {
    if (as !== this.personId) return this.#ask(() => ({ problem: problem("other-person") }));
    return this.#ask(() => this.#server.handle(this.personId, command));
  }

  read(): Promise<Whole | { problem: Problem }> {
    return new Promise((resolve) => (this.#answerRead = resolve));
  }

  /** Answers the question over HTTP, which is open from the start, and otherwise for ever; perhaps with what was so before. */
  answersRead(answer: Whole | { problem: Problem } = this.#server.whole(this)): void {
    this.#answerRead(answer);
  }

  #ask<T>(work: () => T): Promise<T> {
    if (!this.#isUp) return Promise.reject(new Error("not connected"));
    return new Promise((resolve, reject) => {
      this.#unanswered.add(reject);
      this.#up.push(() => {
        const answer = work();
        this.#down.push(() => {
          this.#unanswered.delete(reject);
          resolve(answer);
        });
      });
    });
  }
}

/** One person's browser at the meetup. */
export class Browser {
  readonly wire: Wire;
  readonly keeper: Keeper;
  readonly replica: MeetupReplica;
  readonly #timers: { at: number; run: () => void }[] = [];
  #now = Date.UTC(2026, 2, 9, 9);
  /** Whether the page knows who this is; the server may know by the cookie before. */
  #isTold: boolean;
  #onName: () => void = () => undefined;
  #person: Person;

  constructor(
    server: MeetupServer,
    personId: string,
    keeper: Keeper = memory(),
    isNamed = true,
    views: ViewMemory = viewsInMemory(),
  ) {
    this.keeper = keeper;
    this.wire = new Wire(server, personId);
    this.wire.isNamed = this.#isTold = isNamed;
    this.#person = personNamed(personId);
    this.replica = new MeetupReplica(SLUG, {
      link: this.wire,
      who: {
        person: () => (this.#isTold ? this.#person : null),
        listen: (listener) => {
          this.#onName = listener;
          return () => (this.#onName = () => undefined);
        },
        askAnew: () => this.changesHands(this.wire.personId),
      },
      keeper,
      memory: views,
      clock: {
        now: () => this.#now,
        after: (ms, run) => {
          const timer = { at: this.#now + ms, run };
          this.#timers.push(timer);
          return () => {
            const at = this.#timers.indexOf(timer);
            if (at >= 0) this.#timers.splice(at, 1);
          };
        },
      },
    });
  }

  /** How much is to happen by itself. */
  get timers(): number {
    return this.#timers.length;
  }

  takesAName(): void {
    this.wire.isNamed = true;
    this.hearsWhoItIs();
  }

  /** The server has said who this is. */
  hearsWhoItIs(): void {
    this.#isTold = true;
    this.#onName();
  }

  /** The device has changed hands. */
  changesHands(personId: string): void {
    this.#person = personNamed(personId);
    this.#onName();
  }

  /** Lets time pass on this device. */
  async wait(ms: number): Promise<void> {
    this.#now += ms;
    for (;;) {
      const due = this.#timers.findIndex(({ at }) => at <= this.#now);
      if (due < 0) break;
      this.#timers.splice(due, 1)[0]?.run();
    }
    await settled();
  }

  votesOf(topicId: string): number | null | undefined {
    return this.replica.view?.topics.find(({ id }) => id === topicId)?.votes;
  }
}

function personNamed(id: string): Person {
  return { id, name: id, color: "#bc4945" };
}

/** Delivers everything, until nothing is under way anywhere. */
export async function deliverAll(server: MeetupServer, ...browsers: Browser[]): Promise<void> {
  for (let round = 0; round < 100; round++) {
    for (const { wire } of browsers) {
      while (wire.deliver("up"));
      server.flush();
      while (wire.deliver("down"));
    }
    await settled();
    for (const browser of browsers) await browser.wait(0);
    if (browsers.every(({ wire }) => wire.isIdle)) return;
  }
  throw new Error("messages never end");
}

/** Lets promises that are settled have their say. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
}

/** What a device keeps of meetups, in memory; as on disk, what is kept is a copy. */
export function viewsInMemory(): ViewMemory {
  const kept = new Map<string, KeptView>();
  return {
    open: async () => undefined,
    read: async (slug) => structuredClone(kept.get(slug)),
    write: async (view) => void kept.set(view.slug, structuredClone(view)),
    forget: async (slug) => void kept.delete(slug),
  };
}

/** What `localStorage` is, in memory. */
export function memory(): Keeper {
  const kept = new Map<string, string>();
  return {
    get length() {
      return kept.size;
    },
    key: (at) => [...kept.keys()][at] ?? null,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  };
}
