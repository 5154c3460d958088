import { beforeEach, expect, test } from "vitest";
import { EditFrames } from "../../server/notes/batches/edit-frames.ts";
import { FlushTurns } from "../../server/notes/batches/flush-turns.ts";
import { windowMs } from "../../server/notes/batches/flush-window.ts";
import { binaryFrame } from "../../server/connections/websocket-frame.ts";
import { ToldTimers } from "../helpers/told-timers.ts";
import { encode, insertion, RawClient, startNotes, updateOf } from "./notes-story.ts";

let timers: ToldTimers;
let readyIn: number;
let turns: FlushTurns;
let flushed: string[];

beforeEach(() => {
  timers = new ToldTimers();
  readyIn = 0;
  turns = new FlushTurns(timers, () => readyIn);
  flushed = [];
});

function plan(name: string, ms: number): () => void {
  return turns.plan(ms, () => void flushed.push(`${name} at ${timers.now}`));
}

test("[N30] after a pause an edit leaves at once, otherwise it waits for company: longer for more readers, 70 ms at most, less in the largest", () => {
  expect(windowMs(200, 1000)).toBe(0);
  expect(windowMs(200, 10)).toBeCloseTo(70);
  expect(windowMs(1000, 10)).toBeCloseTo(54);
  expect(windowMs(5000, 10)).toBe(30);
  expect(windowMs(20, 3)).toBe(7);
  expect(windowMs(20, 7)).toBe(0);
  expect(windowMs(1, 1)).toBe(0);
});

test("[N30] what is due leaves when it is due, what is due within a millisecond along with it, the rest in its turn", () => {
  plan("b", 10);
  plan("a", 3);
  plan("soon after a", 4);
  timers.pass(20);
  expect(flushed).toEqual(["a at 3", "soon after a at 3", "b at 10"]);
});

test("[N30] nothing is handed to a store that wouldn't begin with it yet; all pads then leave together", () => {
  readyIn = 15;
  plan("a", 0);
  timers.pass(6);
  readyIn = 9;
  plan("b", 0);
  timers.pass(8);
  expect(flushed).toEqual([]);
  timers.pass(1);
  expect(flushed).toEqual(["a at 15", "b at 15"]);
});

test("a turn that was called off isn't taken, even by one that leaves at the same time", () => {
  const callOff = plan("a", 5);
  turns.plan(4, () => callOffB());
  const callOffB = plan("b", 5);
  callOff();
  timers.pass(10);
  expect(flushed).toEqual([]);
});

test("a pad that plans again while it is flushed waits for its next turn", () => {
  turns.plan(0, () => void plan("again", 2));
  timers.pass(1);
  expect(flushed).toEqual([]);
  timers.pass(1);
  expect(flushed).toEqual(["again at 2"]);
});

test("[N31] an edit's frame is its update message, and whoever wrote gets all but their own, in order", () => {
  const updates = ["one", "t".repeat(300), "u".repeat(70_000), "four"].map((text, n) => insertion(n + 2, text));
  const frames = updates.map((update) => binaryFrame(updateOf(update)));
  const made = new EditFrames(updates);
  expect(made.all.equals(Buffer.concat(frames))).toBe(true);
  expect(made.some((index) => index !== 1).equals(Buffer.concat([frames[0]!, frames[2]!, frames[3]!]))).toBe(true);
  expect(made.some((index) => index === 2).equals(frames[2]!)).toBe(true);
  expect(made.some(() => false)).toHaveLength(0);
});

test("[N31] two who write at the same time get each other's edits and not their own, a third gets both", async () => {
  const server = await startNotes();
  const [ana, ben, cyd] = await Promise.all(
    ["ana", "ben", "cyd"].map(async (name) => {
      const client = await RawClient.join(server.url, name);
      client.send(encode(0, 0, new Uint8Array([0])));
      await client.gets((message) => message[0] === 0 && message[1] === 1);
      return client;
    }),
  );
  const updates = [insertion(101, "from Ana"), insertion(102, "from Ben")];
  server.store.hold();
  ana!.send(updateOf(updates[0]!));
  ben!.send(updateOf(updates[1]!));
  server.store.release();
  await Promise.all([ana!.fence(1), ben!.fence(1)]);
  // Two more, which tell that what came before has arrived.
  await Promise.all([ana!.fence(2), ben!.fence(2), cyd!.fence(2)]);
  const got = (client: RawClient) => client.received.filter((each) => each[0] === 0 && each[1] === 2).map(String);
  expect(got(ana!)).toEqual([String(updateOf(updates[1]!))]);
  expect(got(ben!)).toEqual([String(updateOf(updates[0]!))]);
  expect(got(cyd!).toSorted()).toEqual(updates.map((update) => String(updateOf(update))).toSorted());
  for (const client of [ana!, ben!, cyd!]) client.close();
  await server.close();
});
