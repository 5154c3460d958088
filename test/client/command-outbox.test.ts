import { beforeEach, expect, test } from "vitest";
import { AT_ONCE, CommandOutbox } from "../../client/replica/command-outbox.ts";
import type { Keeper } from "../../client/replica/pending-commands.ts";
import type { CommandInput } from "../../shared/meetup/commands.ts";
import { problem } from "../../shared/problem.ts";
import type { CommandAnswer } from "../../shared/protocol/changes.ts";
import { MovableClock } from "../helpers/movable-clock.ts";
import { memory, settled } from "./support/meetup-wire.ts";

const ANA = { id: "ana", name: "Ana", color: "#bc4945" };
const RETRY_MS = 2000;
const cast = (topicId: string): CommandInput => ({ type: "vote.cast", topicId });

let clock: MovableClock;
let keeper: Keeper;
/** What has been sent, and how each is answered; without an answer it is lost. */
let sent: { command: CommandInput; by: string; answer: (answer?: CommandAnswer) => Promise<void> }[];
let accepted: number;
/** How often the server took this device for somebody else. */
let others: number;
let reconnects: number;
let outbox: CommandOutbox;

beforeEach(() => {
  clock = new MovableClock("2026-03-04T12:00:00Z");
  keeper = memory();
  sent = [];
  accepted = 0;
  others = 0;
  reconnects = 0;
  outbox = new CommandOutbox({
    slug: "porto",
    send: (command, by) =>
      new Promise((resolve, reject) => {
        const answer = (how?: CommandAnswer) => {
          if (how) resolve(how);
          else reject(new Error("it took too long"));
          return settled();
        };
        sent.push({ command, by, answer });
      }),
    reconnect: () => {
      reconnects += 1;
      outbox.disconnected();
    },
    keeper,
    clock,
    onOtherPerson: () => (others += 1),
    onChanged: () => undefined,
    onAccepted: () => (accepted += 1),
  });
  outbox.connected();
});

const topicsSent = () => sent.map(({ command }) => "topicId" in command && command.topicId);

test("what has no answer while there is a way is sent again on a new one, with what was asked since behind it, until it has one", async () => {
  const answered = outbox.add(cast("topic-0001"), ANA);
  for (let times = 1; times <= 3; times += 1) {
    expect(sent).toHaveLength(times);
    await sent.at(-1)!.answer();
    expect(reconnects).toBe(times);
    outbox.connected();
    outbox.send();
  }
  void outbox.add(cast("topic-0002"), ANA);
  await sent[3]!.answer();
  await sent[4]!.answer();
  expect(reconnects).toBe(4);
  outbox.connected();
  outbox.send();
  expect(topicsSent().slice(5)).toEqual(["topic-0001", "topic-0002"]);
  await sent[5]!.answer({ problem: problem("unavailable") });
  await sent[6]!.answer({ seq: 6 });
  clock.moves(RETRY_MS);
  await sent[7]!.answer({ seq: 7 });
  expect(await answered).toEqual({ seq: 7 });
  clock.moves(RETRY_MS);
  expect(sent).toHaveLength(8);
});

test("what is under way isn't sent once more, and nothing is sent without a way", async () => {
  void outbox.add(cast("topic-0001"), ANA);
  outbox.send();
  expect(sent).toHaveLength(1);
  outbox.disconnected();
  await sent[0]!.answer();
  void outbox.add(cast("topic-0002"), ANA);
  clock.moves(RETRY_MS);
  outbox.send();
  expect(sent).toHaveLength(1);
  outbox.connected();
  outbox.send();
  outbox.send();
  expect(topicsSent()).toEqual(["topic-0001", "topic-0001", "topic-0002"]);
});

const body = (text: string): CommandInput => ({ type: "comment.edit", commentId: "comment-0001", body: text });
const propose: CommandInput = { type: "topic.propose", id: "topic-0001", title: "Upgrades" };

test("[A1] what had to wait goes some at a time, and what is asked meanwhile behind it", async () => {
  const words = () => sent.map(({ command }) => "body" in command && command.body);
  const first = Array.from({ length: AT_ONCE }, (_, n) => `Word ${n}`);
  outbox.disconnected();
  for (const text of [...first, "Next"]) void outbox.add(body(text), ANA);
  outbox.connected();
  void outbox.add(body("Asked as it waits"), ANA);
  expect(sent).toEqual([]);
  outbox.send();
  expect(words()).toEqual(first);
  for (const { answer } of sent.slice(0, -1)) await answer({ seq: 7 });
  expect(sent).toHaveLength(AT_ONCE);
  await sent.at(-1)!.answer({ problem: problem("too-many") });
  void outbox.add(body("Asked behind it"), ANA);
  expect(sent).toHaveLength(AT_ONCE);
  clock.moves(RETRY_MS);
  const then = [first.at(-1), "Next", "Asked as it waits", "Asked behind it"];
  expect(words()).toEqual([...first, ...then]);
  void outbox.add(body("At once"), ANA);
  expect(words()).toEqual([...first, ...then, "At once"]);
});

test("what is refused behind what has to be sent again, perhaps for the want of it, is sent again behind it", async () => {
  const answers = [propose, cast("topic-0001")].map((command) => outbox.add(command, ANA));
  await sent[0]!.answer({ problem: problem("unavailable") });
  await sent[1]!.answer({ problem: problem("unknown-topic") });
  clock.moves(RETRY_MS);
  await sent[2]!.answer({ seq: 7 });
  await sent[3]!.answer({ seq: 8 });
  expect(sent.map(({ command }) => command)).toEqual([propose, cast("topic-0001"), propose, cast("topic-0001")]);
  expect(await Promise.all(answers)).toEqual([{ seq: 7 }, { seq: 8 }]);
});

test("an answer that comes when its connection is no more counts if it says yes", async () => {
  for (const topicId of ["topic-0001", "topic-0002"]) void outbox.add(cast(topicId), ANA);
  outbox.disconnected();
  outbox.connected();
  await sent[0]!.answer({ problem: problem("unavailable") });
  await sent[1]!.answer({ seq: 7 });
  outbox.send();
  await sent[2]!.answer({ seq: 8 });
  expect(topicsSent()).toEqual(["topic-0001", "topic-0002", "topic-0001"]);
  expect(outbox.unanswered).toEqual([]);
});

test("a page that is over sends what waits as long as it is taken", async () => {
  outbox.disconnected();
  for (let n = 0; n < AT_ONCE + 2; n += 1) void outbox.add(cast(`topic-${1000 + n}`), ANA);
  outbox.connected();
  outbox.send();
  outbox.close();
  for (const { answer } of sent.slice()) await answer({ seq: 7 });
  expect(sent).toHaveLength(AT_ONCE + 2);
  await sent[AT_ONCE]!.answer({ problem: problem("unavailable") });
  clock.moves(RETRY_MS);
  expect(sent).toHaveLength(AT_ONCE + 2);
  expect(keeper.length).toBe(2);
});

test.each([
  ["another person on this device", () => outbox.adopt("ben")],
  ["nobody on this device", () => outbox.adopt(undefined)],
  ["a page that is over", () => outbox.close()],
])("what waits to be sent again isn't sent by %s, and stays on the device", async (_, then) => {
  for (const topicId of ["topic-0001", "topic-0002"]) void outbox.add(cast(topicId), ANA);
  await sent[0]!.answer({ problem: problem("unavailable") });
  then();
  await sent[1]!.answer();
  clock.moves(RETRY_MS);
  expect(sent).toHaveLength(2);
  expect(keeper.length).toBe(2);
});

test("what is accepted is shown until the confirmed view contains it, and kept for no other page", async () => {
  void outbox.add(cast("topic-0001"), ANA);
  void outbox.add(cast("topic-0002"), ANA);
  await sent[0]!.answer({ seq: 7 });
  expect(accepted).toBe(1);
  expect(keeper.length).toBe(1);
  expect(outbox.unanswered.map(({ command }) => command)).toEqual([cast("topic-0002")]);
  expect(outbox.takeContained(6)).toEqual([]);
  expect(outbox.pending).toHaveLength(2);
  expect(outbox.takeContained(7)).toMatchObject([{ command: cast("topic-0001"), acceptedAt: 7 }]);
  expect(outbox.pending.map(({ command }) => command)).toEqual([cast("topic-0002")]);
  outbox.adopt("ana");
  expect(outbox.pending).toHaveLength(1);
});

test("what an earlier page left is sent no more once another page of this device has its answer", async () => {
  outbox.disconnected();
  void outbox.add({ type: "comment.edit", commentId: "comment-0001", body: "At one site" }, ANA);
  void outbox.add(cast("topic-0001"), ANA);
  const later = new CommandOutbox({
    slug: "porto",
    send: (command, by) => {
      sent.push({ command, by, answer: () => settled() });
      return new Promise(() => undefined);
    },
    reconnect: () => undefined,
    keeper,
    clock,
    onOtherPerson: () => undefined,
    onChanged: () => undefined,
    onAccepted: () => undefined,
  });
  later.adopt("ana");
  outbox.connected();
  outbox.send();
  await sent[0]!.answer({ seq: 7 });
  later.connected();
  later.send();
  // Sent again, it would undo what was written there since.
  expect(topicsSent()).toEqual([false, "topic-0001", "topic-0001"]);
  expect(later.unanswered.map(({ command }) => command)).toEqual([cast("topic-0001")]);
});

test("what was accepted is known as such, what waits or was refused is not", async () => {
  const [first, second, third] = [cast("topic-0001"), cast("topic-0002"), cast("topic-0003")];
  for (const command of [first, second, third]) void outbox.add(command, ANA);
  await sent[0]!.answer({ seq: 7 });
  await sent[1]!.answer({ problem: problem("no-name") });
  outbox.takeContained(7);
  expect([first, second, third].map((command) => outbox.hasAccepted(command))).toEqual([true, false, false]);
});

test("[O5] what the server takes for somebody else's stays on the device, and is theirs once they are back", async () => {
  void outbox.add(cast("topic-0001"), ANA);
  expect(sent[0]!.by).toBe("ana");
  await sent[0]!.answer({ problem: problem("other-person") });
  expect(others).toBe(1);
  clock.moves(RETRY_MS);
  expect(sent.map(({ by }) => by)).toEqual(["ana", "ana"]);
  await sent[1]!.answer({ problem: problem("other-person") });
  outbox.adopt("ben");
  clock.moves(RETRY_MS);
  expect([sent.length, outbox.pending.length, keeper.length]).toEqual([2, 0, 1]);
  outbox.adopt("ana");
  outbox.send();
  await sent[2]!.answer({ seq: 7 });
  expect([topicsSent()[2], keeper.length]).toEqual(["topic-0001", 0]);
});
