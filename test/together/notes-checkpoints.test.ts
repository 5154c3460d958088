/** Real typing into a pad that gets checkpoints meanwhile, killed again and again: all that was saved is there, as the whole log has it. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as Y from "yjs";
import { HistoryReplay, type PadMoment } from "../../shared/notes/history-replay.ts";
import { historyOf } from "../../server/notes/past/pad-history.ts";
import { padStream } from "../../server/notes/text/pad-seed.ts";
import { PadState } from "../../server/notes/text/pad-state.ts";
import type { LogStore } from "../../server/store/log-store.ts";
import { openSqliteLogStore } from "../../server/store/sqlite-log-store.ts";
import { temporaryFolder, type TemporaryFolder } from "../helpers/temporary-folder.ts";
import { PAD, SEED } from "../server/notes-story.ts";
import { PadScribe } from "./support/pad-scribe.ts";
import { seededChance } from "./support/seeded-chance.ts";
import { trace, type Patch } from "./support/trace.ts";

const KILLS = 3;
/** How many keystrokes are on their way before one waits for the disk. */
const BURST = 4;
const STREAM = padStream(PAD);
let folder: TemporaryFolder;
let child: ChildProcess;

beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(async () => {
  child.kill("SIGKILL");
  await folder.remove();
});

/** Starts the process anew; resolves with where it is. */
async function started(): Promise<string> {
  const start = fileURLToPath(new URL("../../server/start.js", import.meta.url));
  child = spawn(process.execPath, [start, "../test/together/support/checkpointing-notes.ts", folder.path], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = (await once(child.stdout!, "data")) as [Buffer];
  return line.toString("utf8").trim();
}

async function killed(): Promise<void> {
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}

/** Up to which entry there is a checkpoint; looked up beside the process. */
function checkpointed(): number {
  const db = new DatabaseSync(join(folder.path, "midcycle.db"), { readOnly: true });
  const row = db.prepare("SELECT seq FROM snapshots").get();
  db.close();
  return Number(row?.["seq"] ?? 0);
}

/** A store's pads without its checkpoints. */
function withoutCheckpoints(store: LogStore): Pick<LogStore, "read" | "snapshot"> {
  return { read: (stream, options) => store.read(stream, options), snapshot: async () => undefined };
}

function whatIsIn({ edits, text, authors, writings, doc }: PadState) {
  return { edits, text, authors, writings, vector: Y.encodeStateVector(doc) };
}

test("[N25] a paper that is typed into a pad through kill -9 opens by checkpoints, and is what its whole log makes", async () => {
  const { txns } = await trace("automerge-paper");
  const chance = seededChance(25);
  const expected = new Y.Doc().getText("markdown");
  const put = (text: Y.Text, patches: readonly Patch[]) => {
    for (const [at, deleted, inserted] of patches) {
      if (deleted > 0) text.delete(at, deleted);
      if (inserted !== "") text.insert(at, inserted);
    }
  };
  /** The seed is an edit, and so is its removal. */
  const others = 2;
  let [typed, known, checkpoint] = [0, 0, 0];
  let before: PadMoment[] = [];
  for (let round = 0; round < KILLS; round += 1) {
    const url = await started();
    const writer = new PadScribe(`${url}/${PAD}?as=${round % 2 === 0 ? "ana" : "bo"}`, 3000 + round);
    await writer.synced();
    if (round === 0) await writer.types([[0, SEED.length, ""]]);
    expect(writer.text.toJSON()).toBe(expected.toJSON());
    for (let more = 1 + chance.below(20); more > 0;) {
      for (let n = 0; n < BURST; n += 1) await writer.types(txns[typed++]!.patches);
      await writer.saved();
      if (checkpointed() > checkpoint) more -= 1;
    }
    const saved = typed;
    // Some are on their way when it ends, and some checkpoint may be.
    for (let n = 0; n < BURST; n += 1) await writer.types(txns[typed++]!.patches);
    await killed();
    writer.close();

    const store = await openSqliteLogStore(folder.path);
    const [whole, quick] = [await PadState.read(withoutCheckpoints(store), PAD), await PadState.read(store, PAD)];
    const entries = (await store.read(STREAM)).map(({ bytes }) => bytes);
    await store.close();
    expect(whatIsIn(quick)).toEqual(whatIsIn(whole));
    expect(quick.checkpointSeq).toBeGreaterThan(checkpoint);
    checkpoint = quick.checkpointSeq;
    typed = whole.edits - others;
    expect(typed).toBeGreaterThanOrEqual(saved);
    for (const { patches } of txns.slice(known, typed)) put(expected, patches);
    known = typed;
    expect(whole.text).toBe(expected.toJSON());
    const history = historyOf(entries, PAD, new Set());
    expect(new HistoryReplay(history).textAt(history.length - 1)).toBe(whole.text);
    // The last moment may have gone on.
    const over = before.slice(0, -1);
    expect(history.slice(0, over.length)).toEqual(over);
    before = history;
  }
});
