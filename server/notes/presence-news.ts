/**
 * Presence as our pages are told it: who moved, as a few bytes, and all that is known of somebody only
 * when it is news. An unmodified provider gets everything as JSON, each time.
 */
import * as encoding from "lib0/encoding";
import { PAD_TEXT } from "../../shared/notes/pad-document.ts";
import { PAD_MESSAGE, PAGE_NEWS, PRESENCE_NEWS } from "../../shared/notes/pad-frames.ts";

/** A place in the text: behind so much of what a client wrote; undefined is its end. */
type Place = { client: number; clock: number } | undefined;

/** Where somebody is, if that can be said in a few bytes. */
export type Cursor = { is: "nowhere" } | { is: "there"; anchor: Place; head: Place };

/** What has become of one client. */
export interface PresenceChange {
  client: number;
  clock: number;
  /** Gone; all that is known, as JSON; or just where they are now. */
  news: { is: "gone" } | { is: "all"; json: string } | Cursor;
}

/** The message for pages. */
export function presenceNews(changes: readonly PresenceChange[]): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, PAD_MESSAGE.page);
    encoding.writeVarUint(encoder, PAGE_NEWS.presence);
    encoding.writeVarUint(encoder, changes.length);
    for (const { client, clock, news } of changes) {
      encoding.writeVarUint(encoder, client);
      encoding.writeVarUint(encoder, clock);
      writeNews(encoder, news);
    }
  });
}

function writeNews(encoder: encoding.Encoder, news: PresenceChange["news"]): void {
  switch (news.is) {
    case "gone":
      return encoding.writeVarUint(encoder, PRESENCE_NEWS.gone);
    case "nowhere":
      return encoding.writeVarUint(encoder, PRESENCE_NEWS.nowhere);
    case "all":
      encoding.writeVarUint(encoder, PRESENCE_NEWS.all);
      return encoding.writeVarString(encoder, news.json);
    case "there": {
      const { anchor, head } = news;
      const isCaret = anchor?.client === head?.client && anchor?.clock === head?.clock;
      encoding.writeVarUint(encoder, isCaret ? PRESENCE_NEWS.caret : PRESENCE_NEWS.selection);
      writePlace(encoder, head);
      if (!isCaret) writePlace(encoder, anchor);
    }
  }
}

function writePlace(encoder: encoding.Encoder, place: Place): void {
  encoding.writeVarUint(encoder, place === undefined ? 0 : 1);
  if (place === undefined) return;
  encoding.writeVarUint(encoder, place.client);
  encoding.writeVarUint(encoder, place.clock);
}

/** Reads the `cursor` of a presence state, which can be anything; undefined when only the JSON can say it. */
export function readCursor(cursor: unknown): Cursor | undefined {
  if (cursor === undefined || cursor === null) return { is: "nowhere" };
  if (!isExactly(cursor, ["anchor", "head"])) return undefined;
  const anchor = readPlace(cursor["anchor"]);
  const head = readPlace(cursor["head"]);
  return anchor && head && { is: "there", anchor: anchor.place, head: head.place };
}

/** A relative position as Yjs writes it: in the text, and neither end of it sticks out. */
function readPlace(position: unknown): { place: Place } | undefined {
  if (!isExactly(position, ["tname", "item", "assoc"])) return undefined;
  const { tname, item, assoc } = position;
  if (tname !== PAD_TEXT || assoc !== 0) return undefined;
  if (item === undefined) return { place: undefined };
  if (!isExactly(item, ["client", "clock"])) return undefined;
  const { client, clock } = item;
  return isCount(client) && isCount(clock) ? { place: { client, clock } } : undefined;
}

/** An object with no other fields than these. */
function isExactly(value: unknown, fields: readonly string[]): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && Object.keys(value).every((key) => fields.includes(key));
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
