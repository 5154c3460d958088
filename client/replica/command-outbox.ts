import type { CommandInput } from "../../shared/meetup/commands.ts";
import type { Person } from "../../shared/person.ts";
import { reasonOf, type Problem } from "../../shared/problem.ts";
import type { CommandAnswer } from "../../shared/protocol/changes.ts";
import { PendingCommands, type About, type Keeper, type PendingCommand } from "./pending-commands.ts";

/** An unconfirmed command, and what has become of it so far. */
interface Asked extends PendingCommand {
  /** Set once accepted: it is dropped when the confirmed view has come that far. */
  acceptedAt?: number;
  isSending?: boolean;
  /** The server could not write, or had enough for now; it is sent again. */
  isRetried?: boolean;
  answer?: (answer: CommandAnswer) => void;
}

const RETRY_MS = 2000;

export interface OutboxTools {
  slug: string;
  /** Carries a command to the server. Rejects when the answer was lost or took too long. */
  send: (command: CommandInput) => Promise<CommandAnswer>;
  /** Where commands outlive the page; undefined keeps them in memory only. */
  keeper: Keeper | undefined;
  clock: { now(): number; after(ms: number, run: () => void): () => void };
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
 * 3. What another page of this device has an answer to is not sent here: it may be older than what was asked since.
 */
export class CommandOutbox {
  readonly #tools: OutboxTools;
  readonly #kept: PendingCommands;
  readonly #refusedLater = new Set<(command: CommandInput, problem: Problem) => void>();
  /** How to call off each of the timers that run. */
  readonly #retries = new Set<() => void>();
  readonly #accepted = new WeakSet<CommandInput>();
  #asked: Asked[] = [];
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
      this.#asked.push(asked);
      this.#kept.keep(kept);
      this.#tools.onChanged();
      this.#send(asked);
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
    for (const asked of this.#asked) asked.isSending = false;
  }

  disconnected(): void {
    this.#isConnected = false;
  }

  /** Sends all that is neither answered nor under way, here or in the page that had asked it. */
  send(): void {
    this.#asked = this.#asked.filter(
      (asked) => asked.answer || asked.acceptedAt !== undefined || this.#kept.has(asked),
    );
    for (const asked of this.#asked) this.#send(asked);
  }

  /** Takes out what a view at `seq` contains, with the step that each of them was accepted at. */
  takeContained(seq: number): { command: CommandInput; acceptedAt: number }[] {
    const contained = this.#asked.flatMap(({ command, acceptedAt }) =>
      acceptedAt !== undefined && acceptedAt <= seq ? [{ command, acceptedAt }] : [],
    );
    this.#asked = this.#asked.filter(({ acceptedAt }) => acceptedAt === undefined || acceptedAt > seq);
    return contained;
  }

  /** Hears of refusals that nobody waits for: of commands that an earlier page had left. */
  onRefusedLater(listener: (command: CommandInput, problem: Problem) => void): () => void {
    this.#refusedLater.add(listener);
    return () => this.#refusedLater.delete(listener);
  }

  /** Ends all timers. What is unanswered stays on this device for the next page. */
  close(): void {
    this.#isClosed = true;
    for (const callOff of this.#retries) callOff();
    this.#retries.clear();
  }

  #send(asked: Asked): void {
    if (!this.#isConnected || asked.isSending || asked.acceptedAt !== undefined) return;
    asked.isSending = true;
    this.#tools.send(asked.command).then(
      (answer) => this.#answered(asked, answer),
      () => {
        asked.isSending = false;
        if (this.#isConnected) this.#sendLater(asked);
      },
    );
  }

  #sendLater(asked: Asked): void {
    if (this.#isClosed) return;
    const callOff = this.#tools.clock.after(RETRY_MS, () => {
      this.#retries.delete(callOff);
      if (this.#asked.includes(asked)) this.#send(asked);
    });
    this.#retries.add(callOff);
  }

  #answered(asked: Asked, answer: CommandAnswer): void {
    asked.isSending = false;
    if ("problem" in answer && isForNow(answer.problem)) {
      asked.isRetried = true;
      this.#sendLater(asked);
      this.#tools.onChanged();
      return;
    }
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

/** Refused only for now: whoever was without a connection for long may have more to send than is taken at once. */
function isForNow(refusal: Problem): boolean {
  return refusal.status === 503 || reasonOf(refusal) === "too-many";
}
