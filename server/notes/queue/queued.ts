import type { Piece } from "../intake/update-pieces.ts";

/** What a queued message costs beside its bytes. */
const QUEUED_BYTES = 64;
/** What a client in a question costs in memory. */
const CLIENT_KNOWN_BYTES = 32;
/** Text of more bytes wasn't typed. */
const TYPED_BYTES = 4096;

/** What a pad's connection waits for. */
export type Queued =
  | { type: "edit"; piece: Piece; personId: string }
  | { type: "hello" }
  | { type: "sync"; vector: Map<number, number> }
  | { type: "fence"; bytes: Uint8Array };

/** Something to be integrated. */
export type QueuedEdit = Extract<Queued, { type: "edit" }>;

/** Something to be answered from what is durable. */
export type Question = Exclude<Queued, QueuedEdit>;

/** More than what somebody types in a moment. */
export function isLarger(item: Queued): boolean {
  return item.type === "edit" && (item.piece.insertion === undefined || item.piece.size > TYPED_BYTES);
}

/** What it costs while it waits. */
export function bytesOf(item: Queued): number {
  switch (item.type) {
    case "edit":
      return item.piece.size + QUEUED_BYTES;
    case "sync":
      return item.vector.size * CLIENT_KNOWN_BYTES + QUEUED_BYTES;
    case "fence":
      return item.bytes.length + QUEUED_BYTES;
    case "hello":
      return QUEUED_BYTES;
  }
}
