import { afterAll, beforeAll, expect, test } from "vitest";
import { startServer, type ServerProcess } from "../helpers/server-process.ts";
import { AgendaSocket } from "./support/agenda-socket.ts";
import type { Command, Problem } from "./support/contract-types.ts";
import { named, type Visitor } from "./support/visitor.ts";

/** What the agenda refuses, the same over HTTP and over a socket: the reason, and the field it is about. */
let server: ServerProcess;
let olga: Visitor;
let pete: Visitor;
let socket: AgendaSocket;
let slug: string;

beforeAll(async () => {
  server = await startServer({ env: { MIDCYCLE_LIMIT_COMMAND_BURST: "100000" } });
  olga = await named(server.url, "Olga");
  pete = await named(server.url, "Pete");
  ({ slug } = await olga.makesMeetup());
  for (const n of [1, 2, 3, 4, 5, 6])
    await olga.does(slug, { type: "topic.propose", id: `topic-00${n}`, title: `Topic ${n}` });
  await olga.does(slug, { type: "topic.withdraw", topicId: "topic-005" });
  await olga.does(slug, { type: "topic.merge", from: "topic-006", into: "topic-001" });
  for (const n of [1, 2, 3]) await pete.does(slug, { type: "vote.cast", topicId: `topic-00${n}`, as: "pick" });
  await pete.does(slug, { type: "comment.add", id: "petes-comment", topicId: "topic-001", body: "Mine" });
  socket = await AgendaSocket.connect(pete);
});
afterAll(async () => {
  socket.close();
  await server.stop();
});

const title = "A sensible title";
const propose = (more: object): Command => ({ type: "topic.propose", id: "topic-new", title, ...more });
const table: [what: string, command: Command, status: number, path: string, reason?: string][] = [
  ["an empty title", propose({ title: "" }), 422, "title"],
  ["a title of 10,000 characters", propose({ title: "x".repeat(10_000) }), 422, "title"],
  ["a title with a control character", propose({ title: "Rabbit\u0007 HA" }), 422, "title"],
  ["a title with a direction override", propose({ title: "Rabbit \u202eAH" }), 422, "title"],
  ["a title that isolates directions", propose({ title: "Rabbit \u2067AH" }), 422, "title"],
  ["a plain name with a direction override", propose({ forName: "A\u202ena" }), 422, "forName"],
  ["an unknown type", { type: "topic.explode", topicId: "topic-001" }, 422, "type"],
  ["an unknown field", propose({ votes: 100 }), 422, "votes"],
  ["an id that a topic of someone else has", propose({ id: "topic-001" }), 409, "id", "id-taken"],
  ["an id that a comment has", propose({ id: "petes-comment" }), 409, "id", "id-taken"],
  ["a topic for someone else by a participant", propose({ forName: "Ben" }), 403, "forName", "organizers-only"],
  ["a vote on a withdrawn topic", { type: "vote.cast", topicId: "topic-005" }, 409, "topicId", "topic-withdrawn"],
  ["a vote on no topic", { type: "vote.cast", topicId: "no-such-topic" }, 404, "topicId", "unknown-topic"],
  ["a fourth top pick", { type: "vote.cast", topicId: "topic-004", as: "pick" }, 409, "topicId", "no-picks-left"],
  [
    "an edit of someone else's topic",
    { type: "topic.edit", topicId: "topic-002", title: "Mine" },
    403,
    "topicId",
    "not-yours",
  ],
  ["withdrawing someone else's topic", { type: "topic.withdraw", topicId: "topic-002" }, 403, "topicId", "not-yours"],
  ["shown topics that aren't", { type: "topic.markShown", topicIds: ["topic-001", "nope-0001"] }, 404, "topicIds.1"],
  ["a merge into itself", { type: "topic.merge", from: "topic-001", into: "topic-001" }, 422, "into"],
  ["a batch in a batch", { type: "batch", commands: [{ type: "batch", commands: [] }] }, 422, "commands.0.type"],
  ["an empty batch", { type: "batch", commands: [] }, 422, "commands"],
  [
    "a batch of 201",
    { type: "batch", commands: Array.from({ length: 201 }, () => ({ type: "vote.cast", topicId: "topic-001" })) },
    422,
    "commands",
  ],
  [
    "a batch that deletes the meetup",
    { type: "batch", commands: [{ type: "meetup.delete" }] },
    409,
    "commands.0.type",
    "not-in-batch",
  ],
];

function expectRefusal(problem: Problem, status: number, path: string, reason?: string): void {
  expect([problem.status, problem.errors?.map((error) => error.path)]).toEqual([status, [path]]);
  expect(problem.errors![0]!.message).toMatch(/\S/u);
  if (reason !== undefined) expect(problem.type).toBe(`urn:midcycle:problem:${reason}`);
}

test.each(table)("[C4] %s is refused by both doors, naming the field", async (_, command, status, path, reason) => {
  const before = await pete.look(slug);
  const answer = await pete.command<Problem>(slug, command);
  expect(answer.headers.get("content-type")).toMatch(/^application\/problem\+json/u);
  expectRefusal(answer.body, status, path, reason);
  const live = await socket.command(slug, command);
  expect(live).toEqual({ problem: answer.body });
  expect(await pete.look(slug)).toEqual(before);
});

test.each([
  ["an override to the left", "\u202e"],
  ["an override to the right", "\u202d"],
  ["an isolate", "\u2066"],
  ["an isolate by the first letter", "\u2068"],
  ["a null byte", "\u0000"],
  ["a next line", "\u0085"],
])("[C4] a name with %s is refused, naming the field", async (_, character) => {
  const answer = await pete.ask<Problem>("PUT", "/api/me", { body: { name: `Pe${character}te` } });
  expectRefusal(answer.body, 422, "name");
});

test("[A17] a vote on a merged topic counts for the survivor, by its own address or the old one", async () => {
  const rita = await named(server.url, "Rita");
  const votes = async () => (await rita.look(slug)).view.topics[0]!.votes;
  const before = (await votes())!;
  const seq = await rita.does(slug, { type: "vote.cast", topicId: "topic-006" });
  expect(await votes()).toBe(before + 1);
  expect((await rita.look(slug)).me!.votes).toEqual(["topic-001"]);
  expect(await rita.does(slug, { type: "vote.cast", topicId: "topic-001" })).toBe(seq);
  await rita.does(slug, { type: "vote.retract", topicId: "topic-006" });
  expect(await votes()).toBe(before);
});

test("[A18] a batch whose 57th command fails stores nothing of it, and says which it was", async () => {
  const commands: Command[] = Array.from({ length: 100 }, (_, n) => ({
    type: "topic.propose",
    id: `pasted-${100 + n}`,
    title: `Pasted ${n}`,
  }));
  const before = await olga.look(slug);
  const log = (await olga.get(`/api/meetups/${slug}/log`)).text;
  const spoilt = (at: number, command: Command) => commands.with(at, command);
  const cases: [commands: Command[], status: number, path: string][] = [
    [spoilt(57, { ...commands[57]!, title: "" }), 422, "commands.57.title"],
    [spoilt(57, { ...commands[57]!, id: "topic-001" }), 409, "commands.57.id"],
    [spoilt(57, { type: "vote.cast", topicId: "topic-005" }), 409, "commands.57.topicId"],
    [spoilt(57, { type: "vote.cast", topicId: "pasted-158" }), 404, "commands.57.topicId"],
    // The same id as an earlier one of the batch, with other content.
    [spoilt(57, { ...commands[57]!, id: "pasted-100" }), 409, "commands.57.id"],
  ];
  for (const [each, status, path] of cases) {
    const answer = await olga.command<Problem>(slug, { type: "batch", commands: each });
    expectRefusal(answer.body, status, path);
  }
  expect(await olga.look(slug)).toEqual(before);
  expect((await olga.get(`/api/meetups/${slug}/log`)).text).toBe(log);

  // Without it all of them come as one step, and repeating changes nothing.
  const seq = await olga.does(slug, { type: "batch", commands });
  expect(seq).toBe(before.seq + 1);
  expect(await olga.does(slug, { type: "batch", commands })).toBe(seq);
  expect((await olga.look(slug)).view.topics.length).toBe(before.view.topics.length + 100);
  await server.kill("SIGKILL");
  await server.restart();
  expect((await olga.look(slug)).view.topics.length).toBe(before.view.topics.length + 100);
});

test("[A8] [A19] closed votes and proposals are refused: by hand, by phase and by the minute", async () => {
  const { slug: own } = await olga.makesMeetup();
  await olga.does(own, { type: "topic.propose", id: "topic-one", title: "Packaging" });
  const vote = { type: "vote.cast", topicId: "topic-one" };
  const closings: [Command, Command][] = [
    [
      { type: "meetup.edit", voting: { open: false }, proposals: { open: false } },
      { type: "meetup.edit", voting: { open: true }, proposals: { open: true } },
    ],
    [
      { type: "meetup.setPhase", phase: "running" },
      { type: "meetup.setPhase", phase: "gathering" },
    ],
  ];
  for (const [close, open] of closings) {
    await olga.does(own, close);
    expectRefusal((await pete.command<Problem>(own, vote)).body, 409, "topicId", "voting-closed");
    const { body } = await pete.command<Problem>(own, propose({}));
    expect([body.status, body.type]).toEqual([409, "urn:midcycle:problem:proposals-closed"]);
    await olga.does(own, open);
  }
  const watcher = await AgendaSocket.connect(pete);
  await watcher.follow(own);
  const closesIn = async (ms: number) => {
    const closesAt = new Date(Date.now() + ms).toISOString();
    const answer = await olga.command<Problem>(own, {
      type: "meetup.edit",
      voting: { closesAt },
      proposals: { closesAt },
    });
    if (answer.status !== 200) expect(answer.body.type).toBe("urn:midcycle:problem:in-the-past");
    return answer.status === 200;
  };
  // On a busy machine that time may be over before the server hears of it.
  for (let ms = 700; !(await closesIn(ms));) ms *= 2;
  await watcher.until(
    () => JSON.stringify(watcher.replica!.view.meetup.voting).includes('"open":false'),
    "voting to close at its minute",
  );
  expectRefusal((await pete.command<Problem>(own, vote)).body, 409, "topicId", "voting-closed");
  const { text } = await pete.get(`/api/meetups/${own}/log`);
  expect(text).toContain('"by":null,"type":"voting.closed"');
  expect((await pete.get(`/m/${own}/history.atom`)).text).toContain("<title>Voting closed at its time</title>");
  watcher.close();
});
