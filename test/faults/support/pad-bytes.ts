/** Messages of a notes connection and Yjs V1 updates, put together by hand: also those that no editor makes. */
import * as encoding from "lib0/encoding";

/** Numbers become varuints, bytes a length and the bytes, strings likewise; lists their parts. */
export type Part = number | Uint8Array | string | Raw | readonly Part[];

/** Bytes as they are. */
export interface Raw {
  raw: Uint8Array;
}

export function raw(...bytes: number[]): Raw {
  return { raw: Uint8Array.from(bytes) };
}

export function bytesOf(...parts: Part[]): Uint8Array<ArrayBuffer> {
  const encoder = encoding.createEncoder();
  for (const part of parts) write(encoder, part);
  return encoding.toUint8Array(encoder) as Uint8Array<ArrayBuffer>;
}

function write(encoder: encoding.Encoder, part: Part): void {
  if (typeof part === "number") encoding.writeVarUint(encoder, part);
  else if (typeof part === "string") encoding.writeVarString(encoder, part);
  else if (part instanceof Uint8Array) encoding.writeVarUint8Array(encoder, part);
  else if ("raw" in part) encoding.writeUint8Array(encoder, part.raw);
  else for (const each of part) write(encoder, each);
}

/** A whole message: what it starts with, then bytes behind their length. */
export function frameOf(type: number, kind: number, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytesOf(type, kind, bytes);
}

/** A sync message with an update. */
export function updateOf(...parts: Part[]): Uint8Array<ArrayBuffer> {
  return frameOf(0, 2, bytesOf(...parts));
}

/** An update's struct that inserts `text` into the pad's text, after nothing. */
export function inserted(text: string): Part[] {
  return [raw(4), 1, "markdown", text];
}

/** An update's struct that inserts `text` after that character. */
export function insertedAfter(client: number, clock: number, text: string): Part[] {
  return [raw(0x84), client, clock, text];
}

/** An update that inserts `text` as `client`, which has written nothing before. */
export function insertion(client: number, text: string): Uint8Array<ArrayBuffer> {
  return updateOf(1, 1, client, 0, ...inserted(text), 0);
}
