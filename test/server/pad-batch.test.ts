import { expect, test } from "vitest";
import { CostAllowances } from "../../server/notes/intake/cost-allowance.ts";
import { integrateBatch } from "../../server/notes/batches/pad-batch.ts";
import type { PadConnection } from "../../server/notes/pad-connection.ts";
import { PadLanes } from "../../server/notes/queue/pad-lanes.ts";
import type { Member } from "../../server/notes/queue/pad-member.ts";
import { padStream, seedEntry } from "../../server/notes/text/pad-seed.ts";
import { PadState } from "../../server/notes/text/pad-state.ts";
import { RemovalWatch } from "../../server/notes/removal-watch.ts";
import { InMemoryLogStore } from "../helpers/in-memory-log-store.ts";
import { bytesOf, inserted, insertedAfter, raw } from "../faults/support/pad-bytes.ts";

const EDITS = 5;

/** A pad, and lanes into it for these people. `elapsed`: the time, in ms. */
async function padFor(ids: string[], elapsed: () => number) {
  const store = new InMemoryLogStore();
  await store.write({ appends: [{ stream: padStream("pad"), entries: [seedEntry("", 0)], after: 0 }] });
  const state = await PadState.read(store, "pad");
  await store.close();
  const lanes = new PadLanes();
  const members = ids.map((id) => {
    const connection = { person: { id, name: id, color: "#bc4945" }, pause: () => undefined, resume: () => undefined };
    return lanes.join(connection as unknown as PadConnection);
  });
  const sends = (member: Member, update: Uint8Array) => {
    const personId = member.connection.person!.id;
    const admission = state.admit(update, personId);
    if (admission.outcome !== "edit") throw new Error(admission.outcome);
    for (const piece of admission.pieces) lanes.enqueue(member, { type: "edit", piece, personId });
  };
  const timers = { elapsed, after: () => () => undefined, soon: () => () => undefined };
  const tools = { allowances: new CostAllowances(), removals: new RemovalWatch(), timers };
  return {
    state,
    members,
    sends,
    batch: () => integrateBatch({ lanes, rewrites: { isReady: false, takePart: () => undefined } }, state, tools),
    lanes,
  };
}

test("[N40] what Yjs takes to begin with, as many client ids as a pad has, is charged to nobody", async () => {
  let now = 0;
  const { state, members, sends, batch } = await padFor(["ana", "mallory"], () => now);
  const [ana, mallory] = members as [Member, Member];
  state.doc.on("beforeTransaction", () => (now += 50));
  for (let client = 1; client <= EDITS; client += 1) sends(ana, bytesOf(1, 1, client, 0, inserted("x"), 0));
  sends(mallory, bytesOf(1, 1, 99, 0, inserted("xyz"), 0));
  sends(mallory, bytesOf(0, 1, 99, 1, 0, 1));
  const { edits } = batch();
  expect(now).toBeGreaterThan(0);
  expect(edits.filter(({ personId }) => personId === "ana").length).toBe(EDITS);
});

test("[N40] what is written to disk at once is bounded: keys that come meanwhile go along with the next of what is large", async () => {
  const people = Array.from({ length: 6 }, (_, n) => `person-${n}`);
  const { state, members, sends, batch, lanes } = await padFor(["bea", ...people], () => 0);
  const [bea, ...others] = members as [Member, ...Member[]];
  const large = 200_000;
  // Half of them have typed before, so that it is text by a known client.
  others.slice(3).forEach((other, n) => sends(other, bytesOf(1, 1, 13 + n, 0, inserted("x"), 0)));
  batch();
  others.slice(0, 3).forEach((other, n) => sends(other, bytesOf(1, 1, 10 + n, 0, inserted("x".repeat(large)), 0)));
  others
    .slice(3)
    .forEach((other, n) => sends(other, bytesOf(1, 1, 13 + n, 1, insertedAfter(13 + n, 0, "x".repeat(large)), 0)));
  const counts: number[] = [];
  const key = (n: number) => bytesOf(1, 1, 1, n, n === 0 ? inserted("b") : insertedAfter(1, n - 1, "b"), 0);
  while (!lanes.isEmpty) {
    sends(bea, key(counts.length));
    const { edits } = batch();
    expect(edits.filter(({ personId }) => personId === "bea").length).toBe(1);
    counts.push(edits.length - 1);
  }
  expect(counts).toEqual([2, 2, 2]);
  expect(state.text.length).toBe(others.length * large + 3 + counts.length);
});

test("[N40] a batch goes on for four milliseconds, by what its edits take", async () => {
  let now = 0;
  // Each look at the clock takes one.
  const { members, sends, batch, lanes } = await padFor(["ana"], () => (now += 1));
  for (let client = 1; client <= 10; client += 1) sends(members[0]!, bytesOf(1, 1, client, 0, inserted("x"), 0));
  const counts: number[] = [];
  while (!lanes.isEmpty) counts.push(batch().edits.length);
  expect(counts).toEqual([4, 4, 2]);
});

test("[N40] whose edits take too long altogether has no more taken, and nobody else loses anything", async () => {
  let now = 0;
  const { members, sends, batch, lanes } = await padFor(["mallory", "ana"], () => (now += 1000));
  const [mallory, ana] = members as [Member, Member];
  for (let client = 1; client <= 9; client += 1) {
    sends(mallory, bytesOf(1, 1, client, 0, inserted("x"), 0));
    if (client <= 2) sends(ana, bytesOf(1, 1, 100 + client, 0, inserted("y"), 0));
  }
  const edits: string[] = [];
  const tooCostly: string[] = [];
  while (!lanes.isEmpty) {
    const taken = batch();
    edits.push(...taken.edits.map(({ personId }) => personId));
    tooCostly.push(...(taken.tooCostly ?? []));
  }
  expect(Map.groupBy(edits, (id) => id).get("mallory")).toHaveLength(5);
  expect(Map.groupBy(edits, (id) => id).get("ana")).toHaveLength(2);
  expect(tooCostly).toEqual(["mallory"]);
});

test("[N12] what belongs in no place isn't taken, nor what its person has behind it", async () => {
  const { state, members, sends, batch } = await padFor(["mallory", "ana"], () => 0);
  const [mallory, ana] = members as [Member, Member];
  sends(mallory, bytesOf(1, 1, 5, 0, inserted("abcd"), 0));
  batch();
  sends(mallory, bytesOf(1, 1, 5, 4, [raw(0xc4), 5, 1, 5, 1, "x"], 0));
  sends(mallory, bytesOf(1, 1, 6, 0, inserted("y"), 0));
  sends(ana, bytesOf(1, 1, 7, 0, inserted("z"), 0));
  const { edits, impossible } = batch();
  expect([impossible, edits.map(({ personId }) => personId)]).toEqual([["mallory"], ["ana"]]);
  expect([...state.text].toSorted((a, b) => (a < b ? -1 : 1)).join("")).toBe("abcdz");
});

test("[W12] who removes most of the text is noticed, with where the pad stood right before", async () => {
  const { members, sends, batch } = await padFor(["ana", "bea", "mallory"], () => 0);
  const [ana, bea, mallory] = members as [Member, Member, Member];
  sends(ana, bytesOf(1, 1, 1, 0, inserted("x".repeat(300)), 0));
  expect(batch().removals).toBeUndefined();
  sends(bea, bytesOf(1, 1, 2, 0, inserted("b"), 0));
  const ranges = Array.from({ length: 8 }, (_, n) => [37 * n, 36]);
  sends(mallory, bytesOf(0, 1, 1, ranges.length, ranges));
  const { edits, removals } = batch();
  expect(edits.map(({ personId }) => personId)).toEqual(["bea", "mallory"]);
  // The pad's first batch isn't stored here, so that it stands where it did.
  expect(removals).toEqual([{ personId: "mallory", characters: 288, seq: 2 }]);
});

test("[N19] who takes back what they wrote themselves, however long ago, removes nothing of anybody's", async () => {
  let now = 0;
  const { members, sends, batch } = await padFor(["ana", "bea"], () => now);
  const [ana, bea] = members as [Member, Member];
  sends(ana, bytesOf(1, 1, 1, 0, inserted("x".repeat(300)), 0));
  sends(bea, bytesOf(1, 1, 2, 0, inserted("b".repeat(900)), 0));
  batch();
  now = 60_000;
  sends(bea, bytesOf(0, 1, 2, 1, [0, 899]));
  expect(batch().removals).toBeUndefined();
  // As a page says that comes back: what was deleted before, too, of which nothing is there to be taken.
  sends(bea, bytesOf(0, 2, 2, 1, [0, 900], 1, 1, [1, 199]));
  expect(batch().removals).toBeUndefined();
  sends(bea, bytesOf(0, 1, 1, 1, [0, 201]));
  expect(batch().removals).toEqual([{ personId: "bea", characters: 1101, seq: 1 }]);
});

test("[N40] typing doesn't wait, however fast", async () => {
  const { members, sends, batch, lanes } = await padFor(["ana"], () => 0);
  const keys = 10_100;
  for (let n = 0; n < keys; n += 1)
    sends(members[0]!, bytesOf(1, 1, 1, n, n === 0 ? inserted("b") : insertedAfter(1, n - 1, "b"), 0));
  let edits = 0;
  while (!lanes.isEmpty) edits += batch().edits.length;
  expect([edits, lanes.restsUntil]).toEqual([keys, undefined]);
});
