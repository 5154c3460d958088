import { gunzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import * as Y from "yjs";
import { Editor, encode, PAD, RawClient, SEED, startNotes, type NotesServer } from "./notes-story.ts";

const NOTHING_MORE = String(Uint8Array.of(0, 1, 2, 0, 0));
let server: NotesServer;
let ana: Editor;

beforeEach(async () => {
  server = await startNotes();
  ana = await new Editor(server.url, "ana").synced();
});

afterEach(async () => {
  ana.close();
  await server.close();
  await server.store.close();
});

/** What a page has once it has fetched the pad's snapshot. */
async function fetched(): Promise<{ doc: Y.Doc; edits: number }> {
  const { edits, bytes } = await server.pads.snapshotOf(PAD);
  const doc = new Y.Doc();
  Y.applyUpdateV2(doc, gunzipSync(bytes));
  return { doc, edits };
}

/** Connects as a page that says it has so many edits, and takes all that comes up to the answer. Returns that answer. */
async function connects(doc: Y.Doc, edits: number): Promise<{ page: RawClient; answer: string }> {
  const page = await RawClient.join(server.url, "ben");
  page.send(encode(5, 1, edits), encode(0, 0, Y.encodeStateVector(doc)));
  const answer = await page.gets((message) => message[0] === 0 && message[1] === 1);
  applyAll(page, doc);
  return { page, answer: String(answer) };
}

/** Puts all updates that have come into the document. */
function applyAll(page: RawClient, doc: Y.Doc): void {
  for (const message of page.received) if (message[0] === 0 && message[1] !== 0) Y.applyUpdate(doc, payload(message));
}

function payload(message: Uint8Array): Uint8Array {
  let at = 2;
  while (message[at]! > 127) at += 1;
  return message.subarray(at + 1);
}

/** Lets all that is under way in this process come to an end, or to where it waits for the store. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

const textOf = (doc: Y.Doc) => doc.getText("markdown").toJSON();

test("[N32] a page that has fetched a snapshot gets just what came since, deletions too, and then everything", async () => {
  ana.text.insert(0, "Before. ");
  await ana.saved();
  const { doc, edits } = await fetched();
  expect(textOf(doc)).toBe(`Before. ${SEED}`);
  ana.text.insert(ana.text.length, "Since.");
  ana.text.delete(0, 4);
  await ana.saved();
  const { page, answer } = await connects(doc, edits);
  expect(answer).toBe(NOTHING_MORE);
  expect(textOf(doc)).toBe(ana.text.toJSON());
  ana.text.insert(0, "Later. ");
  await ana.saved();
  await page.fence(1);
  applyAll(page, doc);
  expect(textOf(doc)).toBe(ana.text.toJSON());
  page.close();
});

test("[N32] with a number of edits that the server can't go on from, a page gets the whole difference", async () => {
  ana.text.insert(0, "Some. ");
  await ana.saved();
  const { page, answer } = await connects(new Y.Doc(), 1);
  expect(answer).not.toBe(NOTHING_MORE);
  const doc = new Y.Doc();
  applyAll(page, doc);
  expect(textOf(doc)).toBe(`Some. ${SEED}`);
  page.close();
});

test("[N32] a snapshot holds only what is durable: it waits for what is being written", async () => {
  const { store } = server;
  const begun = Promise.withResolvers<void>();
  const write = store.write.bind(store);
  store.write = (wish) => {
    begun.resolve();
    return write(wish);
  };
  store.hold();
  ana.text.insert(0, "Held. ");
  await begun.promise;
  let isThere = false;
  const soon = fetched().then(({ doc, edits }) => {
    isThere = true;
    return { text: textOf(doc), edits };
  });
  await settled();
  expect(isThere).toBe(false);
  store.release();
  expect(await soon).toEqual({ text: `Held. ${SEED}`, edits: 2 });
});

test("a hall that opens a pad at once shares one snapshot and one answer; an unmodified provider is none the wiser", async () => {
  const [one, other] = await Promise.all([server.pads.snapshotOf(PAD), server.pads.snapshotOf(PAD)]);
  expect(other.bytes).toBe(one.bytes);
  const ben = await new Editor(server.url, "ben").synced();
  expect(ben.text.toJSON()).toBe(SEED);
  // Reconnects with all of it, as after a restart, while another does with less.
  ben.provider.disconnect();
  ana.text.insert(0, "Meanwhile. ");
  ana.text.delete(ana.text.length - 2, 1);
  await ana.saved();
  const cyd = await new Editor(server.url, "cyd").synced();
  ben.provider.connect();
  await ben.reads(ana.text.toJSON());
  cyd.provider.disconnect();
  cyd.provider.connect();
  await cyd.saved();
  expect(cyd.text.toJSON()).toBe(ana.text.toJSON());
  ben.close();
  cyd.close();
});
