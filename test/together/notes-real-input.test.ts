/** Real typing, told again over real sockets: every byte comes out, also after the log was drawn together and kill -9. */
import { DatabaseSync } from "node:sqlite";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { HistoryReplay } from "../../shared/notes/history-replay.ts";
import { historyOf } from "../../server/notes/past/pad-history.ts";
import { padStream } from "../../server/notes/text/pad-seed.ts";
import { openSqliteLogStore } from "../../server/store/sqlite-log-store.ts";
import { startServer, type ServerProcess } from "../helpers/server-process.ts";
import { PAD, startNotes } from "../server/notes-story.ts";
import type { PadHistory } from "./support/pad-page.ts";
import { PadScribe } from "./support/pad-scribe.ts";
import { trace, turnsOf } from "./support/trace.ts";
import { named, type Visitor } from "./support/visitor.ts";

const TYPED_AT_ONCE = 100;
/** So many of these are entries of their own. */
const APART = 60;
const PATIENCE = { timeout: 60_000, interval: 50 };
let server: ServerProcess;
let ana: Visitor;
let bo: Visitor;
let slug: string;

beforeAll(async () => {
  server = await startServer({ env: { MIDCYCLE_NOTES_IDLE: "0" } });
  ana = await named(server.url, "Ana");
  bo = await named(server.url, "Bo");
  ({ slug } = await ana.makesMeetup());
});
afterAll(() => server.stop());

function scribe(visitor: Visitor, padId: string, client: number): PadScribe {
  return new PadScribe(`${server.url.replace("http", "ws")}/notes/${padId}`, client, visitor.cookie);
}

/** Someone who has made the text empty, if it wasn't. */
async function emptied(person: PadScribe): Promise<PadScribe> {
  await person.synced();
  if (person.text.length > 0) await person.types([[0, person.text.length, ""]]);
  await person.saved();
  return person;
}

async function exported(padId: string): Promise<string> {
  const { text } = await ana.get(`/m/${slug}/notes/${padId}.md`);
  return text.slice(text.indexOf("\n---\n") + 5);
}

/** The text that a pad's history ends with. */
async function lastOf(padId: string): Promise<string> {
  const { body } = await ana.get<PadHistory>(`/api/meetups/${slug}/pads/${padId}/history`);
  return new HistoryReplay(body.moments).textAt(body.moments.length - 1);
}

/** How many entries a pad's log has; looked up beside the server, which says nothing of it. */
function entriesOf(padId: string): number {
  const db = new DatabaseSync(join(server.dataDir, "midcycle.db"), { readOnly: true });
  const row = db.prepare("SELECT last_seq FROM streams WHERE name = ?").get(`pad:${padId}`);
  db.close();
  return Number(row?.["last_seq"]);
}

/** Bytes. */
function sizeOf(entries: readonly Uint8Array[]): number {
  return entries.reduce((sum, { length }) => sum + length, 0);
}

async function killed(): Promise<void> {
  await server.kill("SIGKILL");
  await server.restart();
}

test("[N24] two people typing at the same time: friendsforever, all 26,078 edits", { timeout: 120_000 }, async () => {
  const recorded = await trace("friendsforever");
  // In memory: on a disk each of the two would wait for the other's commit, 1,463 times.
  const notes = await startNotes({ idleMs: 1 });
  const turns = turnsOf(recorded);
  const people = [
    await emptied(new PadScribe(`${notes.url}/${PAD}?as=ana`, 1001)),
    await emptied(new PadScribe(`${notes.url}/${PAD}?as=bo`, 1002)),
  ];
  await Promise.all(
    people.map(async (person, me) => {
      for (const { heard, patches } of turns[me]!) {
        await person.hears(heard);
        await person.types(patches);
      }
      await person.hears(turns[1 - me]!.length);
      await person.saved();
    }),
  );
  expect(people.map(({ text }) => text.toJSON() === recorded.endContent)).toEqual([true, true]);
  const whole = await notes.pads.contents.writingsOf(PAD);
  expect(whole.writings.map(({ client, personId }) => [client, personId])).toEqual([
    [1, undefined],
    [1001, "ana"],
    [1002, "bo"],
  ]);
  const asItCame = (await notes.store.read(padStream(PAD))).map(({ bytes }) => bytes);
  const rewritten = new Promise((resolve) => notes.pads.onReplaced(resolve));
  for (const person of people) person.close();
  await rewritten;
  expect(await notes.pads.contents.writingsOf(PAD)).toEqual(whole);
  const drawn = (await notes.store.read(padStream(PAD))).map(({ bytes }) => bytes);
  expect(sizeOf(drawn)).toBeLessThan(sizeOf(asItCame));
  expect(historyOf(drawn, PAD, new Set())).toEqual(historyOf(asItCame, PAD, new Set()));
  await notes.close();

  // The same logs on the disk of a real server.
  const [first, second] = [await ana.makesPad(slug, "As it came"), await ana.makesPad(slug, "Drawn together")];
  await server.kill("SIGTERM");
  const store = await openSqliteLogStore(server.dataDir);
  const rewrites = [
    { stream: padStream(first), at: 1, entries: asItCame },
    { stream: padStream(second), at: 1, entries: drawn },
  ];
  await store.write({ rewrites });
  await store.close();
  await server.restart();
  for (const padId of [first, second]) {
    expect((await exported(padId)) === recorded.endContent).toBe(true);
    expect((await lastOf(padId)) === recorded.endContent).toBe(true);
  }
});

test("[N24] one long pad: automerge-paper, all 259,778 keystrokes", { timeout: 120_000 }, async () => {
  const { txns, endContent } = await trace("automerge-paper");
  const padId = await ana.makesPad(slug, "A paper");
  const writer = await emptied(scribe(ana, padId, 2001));
  for (let at = 0; at < txns.length; at += TYPED_AT_ONCE) {
    await writer.types(txns.slice(at, at + TYPED_AT_ONCE).flatMap(({ patches }) => patches));
    // A log of few entries isn't drawn together, and so few would it be where the disk is slow.
    if (at < APART * TYPED_AT_ONCE) await writer.saved();
  }
  await writer.saved();
  expect(writer.text.toJSON() === endContent).toBe(true);
  expect((await exported(padId)) === endContent).toBe(true);
  const entries = entriesOf(padId);
  writer.close();
  await expect.poll(() => entriesOf(padId), PATIENCE).toBeLessThan(entries);
  await killed();
  expect((await exported(padId)) === endContent).toBe(true);
  const reader = scribe(bo, padId, 2002);
  await reader.synced();
  expect(reader.text.toJSON() === endContent).toBe(true);
  reader.close();
  expect((await lastOf(padId)) === endContent).toBe(true);
});
