import { io, type Socket } from "socket.io-client";
import type { Changes, Command, Look, Me, Problem } from "./contract-types.ts";
import { FoldedView } from "./folded-view.ts";
import type { Transcript } from "./transcript.ts";
import type { Visitor } from "./visitor.ts";

/** How long an event that must come may take, in milliseconds. */
const PATIENCE_MS = 20_000;

export type WatchAnswer = Look | Omit<Changes, "slug"> | { problem: Problem };
export type CommandAnswer = { seq: number } | { problem: Problem };
export interface Presence {
  slug: string;
  count: number;
  some: string[];
}

/** A connection to the live agenda, with everything that came over it. */
export class AgendaSocket {
  readonly socket: Socket;
  readonly label: string;
  readonly changes: Changes[] = [];
  readonly mine: { slug: string; seq: number; me: Me }[] = [];
  readonly presences: Presence[] = [];
  /** What this connection has folded together since `follow`. */
  replica: FoldedView | undefined;
  readonly #transcript: Transcript | undefined;

  private constructor(socket: Socket, label: string, transcript: Transcript | undefined) {
    this.socket = socket;
    this.label = label;
    this.#transcript = transcript;
    socket.onAny((event: string, message: unknown) => transcript?.add(label, `event ${event}`, message));
    socket.on("changes", (changes: Changes) => {
      this.changes.push(changes);
      if (this.replica?.take(changes) === "behind") throw new Error(`${label} missed changes before ${changes.from}`);
    });
    socket.on("me", (message: { slug: string; seq: number; me: Me }) => this.mine.push(message));
    socket.on("presence", (presence: Presence) => this.presences.push(presence));
  }

  /** Connects with the visitor's cookie, over WebSocket unless told otherwise. */
  static async connect(
    visitor: Visitor,
    options: { transcript?: Transcript; transports?: string[]; extraHeaders?: Record<string, string> } = {},
  ): Promise<AgendaSocket> {
    const socket = io(visitor.url, {
      transports: options.transports ?? ["websocket"],
      forceNew: true,
      reconnection: false,
      extraHeaders: { ...options.extraHeaders, ...(visitor.cookie !== undefined && { Cookie: visitor.cookie }) },
    });
    const connection = new AgendaSocket(socket, `${visitor.label}'s socket`, options.transcript);
    await new Promise<void>((resolve, reject) => {
      socket.once("connect", resolve);
      socket.once("connect_error", reject);
    });
    return connection;
  }

  async emit<T>(event: string, message: unknown): Promise<T> {
    const answer = (await this.socket.timeout(PATIENCE_MS).emitWithAck(event, message)) as T;
    this.#transcript?.add(this.label, `answer to ${event}`, answer);
    return answer;
  }

  watch(slug: string, after?: number): Promise<WatchAnswer> {
    return this.emit("watch", after === undefined ? { slug } : { slug, after });
  }

  command(slug: string, command: Command): Promise<CommandAnswer> {
    return this.emit("command", { slug, command });
  }

  /** Watches from the start and folds all that comes. */
  async follow(slug: string): Promise<Look> {
    const answer = await this.watch(slug);
    if (!("view" in answer)) throw new Error(`${this.label} could not watch: ${JSON.stringify(answer)}`);
    this.replica = new FoldedView(answer);
    return answer;
  }

  /** Waits until `ready` holds, looking again at each event; fails when it never does. */
  until(ready: () => boolean, what: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const stop = () => {
        clearTimeout(timer);
        this.socket.offAny(look);
      };
      // Looks after the listeners above have taken the event in.
      const look = () =>
        queueMicrotask(() => {
          if (!ready()) return;
          stop();
          resolve();
        });
      const timer = setTimeout(() => {
        stop();
        reject(new Error(`${this.label} waited in vain for ${what}`));
      }, PATIENCE_MS);
      this.socket.onAny(look);
      look();
    });
  }

  /** Waits until the replica stands at `seq` or later. */
  reaches(seq: number): Promise<void> {
    return this.until(() => (this.replica?.seq ?? -1) >= seq, `seq ${seq}, standing at ${this.replica?.seq}`);
  }

  close(): void {
    this.socket.disconnect();
  }
}
