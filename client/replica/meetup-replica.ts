import type { CommandInput } from "../../shared/meetup/commands.ts";
import type { MeetupView, MeView } from "../../shared/meetup/view.ts";
import type { Person } from "../../shared/person.ts";
import { pageProblem, type Problem } from "../../shared/page-problem.ts";
import type { CommandAnswer } from "../../shared/protocol/changes.ts";
import { CommandOutbox } from "./command-outbox.ts";
import { BatchedListeners } from "./batched-listeners.ts";
import type { Reach } from "./link-status.ts";
import { MeetupFeed } from "./meetup-feed.ts";
import { timesAfterShift } from "./optimistic-plan.ts";
import { withPending, type Picture } from "./optimistic-view.ts";
import type { About, PendingCommand } from "./pending-commands.ts";
import type { ReplicaState, ReplicaTools } from "./replica-tools.ts";

/** The comments of a topic are no part of the view: their list shows these. */
const SHOWN_IN_COMMENTS: ReadonlySet<CommandInput["type"]> = new Set(["comment.edit", "comment.remove"]);

/**
 * The browser's copy of one meetup: what the server has confirmed (`MeetupFeed`), and on top of it what was asked here
 * and is not confirmed yet (`CommandOutbox`): what is asked is shown until it is refused or confirmed. It is always one
 * picture, never half of a change.
 */
export class MeetupReplica {
  readonly slug: string;
  readonly #tools: ReplicaTools;
  readonly #feed: MeetupFeed;
  readonly #outbox: CommandOutbox;
  readonly #listeners: BatchedListeners;
  readonly #stops: (() => void)[] = [];
  #picture: Picture | undefined;
  #presence: { count: number; some: string[] } | undefined;
  #personId: string | undefined;

  constructor(slug: string, tools: ReplicaTools) {
    this.slug = slug;
    this.#tools = tools;
    this.#listeners = new BatchedListeners((ms, run) => tools.clock.after(ms, run));
    this.#outbox = new CommandOutbox({
      slug,
      send: (command, by) => tools.link.command(slug, command, by),
      reconnect: () => tools.link.reconnect(),
      keeper: tools.keeper,
      clock: tools.clock,
      onOtherPerson: () => tools.who.askAnew(),
      onChanged: () => this.#tell(),
      onAccepted: () => {
        const { told } = this.#feed;
        if (told) this.#settle(told.seq);
        this.#tellTogether();
      },
    });
    this.#adopt();
    this.#feed = new MeetupFeed(slug, tools, {
      moved: (seq) => this.#settle(seq),
      caughtUp: () => this.#outbox.send(),
      changed: (how) => (how === "alone" ? this.#tell() : this.#tellTogether()),
    });
    this.#stops.push(
      tools.who.listen(() => this.#personChanged()),
      tools.link.listen({
        connected: () => {
          this.#outbox.connected();
          this.#feed.connected();
        },
        disconnected: () => {
          this.#feed.disconnected();
          this.#outbox.disconnected();
        },
        changes: (changes) => this.#feed.changes(changes),
        me: (message) => this.#feed.me(message),
        presence: (presence) => {
          if (presence.slug !== this.slug) return;
          this.#presence = presence;
          this.#tell();
        },
      }),
    );
  }

  get status(): ReplicaState {
    return this.#feed.status;
  }

  get reach(): Reach {
    return this.#feed.reach;
  }

  /** Up to when news have come, by this device's clock, while they don't come; undefined until some have. */
  get asOf(): number | undefined {
    return this.#feed.asOf;
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
    if (!person) return Promise.resolve({ problem: pageProblem("no-name") });
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
    this.#feed.retry();
  }

  /** Keeps what is known: the page may go without another chance. */
  keepNow(): void {
    this.#feed.keepNow();
  }

  /** Stops watching. What is unconfirmed stays on this device for the next page. */
  close(): void {
    this.#feed.close();
    this.#outbox.close();
    for (const stop of this.#stops) stop();
    this.#listeners.clear();
  }

  #shown(): Picture | undefined {
    const { person } = this;
    const { told } = this.#feed;
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

  #personChanged(): void {
    if (this.person?.id !== this.#personId) {
      this.#adopt();
      this.#feed.personChanged();
    }
    this.#tell();
  }

  #adopt(): void {
    this.#personId = this.person?.id;
    this.#outbox.adopt(this.#personId);
  }

  /** Drops what the confirmed view contains; one's own part may lag behind it and is helped along. */
  #settle(seq: number): void {
    for (const each of this.#outbox.takeContained(seq)) this.#feed.accept(each);
  }
}
