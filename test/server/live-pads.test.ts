import { afterEach, beforeEach, expect, test } from "vitest";
import { RawClient, PAD, SEED, startNotes, type NotesServer } from "./notes-story.ts";

let server: NotesServer;

beforeEach(async () => {
  server = await startNotes();
});

afterEach(async () => {
  await server.close();
  await server.store.close();
});

/** Holds the next reading of a log: resolves when it has begun. */
function holdReading(): { begun: Promise<void>; release: () => void } {
  const { store } = server;
  const read = store.read.bind(store);
  const begun = Promise.withResolvers<void>();
  const held = Promise.withResolvers<void>();
  store.read = async (stream, options) => {
    store.read = read;
    const entries = await read(stream, options);
    begun.resolve();
    await held.promise;
    return entries;
  };
  return { begun: begun.promise, release: held.resolve };
}

test("[N8] a pad that is deleted while it is being opened ends like one that is open", async () => {
  const reading = holdReading();
  const early = RawClient.knock(server.url, "ana");
  await reading.begun;
  server.rights.set("ana", "unknown");
  server.pads.drop([PAD]);
  reading.release();
  expect(await early.closed).toBe(4404);
  expect(server.pads.size).toBe(0);
});

test("an export of a pad that ends meanwhile gets an answer", async () => {
  const reading = holdReading();
  const early = RawClient.knock(server.url, "ana");
  await reading.begun;
  server.rights.set("ana", "unknown");
  server.pads.drop([PAD]);
  const text = server.pads.textOf(PAD);
  reading.release();
  expect(await text).toBe(SEED);
  expect(await early.closed).toBe(4404);
});
