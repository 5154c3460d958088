import { afterAll, beforeAll, expect, test } from "vitest";
import { startServer, type ServerProcess } from "../helpers/server-process.ts";
import { freshId } from "./support/fresh-id.ts";
import { named, type Answer, type Visitor } from "./support/visitor.ts";

let server: ServerProcess;
let olga: Visitor;
let slug: string;
let topicId: string;

beforeAll(async () => {
  server = await startServer({
    env: {
      MIDCYCLE_LIMIT_OPEN_SIDE_GROUPS: "3",
      MIDCYCLE_LIMIT_SIDE_GROUPS: "5",
      MIDCYCLE_LIMIT_COMMENTS: "6",
    },
  });
  olga = await named(server.url, "Olga");
  ({ slug } = await olga.makesMeetup());
  topicId = await olga.proposes(slug, "Ceph");
});
afterAll(() => server.stop());

function start(id = freshId("group")) {
  return { type: "sideGroup.start", id, title: "Over lunch" };
}
function say(id = freshId("comment")) {
  return { type: "comment.add", id, topicId, body: "We did that" };
}
function countOf(status: number, answers: readonly { status: number }[]): number {
  return answers.filter((answer) => answer.status === status).length;
}
function expectRefused(answer: Answer, reason: string): void {
  expect(answer.status, answer.text).toBe(429);
  expect(answer.headers.get("content-type")).toMatch(/^application\/problem\+json/u);
  expect(answer.body).toMatchObject({ type: `urn:midcycle:problem:${reason}` });
  expect(Number(answer.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
}

test("[A66] one person hosts so many open side groups at once, and so many in all; repeats and organizers aren’t counted", async () => {
  const pete = await named(server.url, "Pete");
  const commands = Array.from({ length: 10 }, () => start());
  const answers = await Promise.all(commands.map((command) => pete.command(slug, command)));
  expect([countOf(200, answers), countOf(429, answers)]).toEqual([3, 7]);
  expectRefused(
    answers.find(({ status }) => status === 429)!,
    "too-many-own-side-groups",
  );
  const mine = commands.filter((_, index) => answers[index]!.status === 200);
  // Whoever didn't hear the answer is told again.
  for (const command of mine) expect((await pete.command(slug, command)).status).toBe(200);
  // One that has ended makes room for another, as often as that is honest.
  for (const { id } of mine.slice(0, 2)) {
    await pete.does(slug, { type: "sideGroup.end", sideGroupId: id });
    await pete.does(slug, start());
  }
  await pete.does(slug, { type: "sideGroup.end", sideGroupId: mine[2]!.id });
  const last = await pete.command(slug, start());
  expectRefused(last, "too-many-own-side-groups");
  expect(last.body).toMatchObject({ detail: "You have hosted 5 side groups, which is the limit here." });
  for (let n = 0; n < 6; n += 1) await olga.does(slug, start());
});

test("[A66] one person writes so many comments in a meetup; repeats and organizers aren’t counted", async () => {
  const rita = await named(server.url, "Rita");
  const first = say();
  await rita.does(slug, first);
  const answers = await Promise.all(Array.from({ length: 8 }, () => rita.command(slug, say())));
  expect([countOf(200, answers), countOf(429, answers)]).toEqual([5, 3]);
  expectRefused(
    answers.find(({ status }) => status === 429)!,
    "too-many-own-comments",
  );
  expect((await rita.command(slug, first)).status).toBe(200);
  // What one has taken back leaves room.
  await rita.does(slug, { type: "comment.remove", commentId: first.id });
  await rita.does(slug, say());
  expectRefused(await rita.command(slug, say()), "too-many-own-comments");
  for (let n = 0; n < 8; n += 1) await olga.does(slug, say());
});

test("[A66] a batch that makes too many is refused whole, naming the first beyond the limit, and costs nothing", async () => {
  const bo = await named(server.url, "Bo");
  const groups = await bo.command(slug, { type: "batch", commands: Array.from({ length: 4 }, () => start()) });
  expect(groups).toMatchObject({ status: 429, body: { errors: [{ path: "commands.3" }] } });
  const comments = await bo.command(slug, { type: "batch", commands: Array.from({ length: 7 }, () => say()) });
  expect(comments).toMatchObject({ status: 429, body: { errors: [{ path: "commands.6" }] } });
  await bo.does(slug, { type: "batch", commands: Array.from({ length: 6 }, () => say()) });
});
