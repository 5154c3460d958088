import { readFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import * as Y from "yjs";
import { decodePadEntry, encodePadEntry } from "../../server/notes/text/pad-entry.ts";
import { padStream } from "../../server/notes/text/pad-seed.ts";
import { openSqliteLogStore } from "../../server/store/sqlite-log-store.ts";

/** Five keystrokes a second, with a pause of half a minute after every few hundred. Milliseconds. */
const KEYSTROKE_MS = 200;
const PAUSE_MS = 30_000;
const PAUSE_EVERY = 300;
const WRITE_ENTRIES = 20_000;

interface Trace {
  endContent: string;
  txns: { patches: [at: number, deleted: number, inserted: string][] }[];
}

/**
 * Puts the 259,778 keystrokes of one paper into a pad's log, as if its writer typed them over
 * a day. Its server must not be running. Returns what the pad's text begins with then.
 */
export async function typePaper(dataDir: string, padId: string, writerId: string): Promise<string> {
  const file = new URL("../data/editing-traces/automerge-paper.json.gz", import.meta.url);
  const { txns, endContent } = JSON.parse(gunzipSync(await readFile(file)).toString("utf8")) as Trace;
  const store = await openSqliteLogStore(dataDir);
  const stream = padStream(padId);
  const doc = new Y.Doc();
  const before = await store.read(stream);
  for (const { bytes } of before)
    for (const { update } of decodePadEntry(bytes, padId).updates) Y.applyUpdate(doc, update);
  const entries: Uint8Array[] = [];
  let at = Date.now();
  doc.on("update", (update: Uint8Array) => {
    at += KEYSTROKE_MS + (entries.length % PAUSE_EVERY === 0 ? PAUSE_MS : 0);
    const newAuthors = entries.length === 0 ? [writerId] : [];
    entries.push(encodePadEntry({ at, newAuthors, updates: [{ author: 1, update }] }));
  });
  const text = doc.getText("markdown");
  for (const { patches } of txns)
    doc.transact(() => {
      for (const [place, deleted, inserted] of patches) {
        if (deleted > 0) text.delete(place, deleted);
        if (inserted !== "") text.insert(place, inserted);
      }
    });
  for (let from = 0; from < entries.length; from += WRITE_ENTRIES)
    await store.write({ appends: [{ stream, entries: entries.slice(from, from + WRITE_ENTRIES) }] });
  await store.close();
  return endContent;
}
