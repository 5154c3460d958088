/** Who wrote what stays true, whatever clients say of themselves. */
import { expect, test } from "vitest";
import * as Y from "yjs";
import { historyOf } from "../../server/notes/past/pad-history.ts";
import { padStream } from "../../server/notes/text/pad-seed.ts";
import { HistoryReplay } from "../../shared/notes/history-replay.ts";
import { bytesOf, insertedAfter } from "../faults/support/pad-bytes.ts";
import { insertion, PAD, presence, SEED, updateOf } from "../server/notes-story.ts";
import { freshNotes } from "./support/fresh-notes.ts";

const notes = freshNotes();
const { editor, raw } = notes;

/** The text in parts, each with who wrote it; what the pad started with is left out. */
async function written(): Promise<[text: string, by: string][]> {
  const log = (await notes.server.store.read(padStream(PAD))).map(({ bytes }) => bytes);
  const replay = new HistoryReplay(historyOf(log, PAD, new Set()));
  const parts: [string, string][] = [];
  for (const { text, moment } of replay.piecesAt(replay.moments.length - 1)) {
    const by = replay.moments[moment]?.by ?? null;
    const last = parts.at(-1);
    if (by === null) continue;
    if (last?.[1] === by) last[0] += text;
    else parts.push([text, by]);
  }
  return parts;
}

async function owners(): Promise<Record<number, string | undefined>> {
  const { writings } = await notes.server.pads.contents.writingsOf(PAD);
  return Object.fromEntries(writings.map(({ client, personId }) => [client, personId]));
}

test("[N17] going on with another's client id is refused, and what they wrote stays theirs", async () => {
  const [ana, mallory] = [await editor("ana"), await raw("mallory")];
  ana.text.insert(SEED.length, "by Ana");
  await ana.saved();
  const forged = new Y.Doc();
  Y.applyUpdate(forged, Y.encodeStateAsUpdate(ana.doc));
  forged.clientID = ana.doc.clientID;
  const before = Y.encodeStateVector(forged);
  forged.getText("markdown").insert(SEED.length, "never said by Ana ");
  mallory.send(updateOf(Y.encodeStateAsUpdate(forged, before)));
  expect(await mallory.closed).toBe(1008);
  expect(await written()).toEqual([["by Ana", "ana"]]);
  expect((await owners())[ana.doc.clientID]).toBe("ana");
});

test("[N17] nobody takes the client id of somebody who is there and hasn't written yet", async () => {
  const [ana, mallory] = [await editor("ana"), await raw("mallory")];
  ana.provider.awareness.setLocalStateField("cursor", 1);
  await mallory.gets((message) => message[0] === 1 && message.length > 3);
  mallory.send(updateOf(insertion(ana.doc.clientID, "never said by Ana ")));
  expect(await mallory.closed).toBe(1008);
  ana.text.insert(SEED.length, "by Ana");
  await ana.saved();
  expect(await written()).toEqual([["by Ana", "ana"]]);
  // Not even once she has gone.
  const { clientID } = await editor("ana").then(async (tab) => {
    tab.provider.awareness.setLocalStateField("cursor", 2);
    await tab.saved();
    tab.close();
    return tab.doc;
  });
  const again = await raw("mallory");
  again.send(updateOf(insertion(clientID, "nor this ")));
  expect(await again.closed).toBe(1008);
  expect(await written()).toEqual([["by Ana", "ana"]]);
});

test("[N17] a name claimed in presence is nobody's authorship", async () => {
  const mallory = await raw("mallory");
  mallory.send(presence(77, 1, { user: { id: "ana", name: "The ana" } }), updateOf(insertion(77, "as Ana? ")));
  await mallory.fence(1);
  expect(await written()).toEqual([["as Ana? ", "mallory"]]);
  expect((await owners())[77]).toBe("mallory");
});

test("[N17] an update that holds one's own and another's new structs is refused whole", async () => {
  const [ana, mallory] = [await editor("ana"), await raw("mallory")];
  ana.text.insert(0, "x");
  await ana.saved();
  const hers = ana.doc.clientID;
  const mine = [1, 88, 0, 4, 1, "markdown", "mine"] as const;
  const both = bytesOf(2, mine, 1, hers, 1, insertedAfter(hers, 0, "hers"), 0);
  mallory.send(updateOf(both));
  expect(await mallory.closed).toBe(1008);
  expect(await written()).toEqual([["x", "ana"]]);
});

test("[N17] deleting another's text, and undoing one's own edits among theirs, makes nobody else an author", async () => {
  const [ana, bo] = [await editor("ana"), await editor("bo")];
  ana.text.insert(SEED.length, "Ana one. Ana two.");
  await ana.saved();
  await bo.until(() => bo.text.toJSON().includes("Ana two."));
  const undo = new Y.UndoManager(bo.text, { captureTimeout: 0 });
  bo.text.insert(SEED.length + "Ana one. ".length, "Bo. ");
  bo.text.insert(SEED.length, "More of Bo. ");
  await bo.saved();
  expect(await written()).toEqual([
    ["More of Bo. ", "bo"],
    ["Ana one. ", "ana"],
    ["Bo. ", "bo"],
    ["Ana two.", "ana"],
  ]);
  undo.undo();
  undo.undo();
  bo.text.delete(SEED.length, "Ana ".length);
  await bo.saved();
  expect(await written()).toEqual([["one. Ana two.", "ana"]]);
  undo.redo();
  await bo.saved();
  expect(
    (await written())
      .filter(([, by]) => by === "ana")
      .map(([text]) => text)
      .join(""),
  ).toBe("one. Ana two.");
});
