import type { CommandInput } from "../../shared/meetup/commands.ts";
import type { MeetupView, MeView } from "../../shared/meetup/view.ts";
import type { Person } from "../../shared/person.ts";
import { problem, type Problem } from "../../shared/problem.ts";
import type { Changes, CommandAnswer, Presence, WatchAnswer } from "../../shared/protocol/changes.ts";
import { applyChanges } from "./apply-changes.ts";
import { meAfter, withPending, type Picture } from "./optimistic-view.ts";
import { PendingCommands, type Keeper, type PendingCommand } from "./pending-commands.ts";

/** What a replica needs of the connection to the server. */
export interface MeetupLink {
  listen(listener: {
    connected(): void;
    disconnected(): void;
    changes(changes: Changes): void;
    me(message: { slug: string; seq: number; me: MeView }): void;
    presence(presence: Presence): void;
  }): () => void;
  watch(slug: string, after?: number): Promise<WatchAnswer>;
  unwatch(slug: string): void;
  command(slug: string, command: CommandInput): Promise<CommandAnswer>;
  read(slug: string): Promise<{ seq: number; view: MeetupView; me: MeView | null } | { problem: Problem }>;
}

export interface ReplicaTools {
  link: MeetupLink;
  /** Who this device is, and how to hear when that changes. */
  who: { person(): Person | null; listen(listener: () => void): () => void };
  /** Where commands outlive the page; undefined keeps them in memory only. */
  keeper: Keeper | undefined;
  clock: { now(): number; after(ms: number, run: () => void): () => void };
}

/** Where the copy stands. Once open it stays so, whatever happens to the connection, until the meetup is deleted. */
export type ReplicaState =
  | { state: "loading" }
  | { state: "open" }
  | { state: "deleted" }
  | { state: "failed"; problem: Problem };

/** Whether news arrive: not yet, now, or not for the moment. */
export type Reach = "connecting" | "live" | "offline";

/** An unconfirmed command, and what has become of it so far. */
interface Asked extends PendingCommand {
  /** Set once accepted: it is dropped when the confirmed view has come that far. */
  acceptedAt?: number;
  isSending?: boolean;
  /** The server could not write; it is sent again. */
  isRetried?: boolean;
  answer?: (answer: CommandAnswer) => void;
}

/** A lost connection is shown only after this long, most are back sooner. Milliseconds. */
const GRACE_MS = 1500;
const FIRST_GRACE_MS = 6000;
const RETRY_MS = 2000;

/**
 * The browser's copy of one meetup: what the server has confirmed, and on top of it what was asked
 * here and is not confirmed yet. It is always one picture, never half of a change.
 *
 * 1. The confirmed view moves only by a snapshot, or by changes that take it from where it stands.
 * 2. A command stays pending until it is refused, or the confirmed view contains it.
 * 3. After a reconnect everything unanswered is sent again, in the order asked; commands allow that.
 */
export class MeetupReplica {
  readonly slug: string;
  readonly #tools: ReplicaTools;
  readonly #kept: PendingCommands;
  readonly #listeners = new Set<() => void>();
  readonly #refusedLater = new Set<(command: CommandInput, problem: Problem) => void>();
  readonly #stops: (() => void)[] = [];
  #confirmed: (Picture & { seq: number; meSeq: number }) | undefined;
  #asked: Asked[] = [];
  #picture: Picture | undefined;
  #status: ReplicaState = { state: "loading" };
  #reach: Reach = "connecting";
  #presence: { count: number; some: string[] } | undefined;
  #personId: string | undefined;
  #isConnected = false;
  #isWatching = false;
  #needsWhole = false;
  #watchAgain = false;
  /** News that came while the answer to `watch` was under way: they follow it. */
  #afterWatch: (() => void)[] = [];
  #isClosed = false;
  #tellSoon: (() => void) | undefined;
  #keys = 0;

  constructor(slug: string, tools: ReplicaTools) {
    this.slug = slug;
    this.#tools = tools;
    this.#kept = new PendingCommands(slug, tools.keeper);
    this.#adopt();
    this.#stops.push(
      tools.who.listen(() => this.#personChanged()),
      tools.clock.after(FIRST_GRACE_MS, () => this.#loseReach()),
    );
    void this.#read();
    this.#stops.push(
      tools.link.listen({
        connected: () => this.#connected(),
        disconnected: () => this.#disconnected(),
        changes: (changes) => this.#inOrder(() => this.#changes(changes)),
        me: (message) => this.#inOrder(() => this.#me(message)),
        presence: (presence) => {
          if (presence.slug !== this.slug) return;
          this.#presence = presence;
          this.#tell();
        },
      }),
    );
  }

  get status(): ReplicaState {
    return this.#status;
  }

  get reach(): Reach {
    return this.#reach;
  }

  /** What everybody sees, with what this person has just asked for; undefined while loading. */
  get view(): MeetupView | undefined {
    return this.#shown()?.view;
  }

  /** This person's own part; null without a name, or before they did anything here. */
  get me(): MeView | null {
    return this.#shown()?.me ?? null;
  }

  get person(): Person | null {
    return this.#tools.who.person();
  }

  /** How many people look at this meetup now, and up to four of them; undefined until the server has said. */
  get presence(): { count: number; some: string[] } | undefined {
    return this.#presence;
  }

  /** Commands the server has not answered yet, oldest first. */
  get unconfirmed(): readonly PendingCommand[] {
    return this.#asked.filter(({ acceptedAt }) => acceptedAt === undefined);
  }

  /** Whether commands wait for longer than the way to the server takes. */
  get isHeldUp(): boolean {
    return this.#reach === "offline" || this.#asked.some(({ isRetried }) => isRetried);
  }

  /** Hears of every change of anything above. Returns how to stop. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Hears of refusals that nobody waits for: of commands that an earlier page had left. */
  onRefusedLater(listener: (command: CommandInput, problem: Problem) => void): () => void {
    this.#refusedLater.add(listener);
    return () => this.#refusedLater.delete(listener);
  }

  /**
   * Asks for something: shown at once, sent as soon as there is a way, kept on this device until
   * then. Resolves with the server's answer, which may be much later, or never in this page.
   */
  ask(command: CommandInput): Promise<CommandAnswer> {
    const person = this.person;
    if (!person) return Promise.resolve({ problem: problem("no-name") });
    const now = this.#tools.clock.now();
    return new Promise((resolve) => {
      const key = `${String(now).padStart(15, "0")}-${String((this.#keys += 1)).padStart(6, "0")}`;
      const asked: Asked = { key, by: person.id, at: new Date(now).toISOString(), command, answer: resolve };
      this.#asked.push(asked);
      this.#kept.keep({ key, by: asked.by, at: asked.at, command });
      this.#tell();
      this.#send(asked);
    });
  }

  /** Reads the meetup anew after a failure. */
  retry(): void {
    if (this.#status.state === "failed") this.#status = { state: "loading" };
    this.#tell();
    void this.#read();
    if (this.#isConnected) void this.#watch();
  }

  /** Stops watching. What is unconfirmed stays on this device for the next page. */
  close(): void {
    this.#isClosed = true;
    this.#tools.link.unwatch(this.slug);
    for (const stop of this.#stops) stop();
    this.#listeners.clear();
  }

  #shown(): Picture | undefined {
    const person = this.person;
    if (!this.#confirmed) return undefined;
    this.#picture ??= person ? withPending(this.#confirmed, this.#asked, person) : this.#confirmed;
    return this.#picture;
  }

  /** One picture at once: what this page itself does. */
  #tell(): void {
    this.#tellSoon?.();
    this.#tellSoon = undefined;
    this.#picture = undefined;
    for (const listener of this.#listeners) listener();
  }

  /** One picture after the messages that belong together: changes, one's own part, an answer. */
  #tellTogether(): void {
    this.#picture = undefined;
    this.#tellSoon ??= this.#tools.clock.after(0, () => {
      this.#tellSoon = undefined;
      this.#tell();
    });
  }

  /** The answer to `watch` takes effect a turn later than news behind it would: these wait for it. */
  #inOrder(news: () => void): void {
    if (this.#isWatching) this.#afterWatch.push(news);
    else news();
  }

  #connected(): void {
    this.#isConnected = true;
    for (const asked of this.#asked) asked.isSending = false;
    void this.#watch();
  }

  #disconnected(): void {
    this.#isConnected = false;
    this.#afterWatch = [];
    this.#stops.push(this.#tools.clock.after(GRACE_MS, () => this.#loseReach()));
  }

  #loseReach(): void {
    if (this.#isConnected || this.#isClosed) return;
    this.#reach = "offline";
    this.#tell();
  }

  #personChanged(): void {
    if (this.person?.id !== this.#personId) {
      // Who reads decides what is shown of side groups, so that changes alone don't lead there.
      this.#needsWhole = true;
      this.#adopt();
    }
    this.#tell();
  }

  /** Takes up what this person had left pending; what others left on this device waits for them. */
  #adopt(): void {
    this.#personId = this.person?.id;
    const here = new Set(this.#asked.map(({ key }) => key));
    const left = this.#kept.left().filter(({ key }) => !here.has(key));
    this.#asked = [...left, ...this.#asked].filter(({ by }) => by === this.#personId);
  }

  async #read(): Promise<void> {
    const answer = await this.#tools.link.read(this.slug);
    if (this.#isClosed || this.#confirmed) return;
    if ("problem" in answer) this.#fail(answer.problem);
    else this.#take(answer);
    this.#tell();
  }

  async #watch(): Promise<void> {
    if (this.#isWatching) {
      this.#watchAgain = true;
      return;
    }
    this.#isWatching = true;
    this.#watchAgain = false;
    const isWhole = this.#needsWhole || !this.#confirmed;
    try {
      const answer = await this.#tools.link.watch(this.slug, isWhole ? undefined : this.#confirmed?.seq);
      if (!this.#isClosed) this.#watched(answer);
    } catch {
      // Lost on the way: `connected` comes again. Still connected: the answer took too long.
      this.#watchAgain = false;
      if (this.#isConnected)
        this.#stops.push(this.#tools.clock.after(RETRY_MS, () => this.#isConnected && void this.#watch()));
    } finally {
      this.#isWatching = false;
      for (const news of this.#afterWatch.splice(0)) news();
      if (this.#watchAgain && this.#isConnected && !this.#isClosed) void this.#watch();
    }
  }

  #watched(answer: WatchAnswer): void {
    if ("problem" in answer) {
      if (this.#confirmed && answer.problem.status === 404) this.#status = { state: "deleted" };
      else this.#fail(answer.problem);
      this.#tell();
      return;
    }
    if ("view" in answer) {
      this.#needsWhole = false;
      this.#take(answer);
    } else if (!this.#step(answer)) {
      this.#watchAgain = true;
      return;
    }
    this.#reach = "live";
    for (const asked of this.#asked) this.#send(asked);
    this.#tellTogether();
  }

  #fail(reason: Problem): void {
    if (!this.#confirmed) this.#status = { state: "failed", problem: reason };
  }

  #take({ seq, view, me }: { seq: number; view: MeetupView; me: MeView | null }): void {
    this.#confirmed = { seq, view, me, meSeq: seq };
    this.#status = { state: "open" };
    this.#settle();
  }

  #changes(changes: Changes): void {
    if (changes.slug !== this.slug || !this.#confirmed) return;
    if (changes.seq <= this.#confirmed.seq) return;
    if (this.#step(changes)) this.#tellTogether();
    else void this.#watch();
  }

  /** Moves the confirmed view; false when the changes start after where it stands. Keeps 1. */
  #step({ from, seq, changes }: { from: number; seq: number; changes: Changes["changes"] }): boolean {
    const confirmed = this.#confirmed;
    if (!confirmed || from > confirmed.seq) return false;
    if (seq < confirmed.seq) return true;
    const view = applyChanges(confirmed.view, changes);
    if (view === "deleted") {
      this.#status = { state: "deleted" };
      return true;
    }
    this.#confirmed = { ...confirmed, seq, view };
    this.#settle();
    return true;
  }

  #me({ slug, seq, me }: { slug: string; seq: number; me: MeView }): void {
    if (slug !== this.slug || !this.#confirmed || seq < this.#confirmed.meSeq) return;
    this.#confirmed = { ...this.#confirmed, me, meSeq: seq };
    this.#tellTogether();
  }

  #send(asked: Asked): void {
    if (!this.#isConnected || asked.isSending || asked.acceptedAt !== undefined) return;
    asked.isSending = true;
    this.#tools.link.command(this.slug, asked.command).then(
      (answer) => this.#answered(asked, answer),
      () => {
        asked.isSending = false;
        if (this.#isConnected) this.#sendLater(asked);
      },
    );
  }

  #sendLater(asked: Asked): void {
    this.#stops.push(
      this.#tools.clock.after(RETRY_MS, () => {
        if (!this.#isClosed && this.#asked.includes(asked)) this.#send(asked);
      }),
    );
  }

  #answered(asked: Asked, answer: CommandAnswer): void {
    asked.isSending = false;
    if ("problem" in answer && answer.problem.status === 503) {
      asked.isRetried = true;
      this.#sendLater(asked);
      this.#tell();
      return;
    }
    this.#kept.drop(asked);
    asked.isRetried = false;
    if ("problem" in answer) {
      this.#asked = this.#asked.filter((each) => each !== asked);
      this.#tell();
      if (asked.answer) asked.answer(answer);
      else for (const listener of this.#refusedLater) listener(asked.command, answer.problem);
      return;
    }
    asked.acceptedAt = answer.seq;
    this.#settle();
    this.#tellTogether();
    asked.answer?.(answer);
  }

  /** Drops what the confirmed view contains; one's own part may lag behind it and is helped along. Keeps 2. */
  #settle(): void {
    const confirmed = this.#confirmed;
    if (!confirmed) return;
    const isContained = ({ acceptedAt }: Asked) => acceptedAt !== undefined && acceptedAt <= confirmed.seq;
    for (const asked of this.#asked)
      if (isContained(asked) && confirmed.me && (asked.acceptedAt ?? 0) > confirmed.meSeq)
        confirmed.me = meAfter(confirmed.me, asked.command);
    this.#asked = this.#asked.filter((asked) => !isContained(asked));
  }
}
