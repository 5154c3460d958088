import { beforeAll, expect, test } from "vitest";
import type { ServerProcess } from "../helpers/server-process.ts";
import { sharedServer } from "../helpers/shared-server.ts";
import { AgendaSocket } from "./support/agenda-socket.ts";
import type { View } from "./support/contract-types.ts";
import { named, Visitor } from "./support/visitor.ts";

let server: ServerProcess;
let olga: Visitor;
let nobody: Visitor;
let voters: Visitor[];

beforeAll(async () => {
  server = await sharedServer();
  olga = await named(server.url, "Olga");
  voters = await Promise.all(Array.from({ length: 10 }, (_, at) => named(server.url, `Handsonly ${at}`)));
  nobody = new Visitor(server.url, "nobody");
});

const QUESTION = "Who upgrades in place?";

/** A meetup with one session in which a question is open. */
async function asked(): Promise<string> {
  const { slug } = await olga.makesMeetup({ title: "Questions asked", listed: true });
  await olga.does(slug, { type: "room.add", id: "main-hall", name: "Main hall" });
  const times = { startsAt: "2026-12-01T10:00:00+01:00", endsAt: "2026-12-01T10:45:00+01:00" };
  await olga.does(slug, { type: "slot.add", id: "slot-0001", ...times });
  const place = { roomId: "main-hall", slotId: "slot-0001", topicIds: [], title: "Upgrades" };
  await olga.does(slug, { type: "session.schedule", id: "session-1", ...place });
  const question = { sessionId: "session-1", question: QUESTION, answers: ["We do", "We don’t"] };
  await olga.does(slug, { type: "hands.ask", id: "hands-001", ...question });
  return slug;
}

/** Every outlet, with what differs between any two meetups evened out. */
async function outlets(slug: string): Promise<string[]> {
  const { view } = await nobody.look(slug);
  const { padId } = view.sessions[0]!;
  const told = [];
  for (const visitor of [olga, nobody])
    for (const path of [
      `/api/meetups/${slug}`,
      `/api/meetups/${slug}/log`,
      `/m/${slug}/export.md`,
      `/m/${slug}/export.json`,
      `/m/${slug}/votes.csv`,
      `/m/${slug}/history.atom`,
      `/m/${slug}/notes/${padId}.md`,
    ]) {
      const { status, text } = await visitor.get(path);
      expect(status, path).toBe(200);
      told.push(even(`${path} ${text}`, view, padId));
    }
  return told;
}

function even(text: string, { meetup }: View, padId: string): string {
  const evened = text.replaceAll(meetup.slug, "SLUG").replaceAll(meetup.code, "CODE").replaceAll(padId, "PAD");
  return evened.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/gu, "INSTANT");
}

/** What ten people's answers, given in this order, told others before the end. */
async function tell(answers: number[]) {
  const slug = await asked();
  const watchers = await Promise.all([olga, nobody].map((visitor) => AgendaSocket.connect(visitor)));
  for (const watcher of watchers) await watcher.follow(slug);
  const start = (await nobody.look(slug)).seq;
  for (const [at, answer] of answers.entries()) {
    const voter = voters[at]!;
    await voter.does(slug, { type: "profile.set", people: at < 5 ? "1-4" : "5-15" });
    await voter.does(slug, { type: "hands.answer", handsId: "hands-001", answer });
  }
  // Some think again, as often in both stories.
  for (const voter of voters.slice(0, 3)) {
    await voter.does(slug, { type: "hands.answer", handsId: "hands-001", answer: 1 });
    await voter.does(slug, { type: "hands.answer", handsId: "hands-001", answer: 0 });
  }
  const { seq } = await nobody.look(slug);
  for (const watcher of watchers) await watcher.reaches(seq);
  const away = await AgendaSocket.connect(nobody);
  const missed = await away.watch(slug, start);
  const changes = watchers.flatMap((watcher) => watcher.changes.flatMap((each) => each.changes));
  if ("changes" in missed) changes.push(...missed.changes);
  const told = { outlets: await outlets(slug), mine: watchers.map(({ mine }) => mine.length) };
  const own = await Promise.all(voters.map(async (voter) => (await voter.look(slug)).me!.hands));
  for (const each of [...watchers, away]) each.close();
  return { slug, told, changes, own };
}

test("[H2] until it ends no outlet tells how people answered, and afterwards none tells who", async () => {
  const [first, second] = [await tell([0, 0, 0, 1, 1, 0, 0, 0, 0, 0]), await tell([0, 0, 0, 1, 0, 1, 1, 1, 1, 1])];
  expect(first.told).toEqual(second.told);
  for (const { changes, own } of [first, second]) {
    for (const change of changes) {
      expect(["people", "hands"]).toContain(change.kind);
      if (change.kind === "hands") expect(change).toMatchObject({ set: { totals: null, bySize: null, state: "open" } });
    }
    expect(own.slice(0, 3)).toEqual(Array(3).fill({ "hands-001": 0 }));
  }
  const watcher = await AgendaSocket.connect(nobody);
  await watcher.follow(first.slug);
  await olga.does(first.slug, { type: "hands.end", handsId: "hands-001" });
  const { seq, view, me } = await nobody.look(first.slug);
  await watcher.reaches(seq);
  expect(watcher.replica!.view).toEqual(view);
  expect(me).toBeNull();
  expect(view.hands).toMatchObject([
    {
      answered: 10,
      totals: [8, 2],
      bySize: [
        { "1-4": 3, "5-15": 5, "over-15": null, unknown: 0 },
        { "1-4": null, "5-15": null, "over-15": null, unknown: 2 },
      ],
    },
  ]);
  const told = JSON.stringify([await outlets(first.slug), watcher.changes]);
  for (const { id } of voters) expect(told).not.toContain(id);
  expect(told).not.toContain("Handsonly");
  expect(Object.keys(view.people.names)).toEqual([olga.id]);
  expect(server.output()).not.toContain("Handsonly");
  watcher.close();
});

test("[H1] what was answered and ended survives kill -9", async () => {
  const slug = await asked();
  await voters[0]!.does(slug, { type: "hands.answer", handsId: "hands-001", answer: 1 });
  await server.kill("SIGKILL");
  await server.restart();
  for (const visitor of [olga, nobody, ...voters]) visitor.url = server.url;
  expect((await voters[0]!.look(slug)).me!.hands).toEqual({ "hands-001": 1 });
  expect((await nobody.look(slug)).view.hands).toMatchObject([{ state: "open", answered: 1, totals: null }]);
  expect(await olga.does(slug, { type: "hands.end", handsId: "hands-001" })).toBeGreaterThan(0);
  expect((await nobody.look(slug)).view.hands).toMatchObject([{ totals: [0, 1], bySize: null }]);
  const again = await voters[1]!.command<{ errors: object[] }>(slug, {
    type: "hands.answer",
    handsId: "hands-001",
    answer: 1,
  });
  expect([again.status, again.body.errors]).toMatchObject([409, [{ path: "handsId" }]]);
});
