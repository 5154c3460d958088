/**
 * A process for the store's tests, see start-writing.ts: opens the store in the folder named first, says "open", and,
 * when the argument behind it is "write", "rewrite" or "rewrite-large", does so without end, in the event loop and in the thread by turns, and prints
 * what was acknowledged. It is meant to be killed.
 */
import { writeSync } from "node:fs";
import { openSqliteLogStore } from "../../server/store/sqlite-log-store.ts";
import { disks } from "./disks.ts";

const STREAMS = 8;
const [, , , folder = "", mode] = process.argv;

const say = (line: string): void => void writeSync(1, `${line}\n`);

try {
  const store = await openSqliteLogStore(folder, { disk: disks.changing() });
  say("open");
  if (mode === "write") {
    await Promise.all(
      Array.from({ length: STREAMS }, async (_, stream) => {
        for (let n = 1; ; n++) {
          // Two streams and a record together, so that half a write would show.
          const entry = new TextEncoder().encode(`${n}`);
          await store.write({
            appends: [
              { stream: `left ${stream}`, entries: [entry] },
              { stream: `right ${stream}`, entries: [entry] },
            ],
            records: [{ op: "put", kind: "count", key: `${stream}`, value: `${n}` }],
          });
          say(`${stream} ${n}`);
        }
      }),
    );
  }
  if (mode === "rewrite") {
    // What came so far becomes one entry and a snapshot, again and again, while more comes.
    for (let n = 1; ; n++) {
      const entry = (text: string) => new TextEncoder().encode(text);
      const [seq = 0] = await store.write({ appends: [{ stream: "notes", entries: [entry(`${n}`)] }] });
      if (n % 3 === 0)
        await store.write({
          rewrites: [{ stream: "notes", at: seq, entries: [entry(`to ${n}`)], snapshot: entry(`${n}`) }],
        });
      say(`${n}`);
    }
  }
  if (mode === "rewrite-large") {
    // Twenty entries and a snapshot, full of the number of their turn.
    const full = (bytes: number, n: number) => new Uint8Array(bytes).fill(n);
    await store.write({ appends: [{ stream: "notes", entries: Array.from({ length: 20 }, () => full(1, 0)) }] });
    for (let n = 1; ; n++) {
      const entries = Array.from({ length: 20 }, () => full(100_000, n));
      await store.write({ rewrites: [{ stream: "notes", at: 20, entries, snapshot: full(300_000, n) }] });
      say(`${n}`);
    }
  }
} catch (error) {
  say(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
  process.exitCode = 1;
}
