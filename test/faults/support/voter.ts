import { io, type Socket } from "socket.io-client";
import type { Visitor } from "../../together/support/visitor.ts";
import type { Chance } from "../../together/support/seeded-chance.ts";
import type { Changes, Look } from "../../together/support/contract-types.ts";
import { must } from "./waiting.ts";

type Answer = { seq: number } | { problem: { status: number } };

/** Told "not now", this one tries again after so long. */
const AGAIN_MS = 500;

/**
 * Someone with a phone in a hall: votes over Socket.IO so often a second, asks again after a lost
 * connection as our page does, and sees the tallies of everyone.
 */
export class Voter {
  readonly visitor: Visitor;
  /** Topics with a vote that was answered. */
  readonly answered = new Set<string>();
  /** Of each topic, the most votes that this one has seen. */
  readonly seen = new Map<string, number>();
  /** The highest seq that was answered or seen. */
  seq = 0;
  readonly #socket: Socket;
  readonly #slug: string;
  readonly #chance: Chance;
  /** Asked for and not answered yet. */
  readonly #open = new Set<string>();
  #topicIds: readonly string[] = [];
  #isAway = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(visitor: Visitor, slug: string, chance: Chance) {
    this.visitor = visitor;
    this.#slug = slug;
    this.#chance = chance;
    this.#socket = io(visitor.url, {
      transports: ["websocket"],
      forceNew: true,
      reconnectionDelay: 100,
      reconnectionDelayMax: 200,
      extraHeaders: { Cookie: visitor.cookie! },
    });
    this.#socket.on("connect", () => this.#comes());
    this.#socket.on("disconnect", (reason) => {
      // After this one socket.io-client stays away by itself; our page doesn't.
      if (reason !== "io server disconnect") return;
      setTimeout(() => {
        if (!this.#isAway) this.#socket.connect();
      }, AGAIN_MS);
    });
    this.#socket.on("changes", (changes: Changes) => this.#sees(changes));
  }

  get isConnected(): boolean {
    return this.#socket.connected;
  }

  /** Votes now and then for one of these topics, each once. */
  starts(perSecond: number, phase: number, topicIds: readonly string[]): void {
    const every = 1000 / perSecond;
    this.stops();
    this.#topicIds = topicIds;
    this.#timer = setTimeout(() => {
      this.#votesForAny();
      this.#timer = setInterval(() => this.#votesForAny(), every);
    }, every * phase);
  }

  stops(): void {
    clearTimeout(this.#timer);
  }

  /** Stays away until `comesBack`. */
  async goesAway(): Promise<void> {
    this.#isAway = true;
    await must(() => !this.#socket.connected, `${this.visitor.label}'s phone to notice`);
    this.#socket.disconnect();
  }

  comesBack(): void {
    this.#isAway = false;
    this.#socket.connect();
  }

  /** Resolves when every vote has been answered, over however many connections. */
  async isAnswered(): Promise<void> {
    await must(() => this.#open.size === 0 && this.isConnected, `the votes of ${this.visitor.label} to be answered`);
  }

  leaves(): void {
    this.stops();
    this.#isAway = true;
    this.#socket.disconnect();
  }

  #comes(): void {
    this.#socket.emit("watch", { slug: this.#slug }, (look: Look) => {
      this.seq = Math.max(this.seq, look.seq);
      for (const { id, votes } of look.view.topics) this.#noteTally(id, votes ?? 0);
    });
    for (const topicId of this.#open) this.#ask(topicId);
  }

  #sees({ seq, changes }: Changes): void {
    this.seq = Math.max(this.seq, seq);
    for (const change of changes)
      if ("rows" in change) for (const [topicId, votes] of change.rows) this.#noteTally(topicId, votes);
  }

  #noteTally(topicId: string, votes: number): void {
    this.seen.set(topicId, Math.max(votes, this.seen.get(topicId) ?? 0));
  }

  #votesForAny(): void {
    const left = this.#topicIds.filter((id) => !this.answered.has(id) && !this.#open.has(id));
    const topicId = this.#chance.oneOf(left);
    if (topicId === undefined) return;
    this.#open.add(topicId);
    if (this.isConnected) this.#ask(topicId);
  }

  #again(topicId: string): void {
    if (this.isConnected && this.#open.has(topicId)) this.#ask(topicId);
  }

  #ask(topicId: string): void {
    this.#socket.emit("command", { slug: this.#slug, command: { type: "vote.cast", topicId } }, (answer: Answer) => {
      if ("problem" in answer) {
        if (answer.problem.status === 503) setTimeout(() => this.#again(topicId), AGAIN_MS);
        return;
      }
      this.#open.delete(topicId);
      this.answered.add(topicId);
      this.seq = Math.max(this.seq, answer.seq);
    });
  }
}
