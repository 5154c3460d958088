import { afterEach, beforeEach, expect, test } from "vitest";
import { packed } from "../../server/notes/past/packed-log.ts";
import { PadPast } from "../../server/notes/past/pad-past.ts";
import { PadPastThread } from "../../server/notes/past/pad-past-thread.ts";
import { padStream, seedEntry } from "../../server/notes/text/pad-seed.ts";
import { Editor, PAD, SEED, startNotes, type NotesServer } from "./notes-story.ts";

let server: NotesServer;
let thread: PadPastThread;
let past: PadPast;

beforeEach(async () => {
  server = await startNotes();
  thread = new PadPastThread();
  past = new PadPast({ store: server.store, pads: server.pads, thread });
});
afterEach(async () => {
  await server.close();
  await server.store.close();
  await thread.close();
});

const log = () => ({ padId: PAD, ...packed([seedEntry(SEED, 0)]) });

test("[N16] what can't be read is refused, the next is answered, and another thread takes over from one that ended", async () => {
  const damaged = { padId: PAD, ...packed([Uint8Array.of(9)]) };
  await expect(thread.run({ job: "history", ends: [] }, damaged)).rejects.toThrow(/pad-00000001.*version 9/u);
  const seedFrom = (text: string) => thread.run({ job: "changesTo", seq: 1, text }, log());
  expect(await seedFrom("")).toEqual([SEED]);
  const entry = seedEntry(SEED, 0);
  // Long enough to be interrupted.
  const long = { padId: PAD, ...packed(Array.from({ length: 100_000 }, () => entry)) };
  const unanswered = thread.run({ job: "history", ends: [] }, long);
  const outcome = unanswered.catch((error: unknown) => error);
  await thread.close();
  expect(await outcome).toBeInstanceOf(Error);
  expect(await seedFrom(`${SEED}more`)).toEqual([SEED.length, -4]);
  expect(await thread.run({ job: "changesTo", seq: 2, text: "" }, log())).toBeUndefined();
});

test("[N16] [N22] who asks while a thread is ending gets another one", async () => {
  const asks = () => thread.run({ job: "changesTo", seq: 1, text: "" }, log());
  expect(await asks()).toEqual([SEED]);
  const ended = thread.close();
  expect(await asks()).toEqual([SEED]);
  await ended;
  expect(await asks()).toEqual([SEED]);
});

test("[N16] those who ask for the same history share it, and who asks after an edit has the edit in it", async () => {
  const [first, second] = await Promise.all([past.historyOf(PAD, []), past.historyOf(PAD, [])]);
  expect(second).toBe(first);
  const ana = await new Editor(server.url, "ana").synced();
  ana.text.insert(0, "new ");
  await ana.saved();
  const asked = [past.historyOf(PAD, []), past.historyOf(PAD, [1]), past.historyOf(PAD, [])];
  expect((await Promise.all(asked)).map(({ seq }) => seq)).toEqual([2, 2, 2]);
  ana.close();
});

test("[N16] nothing of a pad that is gone is kept", async () => {
  await past.historyOf(PAD, []);
  server.pads.drop([PAD]);
  await server.store.write({ drops: [padStream(PAD)] });
  await expect(past.historyOf(PAD, [])).rejects.toThrow(/missing/u);
});

test("[N18] a restore that can't be stored is refused, changes nothing, and can be asked for again", async () => {
  const ana = await new Editor(server.url, "ana").synced();
  ana.text.insert(0, "new ");
  await ana.saved();
  server.store.failWrites("disk full");
  const wish = { id: "restore-1", seq: 1, by: "bo" };
  await expect(past.restore(PAD, wish)).rejects.toThrow(/can't be written/u);
  server.store.failWrites(undefined);
  await server.store.probe();
  expect(await server.pads.contents.textOf(PAD)).toBe(`new ${SEED}`);
  expect(await past.restore(PAD, wish)).toEqual({ seq: 3 });
  expect(await server.pads.contents.textOf(PAD)).toBe(SEED);
  expect(await past.restore(PAD, { ...wish, id: "restore-2", seq: 9 })).toBe("unknown-moment");
  ana.close();
});

test("[N21] a pad that is locked while a restore is being worked out takes it no more", async () => {
  const ana = await new Editor(server.url, "ana").synced();
  ana.text.insert(0, "new ");
  await ana.saved();
  const restoring = past.restore(PAD, { id: "restore-1", seq: 1, by: "bo" });
  server.rights.set("bo", "read");
  expect(await restoring).toBe("refused");
  expect(await server.pads.contents.textOf(PAD)).toBe(`new ${SEED}`);
  ana.close();
});
