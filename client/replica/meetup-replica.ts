import type { CommandInput } from "../../shared/meetup/commands.ts";
import type { MeetupView, MeView } from "../../shared/meetup/view.ts";
import type { Person } from "../../shared/person.ts";
import { problem, type Problem } from "../../shared/problem.ts";
import type { Changes, CommandAnswer, WatchAnswer } from "../../shared/protocol/changes.ts";
import { CommandOutbox } from "./command-outbox.ts";
import { ConfirmedMeetup } from "./confirmed-meetup.ts";
import { BatchedListeners } from "./batched-listeners.ts";
import { LinkStatus, type Reach } from "./link-status.ts";
import { timesAfterShift } from "./optimistic-plan.ts";
import { withPending, type Picture } from "./optimistic-view.ts";
import type { About, PendingCommand } from "./pending-commands.ts";
import type { ReplicaState, ReplicaTools } from "./replica-tools.ts";
import { ViewKeeper } from "./view-keeper.ts";
import { WatchTurns } from "./watch-turns.ts";

/** The comments of a topic are no part of the view: their list shows these. */
const SHOWN_IN_COMMENTS: ReadonlySet<CommandInput["type"]> = new Set(["comment.edit", "comment.remove"]);

/**
 * The browser's copy of one meetup: what the server has confirmed, and on top of it what was asked
 * here and is not confirmed yet. It is always one picture, never half of a change.
 *
 * 1. The confirmed view moves only by a snapshot, or by changes that take it from where it stands.
 * 2. On top of it is what the outbox holds: what is asked is shown until it is refused or confirmed.
 * 3. What this device has kept stands in for a server that can't be asked, for the person who saw it only, and gives
 *    way to the server's whole view.
 */
export class MeetupReplica {
  readonly slug: string;
  readonly #tools: ReplicaTools;
  readonly #outbox: CommandOutbox;
  readonly #keeper: ViewKeeper;
  readonly #turns: WatchTurns;
  readonly #news: LinkStatus;
  readonly #listeners: BatchedListeners;
  readonly #stops: (() => void)[] = [];
  readonly #confirmed = new ConfirmedMeetup();
  #picture: Picture | undefined;
  #status: ReplicaState = { state: "loading" };
  #presence: { count: number; some: string[] } | undefined;
  #personId: string | undefined;
  #needsWhole = false;
  #isClosed = false;

  constructor(slug: string, tools: ReplicaTools) {
    this.slug = slug;
    this.#tools = tools;
    this.#listeners = new BatchedListeners((ms, run) => tools.clock.after(ms, run));
    this.#outbox = new CommandOutbox({
      slug,
      send: (command) => tools.link.command(slug, command),
      keeper: tools.keeper,
      clock: tools.clock,
      onChanged: () => this.#tell(),
      onAccepted: () => {
        this.#settle();
        this.#tellTogether();
      },
    });
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
    this.#adopt();
    this.#stops.push(tools.who.listen(() => this.#personChanged()));
    this.#news = new LinkStatus(tools.clock, () => {
      void this.#recall();
      this.#tell();
    });
    void this.#read();
    this.#stops.push(
      tools.link.listen({
        connected: () => this.#connected(),
        disconnected: () => this.#disconnected(),
        changes: (changes) => this.#turns.inOrder(() => this.#changes(changes)),
        me: (message) => this.#turns.inOrder(() => this.#me(message)),
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
    return this.#news.reach;
  }

  /** Up to when news have come, by this device's clock, while they don't come; undefined until some have. */
  get asOf(): number | undefined {
    return this.#news.asOf;
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
    return this.#outbox.unanswered;
  }

  /** Whether the server has accepted a command that was asked in this page. */
  readonly hasAccepted = (command: CommandInput): boolean => this.#outbox.hasAccepted(command);

  /** Whether commands wait for longer than the way to the server takes. */
  get isHeldUp(): boolean {
    return this.reach === "offline" || this.#outbox.isRetrying;
  }

  /** Hears of every change of anything above. Returns how to stop. */
  subscribe(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  /** Hears of refusals that nobody waits for: of commands that an earlier page had left. */
  onRefusedLater(listener: (command: CommandInput, problem: Problem) => void): () => void {
    return this.#outbox.onRefusedLater(listener);
  }

  /**
   * Asks for something: shown at once, sent as soon as there is a way, kept on this device until
   * then. Resolves with the server's answer, which may be much later, or never in this page. `about` is what the
   * command doesn't tell.
   */
  ask(command: CommandInput, about?: About): Promise<CommandAnswer> {
    const person = this.person;
    if (!person) return Promise.resolve({ problem: problem("no-name") });
    const { view } = this;
    const isShift = command.type === "schedule.shift" && view;
    return this.#outbox.add(command, person, isShift ? { times: timesAfterShift(view, command) } : about);
  }

  /** Whether asking for this shows at once; what doesn't shows once it is so. */
  shows(command: CommandInput): boolean {
    if (SHOWN_IN_COMMENTS.has(command.type)) return true;
    const { person } = this;
    const shown = this.#shown();
    if (!shown || !person) return false;
    const { view, me } = withPending(shown, [{ key: "", by: person.id, at: "", command }], person);
    return view !== shown.view || me !== shown.me;
  }

  /** Reads the meetup anew after a failure. */
  retry(): void {
    if (this.#status.state === "failed") this.#status = { state: "loading" };
    this.#tell();
    void this.#read();
    if (this.#turns.isConnected) void this.#turns.ask();
  }

  /** Keeps what is known: the page may go without another chance. */
  keepNow(): void {
    this.#keeper.nowIfDue();
  }

  /** Stops watching. What is unconfirmed stays on this device for the next page. */
  close(): void {
    this.#isClosed = true;
    this.#keeper.nowIfDue();
    this.#tools.link.unwatch(this.slug);
    this.#outbox.close();
    this.#news.close();
    this.#turns.close();
    for (const stop of this.#stops) stop();
    this.#listeners.clear();
  }

  #shown(): Picture | undefined {
    const { person } = this;
    const { told } = this.#confirmed;
    if (!told) return undefined;
    this.#picture ??= person ? withPending(told, this.#outbox.pending, person) : told;
    return this.#picture;
  }

  /** One picture at once: what this page itself does. */
  #tell(): void {
    this.#picture = undefined;
    this.#listeners.tell();
  }

  /** One picture after the messages that belong together. */
  #tellTogether(): void {
    this.#picture = undefined;
    this.#listeners.tellTogether();
  }

  #connected(): void {
    this.#news.connected();
    this.#outbox.connected();
    this.#turns.connected();
  }

  #disconnected(): void {
    if (this.#news.areComing) this.#keeper.now();
    this.#news.disconnected();
    this.#turns.disconnected();
    this.#outbox.disconnected();
  }

  #personChanged(): void {
    if (this.person?.id !== this.#personId) {
      this.#adopt();
      // Who reads decides what is shown of side groups, so that changes alone don't lead there.
      if (!this.#confirmed.isOf(this.#personId)) this.#needsWhole = true;
      if (this.#status.state === "failed" || this.reach === "offline") void this.#recall();
      // Where the connection stood before it was known who reads, the answer sends what they had left.
      if (this.#turns.isConnected) void this.#turns.ask();
    }
    this.#tell();
  }

  #adopt(): void {
    this.#personId = this.person?.id;
    this.#outbox.adopt(this.#personId);
  }

  async #read(): Promise<void> {
    const answer = await this.#tools.link.read(this.slug);
    if (this.#isClosed || this.#confirmed.told) return;
    if ("problem" in answer) {
      this.#fail(answer.problem);
      if (answer.problem.status === 0 || answer.problem.status >= 500) await this.#recall();
    } else {
      this.#take(answer);
      this.#news.read();
      if (this.#confirmed.isOf(this.#personId)) this.#needsWhole = false;
    }
    this.#tell();
  }

  /** Takes the answer to `watch`; says whether it has to be asked anew. */
  #watched(answer: WatchAnswer): "taken" | "ask-again" | "ask-later" {
    if ("problem" in answer) {
      const { status } = answer.problem;
      if (this.#confirmed.told && status === 404) {
        this.#status = { state: "deleted" };
        this.#keeper.now();
      } else this.#fail(answer.problem);
      this.#tell();
      return status >= 500 || status === 429 ? "ask-later" : "taken";
    }
    if ("view" in answer) {
      this.#needsWhole = false;
      this.#take(answer);
    } else if (!this.#step(answer)) return "ask-again";
    this.#news.come();
    this.#outbox.send();
    this.#tellTogether();
    return "taken";
  }

  #fail(reason: Problem): void {
    if (!this.#confirmed.told) this.#status = { state: "failed", problem: reason };
  }

  #take(whole: { seq: number; view: MeetupView; me: MeView | null }): void {
    this.#confirmed.take(whole);
    this.#status = { state: "open" };
    this.#settle();
    this.#keeper.later();
  }

  #changes(changes: Changes): void {
    const { told } = this.#confirmed;
    if (changes.slug !== this.slug || !told || changes.seq <= told.seq) return;
    if (this.#step(changes)) this.#tellTogether();
    else void this.#turns.ask();
  }

  /** Moves the confirmed view; false when the changes start after where it stands. Keeps 1. */
  #step(changes: Pick<Changes, "from" | "seq" | "changes">): boolean {
    const outcome = this.#confirmed.step(changes);
    if (outcome === "deleted") {
      this.#status = { state: "deleted" };
      this.#keeper.now();
    }
    if (outcome === "moved") {
      this.#settle();
      this.#keeper.later();
    }
    return outcome !== "gap";
  }

  #me(message: { slug: string; seq: number; me: MeView }): void {
    if (message.slug !== this.slug || !this.#confirmed.takeOwn(message)) return;
    this.#keeper.later();
    this.#tellTogether();
  }

  /** Shows the meetup as this device knew it last, until the server can be asked. Keeps 3. */
  async #recall(): Promise<void> {
    if (this.#confirmed.told) return;
    const personId = this.person?.id ?? "";
    const kept = await this.#keeper.recall(personId);
    if (!kept || this.#confirmed.told || this.#isClosed || personId !== (this.person?.id ?? "")) return;
    this.#needsWhole = true;
    this.#take(kept);
    this.#news.standIn(kept.at);
    this.#tell();
  }

  /** Drops what the confirmed view contains; one's own part may lag behind it and is helped along. Keeps 2. */
  #settle(): void {
    const { told } = this.#confirmed;
    if (!told) return;
    for (const { command, acceptedAt } of this.#outbox.takeContained(told.seq))
      this.#confirmed.accept(command, acceptedAt);
  }
}
