import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import {
  PAD_MESSAGE,
  PAGE_NEWS,
  PAGE_VERSION,
  type RemovedNews,
  type WhoNews,
} from "../../../shared/notes/pad-frames.ts";

/** What the server tells pages of ours about a pad, beside its text. */
export type PageNews = { kind: "removed"; news: RemovedNews } | { kind: "who"; news: WhoNews };

/** Says once a connection that a page of ours is there, which wants to be told, and how many of the pad's edits it has fetched. */
export function pageFrame(fetchedEdits: number | undefined): Uint8Array<ArrayBuffer> {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, PAD_MESSAGE.page);
    encoding.writeVarUint(encoder, PAGE_VERSION);
    if (fetchedEdits !== undefined) encoding.writeVarUint(encoder, fetchedEdits);
  });
}

/** Reads what follows a kind of news; undefined for kinds that a later server knows. */
export function readPageNews(kind: number, decoder: decoding.Decoder): PageNews | undefined {
  if (kind !== PAGE_NEWS.removed && kind !== PAGE_NEWS.who) return undefined;
  const json = decoding.readVarString(decoder);
  if (kind === PAGE_NEWS.removed) return { kind: "removed", news: JSON.parse(json) as RemovedNews };
  if (kind === PAGE_NEWS.who) return { kind: "who", news: JSON.parse(json) as WhoNews };
  return undefined;
}
