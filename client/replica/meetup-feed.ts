import type { MeetupView, MeView } from "../../shared/meetup/view.ts";
import type { Problem } from "../../shared/problem.ts";
import type { Changes, WatchAnswer } from "../../shared/protocol/changes.ts";
import type { Contained } from "./command-outbox.ts";
import { ConfirmedMeetup, type Told } from "./confirmed-meetup.ts";
import { LinkStatus, type Reach } from "./link-status.ts";
import type { ReplicaState, ReplicaTools } from "./replica-tools.ts";
import { ViewKeeper } from "./view-keeper.ts";
import { WatchTurns } from "./watch-turns.ts";

/** What a feed tells of itself. */
export interface FeedListener {
  /** The confirmed view has come to this entry. */
  moved(seq: number): void;
  /** All that was missed has come. */
  caughtUp(): void;
  /** Something is other than before: by itself, or together with what comes right behind it. */
  changed(how: "alone" | "together"): void;
}

/**
 * What the server tells of one meetup, in order and without gaps, and how far that can be relied on now.
 *
 * 1. The confirmed view moves only by a snapshot, or by changes that take it from where it stands.
 * 2. What this device has kept stands in for a server that can't be asked, for the person who saw it only, and gives
 *    way to the server's whole view.
 */
export class MeetupFeed {
  readonly #slug: string;
  readonly #tools: ReplicaTools;
  readonly #listener: FeedListener;
  readonly #keeper: ViewKeeper;
  readonly #turns: WatchTurns;
  readonly #link: LinkStatus;
  readonly #confirmed = new ConfirmedMeetup();
  #status: ReplicaState = { state: "loading" };
  #needsWhole = false;
  #isClosed = false;

  constructor(slug: string, tools: ReplicaTools, listener: FeedListener) {
    this.#slug = slug;
    this.#tools = tools;
    this.#listener = listener;
    this.#keeper = new ViewKeeper({
      slug,
      memory: tools.memory,
      clock: tools.clock,
      known: () => {
        if (this.#status.state === "deleted") return "gone";
        const { told } = this.#confirmed;
        return !told || this.#needsWhole ? undefined : { personId: told.me?.id ?? "", ...told };
      },
    });
    this.#turns = new WatchTurns({
      ask: () => tools.link.watch(slug, this.#needsWhole ? undefined : this.#confirmed.told?.seq),
      take: (answer) => this.#watched(answer),
      clock: tools.clock,
    });
    this.#link = new LinkStatus(tools.clock, () => {
      void this.#recall();
      listener.changed("alone");
    });
    void this.#read();
  }

  get status(): ReplicaState {
    return this.#status;
  }

  get reach(): Reach {
    return this.#link.reach;
  }

  /** Up to when news have come, by this device's clock, while they don't come; undefined until some have. */
  get asOf(): number | undefined {
    return this.#link.asOf;
  }

  /** What is confirmed; undefined before anything is. */
  get told(): Told | undefined {
    return this.#confirmed.told;
  }

  /** Helps one's own part along that lags behind a command which the view contains. */
  accept(contained: Contained): void {
    this.#confirmed.accept(contained);
  }

  connected(): void {
    this.#link.connected();
    this.#turns.connected();
  }

  disconnected(): void {
    if (this.#link.areComing) this.#keeper.now();
    this.#link.disconnected();
    this.#turns.disconnected();
  }

  /** The server tells what has changed. */
  changes(changes: Changes): void {
    this.#turns.inOrder(() => {
      const { told } = this.#confirmed;
      if (changes.slug !== this.#slug || !told || changes.seq <= told.seq) return;
      if (this.#step(changes)) this.#listener.changed("together");
      else void this.#turns.ask();
    });
  }

  /** The server tells one's own part. */
  me(message: { slug: string; seq: number; me: MeView }): void {
    this.#turns.inOrder(() => {
      if (message.slug !== this.#slug || !this.#confirmed.takeOwn(message)) return;
      this.#keeper.later();
      this.#listener.changed("together");
    });
  }

  /** Somebody else reads from now on, who decides what is shown of side groups: changes alone don't lead there. */
  personChanged(): void {
    if (!this.#confirmed.isOf(this.#personId)) this.#needsWhole = true;
    if (this.#status.state === "failed" || this.reach === "offline") void this.#recall();
    // Where the connection stood before it was known who reads, the answer sends what they had left.
    if (this.#turns.isConnected) void this.#turns.ask();
  }

  /** Reads the meetup anew after a failure. */
  retry(): void {
    if (this.#status.state === "failed") this.#status = { state: "loading" };
    this.#listener.changed("alone");
    void this.#read();
    if (this.#turns.isConnected) void this.#turns.ask();
  }

  /** Keeps what is known: the page may go without another chance. */
  keepNow(): void {
    this.#keeper.nowIfDue();
  }

  /** Stops following. */
  close(): void {
    this.#isClosed = true;
    this.#keeper.nowIfDue();
    this.#tools.link.unwatch(this.#slug);
    this.#link.close();
    this.#turns.close();
  }

  get #personId(): string | undefined {
    return this.#tools.who.person()?.id;
  }

  async #read(): Promise<void> {
    const answer = await this.#tools.link.read(this.#slug);
    if (this.#isClosed || this.#confirmed.told) return;
    if ("problem" in answer) {
      this.#fail(answer.problem);
      if (answer.problem.status === 0 || answer.problem.status >= 500) await this.#recall();
    } else {
      this.#take(answer);
      this.#link.read();
      if (this.#confirmed.isOf(this.#personId)) this.#needsWhole = false;
    }
    this.#listener.changed("alone");
  }

  /** Takes the answer to `watch`; says whether it has to be asked anew. */
  #watched(answer: WatchAnswer): "taken" | "ask-again" | "ask-later" {
    if ("problem" in answer) {
      const { status } = answer.problem;
      if (this.#confirmed.told && status === 404) {
        this.#status = { state: "deleted" };
        this.#keeper.now();
      } else this.#fail(answer.problem);
      this.#listener.changed("alone");
      return status >= 500 || status === 429 ? "ask-later" : "taken";
    }
    if ("view" in answer) {
      this.#needsWhole = false;
      this.#take(answer);
    } else if (!this.#step(answer)) return "ask-again";
    this.#link.come();
    this.#listener.caughtUp();
    this.#listener.changed("together");
    return "taken";
  }

  #fail(reason: Problem): void {
    if (!this.#confirmed.told) this.#status = { state: "failed", problem: reason };
  }

  #take(whole: { seq: number; view: MeetupView; me: MeView | null }): void {
    this.#confirmed.take(whole);
    this.#status = { state: "open" };
    this.#listener.moved(whole.seq);
    this.#keeper.later();
  }

  /** Moves the confirmed view; false when the changes start after where it stands. Keeps 1. */
  #step(changes: Pick<Changes, "from" | "seq" | "changes">): boolean {
    const outcome = this.#confirmed.step(changes);
    if (outcome === "deleted") {
      this.#status = { state: "deleted" };
      this.#keeper.now();
    }
    if (outcome === "moved") {
      this.#listener.moved(changes.seq);
      this.#keeper.later();
    }
    return outcome !== "gap";
  }

  /** Shows the meetup as this device knew it last, until the server can be asked. Keeps 2. */
  async #recall(): Promise<void> {
    if (this.#confirmed.told) return;
    const personId = this.#personId ?? "";
    const kept = await this.#keeper.recall(personId);
    if (!kept || this.#confirmed.told || this.#isClosed || personId !== (this.#personId ?? "")) return;
    this.#needsWhole = true;
    this.#take(kept);
    this.#link.standIn(kept.at);
    this.#listener.changed("alone");
  }
}
