import { encodePadEntry } from "../../../server/notes/text/pad-entry.ts";
import { padStream } from "../../../server/notes/text/pad-seed.ts";
import { PIECE_STRUCTS } from "../../../server/notes/intake/update-pieces.ts";
import { openSqliteLogStore } from "../../../server/store/sqlite-log-store.ts";
import { bytesOf, inserted } from "./pad-bytes.ts";

/** Where the pad stands when it has the whole text. */
export const WHOLE_SEQ = 2;
/** Every other line stays as it was. */
const WORDS_A_LINE = 60;

/**
 * Has a pad that nobody has written in consist of about so many pieces, while no server runs on the data folder: a long text
 * out of which somebody has taken single letters. Resolves with where the pad stands then.
 */
export async function storeLargePad(dataDir: string, padId: string, pieces: number): Promise<number> {
  let text = "";
  const ranges: number[][] = [];
  for (let line = 0; ranges.length < pieces / 2; line += 1) {
    const whole = wholeLine(line);
    if (line % 2 === 1) for (const { index } of whole.matchAll(/\drd /gu)) ranges.push([text.length + index, 1]);
    text += `${whole}\n`;
  }
  const client = 1_000_000;
  const deletions = Array.from({ length: Math.ceil(ranges.length / PIECE_STRUCTS) }, (_, piece) => {
    const some = ranges.slice(piece * PIECE_STRUCTS, (piece + 1) * PIECE_STRUCTS);
    return bytesOf(0, 1, client, some.length, some);
  });
  const updates = [bytesOf(1, 1, client, 0, ...inserted(text), 0), ...deletions];
  const entries = updates.map((update, index) => {
    const newAuthors = index === 0 ? ["person-who-wrote-it"] : [];
    return encodePadEntry({ at: Date.UTC(2027, 0, 1) + index * 1000, newAuthors, updates: [{ author: 1, update }] });
  });
  const store = await openSqliteLogStore(dataDir);
  try {
    const stream = padStream(padId);
    await store.write({ appends: [{ stream, entries }] });
  } finally {
    await store.close();
  }
  return 1 + entries.length;
}

/** A line as it was before letters were taken out of it. */
export function wholeLine(line: number): string {
  const words = Array.from({ length: WORDS_A_LINE }, (_, word) => `w${word % 10}rd `);
  return `Minute ${line}: ${words.join("")}`;
}
