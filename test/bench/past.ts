/**
 * What the past of one long pad costs: automerge-paper, 259,778 keystrokes, five a second. Prints the size of its log
 * before and after it is drawn together, and how long opening it and its history take: as it came, by a checkpoint that was
 * made while it was in use, and drawn together.
 */
import * as Y from "yjs";
import { systemClock, systemTimers } from "../../server/clock.ts";
import { LivePads } from "../../server/notes/live-pads.ts";
import { encodePadEntry } from "../../server/notes/text/pad-entry.ts";
import { PadPast } from "../../server/notes/past/pad-past.ts";
import { PadPastThread } from "../../server/notes/past/pad-past-thread.ts";
import { padStream, seedEntry } from "../../server/notes/text/pad-seed.ts";
import { PadState } from "../../server/notes/text/pad-state.ts";
import { openSqliteLogStore } from "../../server/store/sqlite-log-store.ts";
import { diffTexts } from "../../shared/notes/text-diff.ts";
import { HistoryReplay, type PadMoment } from "../../shared/notes/history-replay.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";
import { trace } from "../together/support/trace.ts";

const PAD = "pad-of-the-paper";
const KEYSTROKE_MS = 200;
const START = Date.UTC(2026, 0, 1);
const WRITE_ENTRIES = 20_000;
/** How many come behind the checkpoint: twice as many as mostly do. */
const BEHIND_ENTRIES = 10_000;

const { txns, endContent } = await trace("automerge-paper");
const doc = new Y.Doc({ gc: false });
doc.clientID = 1_234_567_890;
const entries = [seedEntry("", START)];
doc.on("update", (update: Uint8Array) => {
  const newAuthors = entries.length === 1 ? ["ana"] : [];
  entries.push(
    encodePadEntry({ at: START + entries.length * KEYSTROKE_MS, newAuthors, updates: [{ author: 1, update }] }),
  );
});
const text = doc.getText("markdown");
for (const { patches } of txns)
  doc.transact(() => {
    for (const [at, deleted, inserted] of patches) {
      if (deleted > 0) text.delete(at, deleted);
      if (inserted !== "") text.insert(at, inserted);
    }
  });
const whole = Y.encodeStateAsUpdate(doc).length;

const folder = await temporaryFolder();
const store = await openSqliteLogStore(folder.path);
const append = async (some: readonly Uint8Array[]) => {
  for (let at = 0; at < some.length; at += WRITE_ENTRIES)
    await store.write({ appends: [{ stream: padStream(PAD), entries: some.slice(at, at + WRITE_ENTRIES) }] });
};
const report = (where: string, error: unknown) => {
  throw new Error(where, { cause: error });
};
const padsThatStay = (idleMs: number) =>
  new LivePads({
    store,
    clock: systemClock,
    timers: systemTimers,
    access: { check: async () => "write", endsOf: async () => [] },
    onFirstEdit: () => undefined,
    report,
    idleMs,
  });
const pads = padsThatStay(0);
const thread = new PadPastThread();
const past = new PadPast({ store, pads, thread });

say("document with all that was deleted", `${whole} bytes`);
say("log as it came", `${sizeOf(entries)} bytes in ${entries.length} entries`);
const used = padsThatStay(3_600_000);
await append(entries.slice(0, -BEHIND_ENTRIES));
let stalled = watchLoop();
await used.snapshotOf(PAD);
say("event loop held while it is opened", `${ms(stalled())} at most`);
let before = performance.now();
stalled = watchLoop();
used.tend();
await used.logsSettled();
say(
  "a first checkpoint while it is in use",
  ms(performance.now() - before),
  `event loop held for ${ms(stalled())} at most`,
);
await used.close();
await append(entries.slice(-BEHIND_ENTRIES));
await opened("as it came", { read: (stream, options) => store.read(stream, options), snapshot: async () => undefined });
await opened(`by its checkpoint and ${BEHIND_ENTRIES} entries behind it`);
await looked("as it came");

// Somebody comes and goes, and the pad is unused.
const rewritten = new Promise((resolve) => pads.onReplaced(resolve));
stalled = watchLoop();
before = performance.now();
await pads.rewrite(PAD, {
  personId: "ana",
  changesOf: async (text) => diffTexts(text, endContent),
  client: 7,
  record: { op: "put", kind: "k", key: "k", value: "1" },
});
await rewritten;
say(
  "drawn together in",
  ms(performance.now() - before),
  `event loop held for ${ms(stalled())} at most, opening included`,
);
const drawn = (await store.read(padStream(PAD))).map(({ bytes }) => bytes);
const checkpoint = (await store.snapshot(padStream(PAD)))?.bytes.length ?? 0;
const sum = sizeOf(drawn) + checkpoint;
say("log drawn together", `${sizeOf(drawn)} bytes in ${drawn.length} entries, checkpoint ${checkpoint} bytes`);
say("together", `${sum} bytes = ${(sum / whole).toFixed(2)} × the document`);
await opened("drawn together");
await looked("drawn together");
await pads.close();
await thread.close();
await store.close();
await folder.remove();

/** Watches the event loop until the returned function is asked for how long it was held at most. */
function watchLoop(): () => number {
  let held = 0;
  let last = performance.now();
  const watching = setInterval(() => {
    held = Math.max(held, performance.now() - last - 5);
    last = performance.now();
  }, 5);
  return () => {
    clearInterval(watching);
    return Math.max(held, performance.now() - last - 5);
  };
}

async function opened(what: string, from: Parameters<typeof PadState.read>[0] = store): Promise<void> {
  const start = performance.now();
  const state = await PadState.read(from, PAD);
  const took = performance.now() - start;
  if (state.text !== endContent) throw new Error("The pad has another text");
  say(`opening it ${what}`, ms(took));
}

async function looked(what: string): Promise<void> {
  const start = performance.now();
  const { moments } = await past.historyOf(PAD, []);
  const made = performance.now();
  const replay = new HistoryReplay(JSON.parse(new TextDecoder().decode(moments)) as PadMoment[]);
  if (replay.textAt(replay.moments.length - 1) !== endContent) throw new Error("The history ends with another text");
  const loaded = performance.now();
  let slowest = 0;
  for (let index = 0; index < replay.moments.length; index += 97) {
    const from = performance.now();
    replay.textAt((index * 7919) % replay.moments.length);
    slowest = Math.max(slowest, performance.now() - from);
  }
  say(
    `its history ${what}`,
    `${replay.moments.length} moments, ${moments.byteLength} bytes, made in ${ms(made - start)}, loaded in ${ms(loaded - made)}`,
    `any moment in ${ms(slowest)} at most`,
  );
}

function sizeOf(all: readonly Uint8Array[]): number {
  return all.reduce((bytes, entry) => bytes + entry.length, 0);
}

function ms(value: number): string {
  return `${Math.round(value)} ms`;
}

function say(what: string, ...figures: string[]): void {
  process.stdout.write(`${what}: ${figures.join(", ")}\n`);
}
