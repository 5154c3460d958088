import type { CommandInput } from "../../shared/meetup/commands.ts";
import type { Person } from "../../shared/person.ts";
import { reasonOf, type Problem } from "../../shared/page-problem.ts";
import type { CommandAnswer } from "../../shared/protocol/changes.ts";
import { PendingCommands, type About, type Keeper, type PendingCommand } from "./pending-commands.ts";

/** An unconfirmed command, and what has become of it so far. */
interface Asked extends PendingCommand {
  /** Set once accepted: it is dropped when the confirmed view has come that far. */
  acceptedAt?: number;
  /** As it is sent, until its answer has come or is lost. */
  underWay?: Promise<CommandAnswer> | undefined;
  /** The server could not write, or had enough for now; it is sent again. */
  isRetried?: boolean;
  answer?: (answer: CommandAnswer) => void;
}

/** What the confirmed view contains: when it was asked, ISO 8601, and the step that it was accepted at. */
export type Contained = Pick<PendingCommand, "command" | "at"> & { acceptedAt: number };

const RETRY_MS = 2000;
/** The server takes it later, or once the device is its person's again. */
const FOR_NOW: ReadonlySet<string> = new Set(["too-many", "other-person"]);
/** Of what had to wait, at most this much is on its way at once: mostly all of it, and far less than the server takes at once. */
export const AT_ONCE = 50;

export interface OutboxTools {
  slug: string;
  /** Carries a command to the server, as the person's who asked it. Rejects when the answer was lost or took too long. */
  send: (command: CommandInput, by: string) => Promise<CommandAnswer>;
  /** Ends the connection and makes another: whatever is unanswered is sent again on that, in the order asked. */
  reconnect: () => void;
  /** Where commands outlive the page; undefined keeps them in memory only. */
  keeper: Keeper | undefined;
  clock: { now(): number; after(ms: number, run: () => void): () => void };
  /** The server takes this device for somebody else than who asked: nothing is taken of what they left. */
  onOtherPerson: () => void;
  /** Something was asked, refused, or is held up. */
  onChanged: () => void;
  /** Something was accepted: it may be in the confirmed view already. */
  onAccepted: () => void;
}

/**
 * What one person has asked of one meetup and the server has not confirmed yet.
 *
 * 1. A command stays until it is refused, or taken out because the confirmed view contains it.
 * 2. After a reconnect everything unanswered is sent again, in the order asked; commands allow that.
 * 3. What has to wait goes some at a time, each time once all before is answered, and whatever is asked meanwhile comes
 *    behind it: so that what the server could not take yet doesn't come behind what was asked later. Otherwise what is
 *    asked is sent at once, as the page may go.
 * 4. Nothing is sent as another person's: where the device turns out to be somebody else's, it waits for who asked.
 * 5. What another page of this device has an answer to is not sent here: it may be older than what was asked since.
 */
export class CommandOutbox {
  readonly #tools: OutboxTools;
  readonly #kept: PendingCommands;
  readonly #refusedLater = new Set<(command: CommandInput, problem: Problem) => void>();
  readonly #accepted = new WeakSet<CommandInput>();
  #asked: Asked[] = [];
  /** Set while what waits is to be sent in a while. */
  #callOffRetry: (() => void) | undefined;
  #isConnected = false;
  #isClosed = false;
  #keys = 0;

  constructor(tools: OutboxTools) {
    this.#tools = tools;
    this.#kept = new PendingCommands(tools.slug, tools.keeper);
  }

  /** All that the confirmed view doesn't contain yet, oldest first. */
  get pending(): readonly PendingCommand[] {
    return this.#asked;
  }

  /** What the server has not answered yet, oldest first. */
  get unanswered(): readonly PendingCommand[] {
    return this.#asked.filter(({ acceptedAt }) => acceptedAt === undefined);
  }

  /** Whether the server has accepted this command, also long ago. */
  hasAccepted(command: CommandInput): boolean {
    return this.#accepted.has(command);
  }

  /** Whether something has to be sent again, as the server could not take it yet. */
  get isRetrying(): boolean {
    return this.#asked.some(({ isRetried }) => isRetried);
  }

  /** Keeps a command and sends it as soon as there is a way. Resolves with the server's answer, which may be much later, or never in this page. */
  add(command: CommandInput, person: Person, about: About = {}): Promise<CommandAnswer> {
    const now = this.#tools.clock.now();
    return new Promise((resolve) => {
      const key = `${String(now).padStart(15, "0")}-${String((this.#keys += 1)).padStart(6, "0")}`;
      const kept = { key, by: person.id, at: new Date(now).toISOString(), command, ...about };
      const asked: Asked = { ...kept, answer: resolve };
      const mayFollow = this.#isConnected && !this.#asked.some(waits);
      this.#asked.push(asked);
      this.#kept.keep(kept);
      this.#tools.onChanged();
      if (mayFollow) this.#send(asked);
    });
  }

  /** Takes up what this person had left pending; what others left on this device waits for them. */
  adopt(personId: string | undefined): void {
    const here = new Set(this.#asked.map(({ key }) => key));
    const left = this.#kept.left().filter(({ key }) => !here.has(key));
    this.#asked = [...left, ...this.#asked].filter(({ by }) => by === personId);
  }

  /** There is a way to the server; what was under way on the one before is lost or not. */
  connected(): void {
    this.#isConnected = true;
    for (const asked of this.#asked) asked.underWay = undefined;
  }

  disconnected(): void {
    this.#isConnected = false;
  }

  /** Sends all that is neither answered nor under way, here or in the page that had asked it. */
  send(): void {
    this.#dropRetry();
    this.#sendNext();
  }

  /** Takes out what a view at `seq` contains. */
  takeContained(seq: number): Contained[] {
    const contained = this.#asked.flatMap(({ command, at, acceptedAt }) =>
      acceptedAt !== undefined && acceptedAt <= seq ? [{ command, at, acceptedAt }] : [],
    );
    this.#asked = this.#asked.filter(({ acceptedAt }) => acceptedAt === undefined || acceptedAt > seq);
    return contained;
  }

  /** Hears of refusals that nobody waits for: of commands that an earlier page had left. */
  onRefusedLater(listener: (command: CommandInput, problem: Problem) => void): () => void {
    this.#refusedLater.add(listener);
    return () => this.#refusedLater.delete(listener);
  }

  /** Ends all timers: what waits goes on as long as it is taken, and stays on this device for the next page otherwise. */
  close(): void {
    this.#isClosed = true;
    this.#dropRetry();
  }

  /** Sends some of what waits, from the first on, unless something is under way. */
  #sendNext(): void {
    if (!this.#isConnected || this.#callOffRetry || (this.#isClosed && this.isRetrying)) return;
    if (this.#asked.some(({ underWay }) => underWay !== undefined)) return;
    this.#asked = this.#asked.filter(
      (asked) => asked.answer || asked.acceptedAt !== undefined || this.#kept.has(asked),
    );
    for (const next of this.#asked.filter(waits).slice(0, AT_ONCE)) this.#send(next);
  }

  #send(asked: Asked): void {
    const underWay = this.#tools.send(asked.command, asked.by);
    asked.underWay = underWay;
    const isOver = () => {
      // On a connection that is no more: it was sent again since, or waits for that.
      if (asked.underWay !== underWay) return false;
      asked.underWay = undefined;
      return true;
    };
    underWay.then(
      (answer) => {
        if (!isOver() && "problem" in answer) return;
        if ("problem" in answer && this.#isForNow(asked, answer.problem)) {
          asked.isRetried = true;
          if (reasonOf(answer.problem) === "other-person") this.#tools.onOtherPerson();
          this.#tools.onChanged();
          this.#sendLater();
        } else this.#answered(asked, answer);
        this.#sendNext();
      },
      () => {
        // One answer is missing on a connection that stands: to send that alone again would be behind what was asked since.
        if (isOver() && this.#isConnected) this.#tools.reconnect();
      },
    );
  }

  /**
   * Refused only for now: whoever was without a connection for long may have more to send than is taken at once; and what
   * was on its way behind such a one may be refused for the want of it.
   */
  #isForNow(asked: Asked, refusal: Problem): boolean {
    if (refusal.status === 503 || FOR_NOW.has(reasonOf(refusal) ?? "")) return true;
    const before = this.#asked.slice(0, Math.max(0, this.#asked.indexOf(asked)));
    return before.some(waits);
  }

  #sendLater(): void {
    if (this.#isClosed || !this.#isConnected) return;
    this.#callOffRetry ??= this.#tools.clock.after(RETRY_MS, () => this.send());
  }

  #dropRetry(): void {
    this.#callOffRetry?.();
    this.#callOffRetry = undefined;
  }

  #answered(asked: Asked, answer: CommandAnswer): void {
    this.#kept.drop(asked);
    asked.isRetried = false;
    if ("problem" in answer) {
      this.#asked = this.#asked.filter((each) => each !== asked);
      this.#tools.onChanged();
      if (asked.answer) asked.answer(answer);
      else for (const listener of this.#refusedLater) listener(asked.command, answer.problem);
      return;
    }
    asked.acceptedAt = answer.seq;
    this.#accepted.add(asked.command);
    this.#tools.onAccepted();
    asked.answer?.(answer);
  }
}

/** Whether it has to be sent, and isn't under way. */
function waits({ acceptedAt, underWay }: Asked): boolean {
  return acceptedAt === undefined && underWay === undefined;
}
