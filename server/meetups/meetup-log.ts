import type { MeetupEntry } from "../../shared/meetup/entries.ts";

/** The name of a meetup's log in the store. */
export function meetupStream(id: string): string {
  return `meetup:${id}`;
}

/** An entry as the log holds it: JSON, UTF-8. */
export function encodeEntry(entry: MeetupEntry): Uint8Array {
  return Buffer.from(JSON.stringify(entry));
}

/** Reads an entry back. Throws when it is not JSON. */
export function decodeEntry(bytes: Uint8Array): MeetupEntry {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
  return JSON.parse(text) as MeetupEntry;
}
