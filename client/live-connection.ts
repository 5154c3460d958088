import type { Socket } from "socket.io-client";
import type { CommandInput } from "../shared/meetup/commands.ts";
import type { MeView } from "../shared/meetup/view.ts";
import type {
  Changes,
  ClientToServer,
  CommandAnswer,
  Presence,
  ServerToClient,
  WatchAnswer,
} from "../shared/protocol/changes.ts";
import { onReconnect } from "./on-reconnect.ts";

/** How long the way to the server, or an answer over it, may take. Milliseconds. */
const PATIENCE_MS = 15_000;

/** What a listener of the live connection hears. */
export interface LiveListener {
  /** The connection stands (again): watch, and send what is pending. */
  connected(): void;
  disconnected(): void;
  changes(changes: Changes): void;
  me(message: { slug: string; seq: number; me: MeView }): void;
  presence(presence: Presence): void;
}

/** One live connection for whatever is watched, for as long as anyone listens. */
export class LiveConnection {
  readonly #listeners = new Set<LiveListener>();
  #socket: Socket<ServerToClient, ClientToServer> | undefined;
  #opening: Promise<void> | undefined;
  #stopWaking: (() => void) | undefined;
  /** Hears who the server takes this device for, as each connection begins; null: for nobody. */
  onWho: (personId: string | null) => void = () => undefined;

  /** Whether the live connection stands now. */
  get isLive(): boolean {
    return this.#socket?.connected ?? false;
  }

  /** Hears of the live connection, which the first listener opens and the last one closes. Returns how to stop. */
  listen(listener: LiveListener): () => void {
    this.#listeners.add(listener);
    this.#stopWaking ??= onReconnect(() => !this.isLive && this.reconnect());
    if (this.isLive) listener.connected();
    else this.#openSoon();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      this.#stopWaking?.();
      this.#stopWaking = undefined;
      this.#socket?.disconnect();
      this.#socket = undefined;
      this.#opening = undefined;
    };
  }

  /** Connects anew: after the person's name has changed who we are, as no answer comes, or to try again now. */
  reconnect(): void {
    if (this.#socket) this.#socket.disconnect().connect();
    else if (this.#listeners.size > 0) this.#openSoon();
  }

  /** Starts watching a meetup; rejects when the connection is lost before the answer. */
  async watch(slug: string, after?: number): Promise<WatchAnswer> {
    const request = { slug, ...(after !== undefined && { after }) };
    return this.#live().timeout(PATIENCE_MS).emitWithAck("watch", request);
  }

  /** Stops watching; nothing is waited for. */
  unwatch(slug: string): void {
    if (this.isLive) this.#socket?.emit("unwatch", { slug });
  }

  /** Sends a command as the person's who asked it, or not at all; rejects when the connection is lost before the answer: then nobody knows whether it counted. */
  async command(slug: string, command: CommandInput, as: string): Promise<CommandAnswer> {
    return this.#live().timeout(PATIENCE_MS).emitWithAck("command", { slug, command, as });
  }

  #live(): Socket<ServerToClient, ClientToServer> {
    if (!this.#socket?.connected) throw new Error("not connected");
    return this.#socket;
  }

  /** Opens it, again and again until its code is here. */
  #openSoon(): void {
    this.#open().catch(() => setTimeout(() => this.reconnect(), 3000));
  }

  /** The code for the live connection is a chunk of its own, so that the first page does without. */
  #open(): Promise<void> {
    this.#opening ??= import("socket.io-client")
      .then(({ io }) => {
        if (this.#listeners.size === 0 || this.#socket) return;
        const socket: Socket<ServerToClient, ClientToServer> = io({
          transports: ["websocket", "polling"],
          tryAllTransports: true,
          reconnectionDelay: 500,
          reconnectionDelayMax: 8000,
          randomizationFactor: 0.6,
          timeout: PATIENCE_MS,
        });
        this.#socket = socket;
        socket.on("connect", () => this.#each((listener) => listener.connected()));
        socket.on("disconnect", (reason) => {
          this.#each((listener) => listener.disconnected());
          // The server asks for a new start: after a write that failed, it has us read anew.
          if (reason === "io server disconnect") setTimeout(() => socket.connect(), 500 + Math.random() * 1500);
        });
        socket.on("who", ({ id }) => this.onWho(id));
        socket.on("changes", (changes) => this.#each((listener) => listener.changes(changes)));
        socket.on("me", (message) => this.#each((listener) => listener.me(message)));
        socket.on("presence", (presence) => this.#each((listener) => listener.presence(presence)));
      })
      .catch((error: unknown) => {
        this.#opening = undefined;
        throw error;
      });
    return this.#opening;
  }

  #each(tell: (listener: LiveListener) => void): void {
    for (const listener of this.#listeners) tell(listener);
  }
}
