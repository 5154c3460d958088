/** Logs of unused pads are drawn together, and whoever needs one meanwhile comes first. */
import { afterEach, expect, test } from "vitest";
import { encodePadEntry } from "../../server/notes/text/pad-entry.ts";
import { padStream } from "../../server/notes/text/pad-seed.ts";
import { InMemoryLogStore } from "../helpers/in-memory-log-store.ts";
import { Editor, insertion, PAD, SEED, startNotes, type NotesServer } from "./notes-story.ts";

const STREAM = padStream(PAD);
const WORDS = 60;
const PATIENCE = { timeout: 15_000 };
let server: NotesServer;
let open: Editor[] = [];

afterEach(async () => {
  for (const each of open) each.close();
  open = [];
  await server.close();
  await server.store.close();
});

async function editor(as: string): Promise<Editor> {
  const made = new Editor(server.url, as);
  open.push(made);
  return made.synced();
}

/** Somebody writes many words, each an entry of the log. */
async function writesWords(ana: Editor): Promise<void> {
  for (let index = 0; index < WORDS; index += 1) {
    ana.text.insert(ana.text.length, `word ${index} `);
    await ana.saved();
  }
}

/** Somebody writes many words and leaves; returns the text. */
async function isWrittenAndLeft(): Promise<string> {
  const ana = await editor("ana");
  await writesWords(ana);
  const text = ana.text.toJSON();
  ana.close();
  return text;
}

function rewritten(): Promise<string> {
  return new Promise((resolve) => server.pads.onReplaced(resolve));
}

test("[N22] the log of a pad that nobody uses is drawn together; whoever comes next finds the same, and goes on", async () => {
  server = await startNotes({ idleMs: 1 });
  const done = rewritten();
  const text = await isWrittenAndLeft();
  expect(await done).toBe(PAD);
  expect(await server.store.lastSeq(STREAM)).toBeLessThan(10);
  const bo = await editor("bo");
  expect(bo.text.toJSON()).toBe(text);
  bo.text.insert(0, "and on ");
  await bo.saved();
  expect(await server.pads.contents.textOf(PAD)).toBe(`and on ${text}`);
  expect((await server.pads.contents.contentOf(PAD)).authors).toEqual(["ana", "bo"]);
  expect((await server.pads.contents.writingsOf(PAD)).seq).toBe(WORDS + 2);
  expect(server.faults).toEqual([]);
});

test("[N23] someone who opens the pad while its log is being rewritten comes first, and loses nothing", async () => {
  const about = Promise.withResolvers<void>();
  let asked = 0;
  server = await startNotes({
    idleMs: 1,
    endsOf: async () => {
      asked += 1;
      if (asked === 2) {
        server.store.hold();
        about.resolve();
      }
      return [];
    },
  });
  const text = await isWrittenAndLeft();
  await about.promise;
  const bo = new Editor(server.url, "bo");
  open.push(bo);
  await expect.poll(() => server.pads.size, PATIENCE).toBe(1);
  server.store.release();
  await bo.synced();
  expect(bo.text.toJSON()).toBe(text);
  expect(await server.store.lastSeq(STREAM)).toBe(WORDS + 1);
  bo.text.insert(0, "more ");
  await bo.saved();
  expect(await server.pads.contents.textOf(PAD)).toBe(`more ${text}`);
  expect(server.faults).toEqual([]);
});

test("[N23] someone who opens the pad while it is being worked out comes first: the log stays as it is", async () => {
  let bo: Editor | undefined;
  let asked = 0;
  server = await startNotes({
    idleMs: 1,
    endsOf: async () => {
      asked += 1;
      if (asked === 2) bo = await editor("bo");
      return [];
    },
  });
  const text = await isWrittenAndLeft();
  await expect.poll(() => bo, PATIENCE).toBeDefined();
  await server.pads.logsSettled();
  expect(await server.store.lastSeq(STREAM)).toBe(WORDS + 1);
  expect(bo?.text.toJSON()).toBe(text);
});

test("[N23] an edit that somebody else writes meanwhile wins, and nothing of it is lost", async () => {
  const store = new InMemoryLogStore();
  let asked = 0;
  server = await startNotes({
    store,
    idleMs: 1,
    endsOf: async () => {
      asked += 1;
      if (asked === 2) {
        const update = insertion(4711, "quicker ");
        await store.write({
          appends: [
            { stream: STREAM, entries: [encodePadEntry({ at: 1, newAuthors: [], updates: [{ author: 1, update }] })] },
          ],
        });
      }
      return [];
    },
  });
  const text = await isWrittenAndLeft();
  await expect.poll(() => asked, PATIENCE).toBe(2);
  await server.pads.logsSettled();
  expect(await store.lastSeq(STREAM)).toBe(WORDS + 2);
  expect(await server.pads.contents.textOf(PAD)).toHaveLength(text.length + "quicker ".length);
  expect(server.faults).toEqual([]);
});

test("[N20] a moment that is named meanwhile keeps its own: the log is drawn together another time", async () => {
  let asked = 0;
  server = await startNotes({ idleMs: 1, endsOf: async () => ((asked += 1) === 1 ? [] : [30]) });
  await isWrittenAndLeft();
  await expect.poll(() => asked, PATIENCE).toBe(2);
  await server.pads.logsSettled();
  expect(await server.store.lastSeq(STREAM)).toBe(WORDS + 1);
  const done = rewritten();
  await isWrittenAndLeft();
  await done;
  expect((await server.pads.contents.textOf(PAD)).startsWith(SEED)).toBe(true);
});

test("[N22] [N25] a pad whose checkpoint would be more than 2 MiB has none, and is read, gone on with and drawn together as any other", async () => {
  server = await startNotes({ idleMs: 1, checkpointEntries: 20 });
  const [ana, cy] = [await editor("ana"), await editor("cy")];
  // Three bytes each.
  for (const sign of ["甲", "乙", "丙"]) {
    ana.text.insert(0, sign.repeat(250_000));
    await ana.saved();
  }
  const { length } = ana.text;
  await cy.until(() => cy.text.length === length);
  await writesWords(cy);
  await ana.until(() => ana.text.length === cy.text.length);
  const text = ana.text.toJSON();
  server.pads.tend();
  await server.pads.logsSettled();
  expect(await server.store.snapshot(STREAM)).toBeUndefined();
  const done = rewritten();
  ana.close();
  cy.close();
  await done;
  const log = await server.store.read(STREAM);
  expect(log.length).toBeLessThan(20);
  expect(Math.max(...log.map(({ bytes }) => bytes.length))).toBeLessThan(800_000);
  expect(await server.store.snapshot(STREAM)).toBeUndefined();
  const bo = await editor("bo");
  expect(bo.text.toJSON() === text).toBe(true);
  bo.text.insert(0, "and on ");
  await bo.saved();
  bo.close();
  await expect.poll(() => server.pads.size, PATIENCE).toBe(0);
  expect((await server.pads.contents.textOf(PAD)) === `and on ${text}`).toBe(true);
  expect((await server.pads.contents.writingsOf(PAD)).seq).toBe(WORDS + 3 + 2);
  expect(server.faults).toEqual([]);
});

test("[N22] a few entries are left as they came, and so is a log when the store can't write", async () => {
  server = await startNotes({ idleMs: 1 });
  const ana = await editor("ana");
  ana.text.insert(0, "a few words");
  await ana.saved();
  ana.close();
  await expect.poll(() => server.pads.size, PATIENCE).toBe(0);
  await server.pads.logsSettled();
  expect(await server.store.lastSeq(STREAM)).toBe(2);
  expect(server.faults).toEqual([]);
});
