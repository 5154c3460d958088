import type { Person } from "../../shared/person.ts";

/** One end of a connection to a pad, as the pad sees it. */
export interface PadConnection {
  /** Changes its name and colour while the connection stands, never whose it is. */
  person: Person | undefined;
  /** May change while the connection stands. */
  mayWrite: boolean;
  /** Bytes that were sent but not taken by the other side yet, or are held for it. */
  readonly unread: number;
  /** Sends complete WebSocket frames. */
  send(frames: Uint8Array): void;
  /** Keeps frames that have to wait for something else that is to be sent before. */
  hold(frames: Uint8Array): void;
  /** Sends all that was kept, in its order. */
  release(): void;
  close(code: number, reason: string): void;
  /** Stops, and goes on, reading what the client sends. */
  pause(): void;
  resume(): void;
}
