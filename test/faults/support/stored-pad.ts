import { encodePadEntry } from "../../../server/notes/pad-entry.ts";
import { padStream } from "../../../server/notes/pad-seed.ts";
import { openSqliteLogStore } from "../../../server/store/sqlite-log-store.ts";
import { bytesOf, inserted } from "./pad-bytes.ts";

/** Where the pad stands when it has the whole text, and when letters have been taken out of it. */
export const WHOLE_SEQ = 2;
export const CUT_SEQ = 3;
/** Every other line stays as it was. */
const WORDS_A_LINE = 60;

/**
 * Has a pad that nobody has written in consist of about so many pieces, while no server runs on the data folder: a long text
 * out of which somebody has taken single letters.
 */
export async function storeLargePad(dataDir: string, padId: string, pieces: number): Promise<void> {
  let text = "";
  const ranges: number[][] = [];
  for (let line = 0; ranges.length < pieces / 2; line += 1) {
    text += `Minute ${line}: `;
    for (let word = 0; word < WORDS_A_LINE; word += 1) {
      if (line % 2 === 1) ranges.push([text.length + 1, 1]);
      text += `w${word % 10}rd `;
    }
    text += "\n";
  }
  const client = 1_000_000;
  const updates = [bytesOf(1, 1, client, 0, ...inserted(text), 0), bytesOf(0, 1, client, ranges.length, ranges)].map(
    (update) => ({ author: 1, update }),
  );
  const store = await openSqliteLogStore(dataDir);
  try {
    const stream = padStream(padId);
    const entry = encodePadEntry({ at: Date.UTC(2027, 0, 1), newAuthors: ["person-who-wrote-it"], updates });
    await store.write({ appends: [{ stream, entries: [entry] }] });
  } finally {
    await store.close();
  }
}
