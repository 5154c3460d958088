import * as Y from "yjs";
import { LogReplay } from "../text/log-replay.ts";
import { decodePadEntry } from "../text/pad-entry.ts";
import { stretchOf } from "./pad-moment.ts";

/** What one moment brought into a pad. */
export interface FoldedMoment {
  /** Where the pad stands behind it: how many edits it has had. */
  seq: number;
  /** For how many edits it stands. */
  edits: number;
  at: number;
  until: number;
  /** The author's number; 0 is the server. */
  author: number;
  updates: FoldedUpdate[];
}

/** Part of a moment, and for how many edits it stands. */
export interface FoldedUpdate {
  edits: number;
  update: Uint8Array;
}

/** The moments of a pad's log, and everyone it names as an author, in the order of their numbers. */
export interface FoldedLog {
  moments: FoldedMoment[];
  authors: string[];
}

/**
 * Parts a pad's log into moments. One ends where another person writes, where another stretch of time
 * begins, and where the pad stood at one of the `ends`. Throws when an entry can't be read.
 */
export function momentsOf(entries: Iterable<Uint8Array>, padId: string, ends: ReadonlySet<number>): FoldedLog {
  const authors: string[] = [];
  const moments: FoldedMoment[] = [];
  let seq = 0;
  for (const bytes of entries) {
    const { at, until, newAuthors, updates } = decodePadEntry(bytes, padId);
    authors.push(...newAuthors);
    for (const { author, edits, update } of updates) {
      const last = moments.at(-1);
      const goesOn = last?.author === author && stretchOf(last.at) === stretchOf(at) && !ends.has(seq);
      seq += edits;
      if (last && goesOn) {
        last.seq = seq;
        last.edits += edits;
        // The machine's time may have been set back between them.
        last.until = Math.max(last.until, until);
        last.updates.push({ edits, update });
      } else moments.push({ seq, edits, at, until, author, updates: [{ edits, update }] });
    }
  }
  return { moments, authors };
}

/** Puts all of a moment, or what is given of it, into the document as one transaction. */
export function applyMoment(doc: Y.Doc, { updates }: { updates: readonly FoldedUpdate[] }): void {
  doc.transact(() => {
    const replay = new LogReplay(doc);
    for (const { update } of updates) replay.add(update);
    replay.finish();
  });
}
