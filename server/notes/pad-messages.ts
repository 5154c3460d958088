/** The messages of a notes connection, as bytes: what clients send, read with care, and what the server says. */
import * as encoding from "lib0/encoding";
import {
  PAD_MESSAGE,
  PAGE_NEWS,
  PERMISSION_DENIED,
  SYNC_MESSAGE,
  type RemovedNews,
  type WhoNews,
} from "../../shared/notes/pad-frames.ts";
import { ByteReader, Undecodable } from "./intake/byte-reader.ts";
import type { Scanned } from "./intake/update-scanner.ts";

/** A client may have heard of so many others: more than write in any pad, and each takes time to read. */
const MAX_CLIENTS_KNOWN = 16_384;

/** What a client may say. */
export type PadMessage =
  /** Asks for everything that the state vector doesn't cover. */
  | { type: "sync"; vector: Map<number, number> }
  | PadUpdate
  | { type: "awareness"; states: Uint8Array }
  | { type: "queryAwareness" }
  /** Wants these bytes back once everything before it is durable. */
  | { type: "fence"; bytes: Uint8Array }
  /** Is a page of ours, and wants its news; it may have the first `edits` of the pad already. */
  | { type: "page"; edits: number | undefined };

/** An edit; `scanned` when it was looked at beforehand, as of a large one takes long. */
export interface PadUpdate {
  type: "update";
  update: Uint8Array;
  scanned?: Scanned;
}

/** One message, or why it isn't one. */
export type ReadMessage = PadMessage | { type: "unknown" } | { type: "undecodable"; reason: string };

/** Reads one message. Never throws. */
export function readPadMessage(bytes: Uint8Array): ReadMessage {
  try {
    const reader = new ByteReader(bytes);
    const message = readMessage(reader);
    if (message.type !== "unknown") reader.end();
    return message;
  } catch (error) {
    if (error instanceof Undecodable) return { type: "undecodable", reason: error.message };
    throw error;
  }
}

function readMessage(reader: ByteReader): PadMessage | { type: "unknown" } {
  switch (reader.varUint()) {
    case PAD_MESSAGE.sync:
      return readSync(reader);
    case PAD_MESSAGE.awareness:
      return { type: "awareness", states: reader.varBytes() };
    case PAD_MESSAGE.queryAwareness:
      return { type: "queryAwareness" };
    case PAD_MESSAGE.fence:
      reader.varUint();
      return { type: "fence", bytes: reader.bytes };
    case PAD_MESSAGE.page:
      // A later version understands what this one does.
      if (reader.varUint() === 0) throw new Undecodable("there is no version 0 of pages");
      return { type: "page", edits: reader.isDone ? undefined : reader.varUint() };
    default:
      return { type: "unknown" };
  }
}

function readSync(reader: ByteReader): PadMessage | { type: "unknown" } {
  switch (reader.varUint()) {
    case SYNC_MESSAGE.step1:
      return { type: "sync", vector: readStateVector(reader.varBytes()) };
    case SYNC_MESSAGE.step2:
    case SYNC_MESSAGE.update:
      return { type: "update", update: reader.varBytes() };
    default:
      return { type: "unknown" };
  }
}

function readStateVector(bytes: Uint8Array): Map<number, number> {
  const reader = new ByteReader(bytes);
  const vector = new Map<number, number>();
  const count = reader.varUint();
  if (count > MAX_CLIENTS_KNOWN) throw new Undecodable("it knows of too many clients");
  for (let left = count; left > 0; left -= 1) vector.set(reader.varUint(), reader.varUint());
  reader.end();
  return vector;
}

/** Asks a client for everything that the encoded state vector doesn't cover. */
export function syncStep1(vector: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, PAD_MESSAGE.sync);
  encoding.writeVarUint(encoder, SYNC_MESSAGE.step1);
  encoding.writeVarUint8Array(encoder, vector);
  return encoding.toUint8Array(encoder);
}

/** One client's presence; `json` is "null" when it is gone. */
export interface AwarenessState {
  client: number;
  clock: number;
  json: string;
}

export function awarenessMessage(states: readonly AwarenessState[]): Uint8Array {
  const inner = encoding.createEncoder();
  encoding.writeVarUint(inner, states.length);
  for (const { client, clock, json } of states) {
    encoding.writeVarUint(inner, client);
    encoding.writeVarUint(inner, clock);
    encoding.writeVarString(inner, json);
  }
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, PAD_MESSAGE.awareness);
  encoding.writeVarUint8Array(encoder, encoding.toUint8Array(inner));
  return encoding.toUint8Array(encoder);
}

/** Says that an edit was refused; y-protocols' auth message. */
export function permissionDenied(reason: string): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, PAD_MESSAGE.auth);
  encoding.writeVarUint(encoder, PERMISSION_DENIED);
  encoding.writeVarString(encoder, reason);
  return encoding.toUint8Array(encoder);
}

/** Tells a page that somebody has removed most of the text. `at` in ms since 1970; `seq`: where the pad stood before. */
export function removedNews(news: { by: string; at: number; characters: number; seq: number }): Uint8Array {
  const { by, at, characters, seq } = news;
  const removed: RemovedNews = { by, at: new Date(at).toISOString(), characters, restore: { seq } };
  return pageNews(PAGE_NEWS.removed, removed);
}

/** Tells a page whose a client id is. */
export function whoNews({ client, personId }: { client: number; personId: string }): Uint8Array {
  const who: WhoNews = { client, person: personId };
  return pageNews(PAGE_NEWS.who, who);
}

function pageNews(kind: number, news: RemovedNews | WhoNews): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, PAD_MESSAGE.page);
  encoding.writeVarUint(encoder, kind);
  encoding.writeVarString(encoder, JSON.stringify(news));
  return encoding.toUint8Array(encoder);
}
