import { afterAll, beforeAll, expect, test } from "vitest";
import { startServer, type ServerProcess } from "../helpers/server-process.ts";
import { AgendaSocket } from "./support/agenda-socket.ts";
import type { Changes, Command, Look, View } from "./support/contract-types.ts";
import { named, Visitor } from "./support/visitor.ts";

/**
 * Closed tallies, tried by telling one story twice: the same people do as many things in the same order, but vote otherwise. As
 * long as voting is open, no outlet may tell the two apart.
 */
let server: ServerProcess;
let olga: Visitor;
let ana: Visitor;
let nobody: Visitor;
let voters: Visitor[];

beforeAll(async () => {
  server = await startServer({ env: { MIDCYCLE_LIMIT_COMMAND_BURST: "100000" } });
  [olga, ana] = [await named(server.url, "Olga"), await named(server.url, "Ana")];
  voters = await Promise.all(["Vik", "Vera", "Val", "Vito", "Vroni"].map((name) => named(server.url, name)));
  nobody = new Visitor(server.url, "nobody");
});
afterAll(() => server.stop());

const TOPICS = ["topic-one", "topic-two", "topic-three", "topic-four"];
const FIRST: Ballots = {
  wants: ["topic-one", "topic-two"],
  as: "pick",
  back: "topic-two",
  profile: { people: "over-15", fixes: "upstream" },
};
const SECOND: Ballots = {
  wants: ["topic-three", "topic-one"],
  as: "come",
  back: "topic-one",
  profile: { people: "1-4", fixes: "file" },
};

interface Ballots {
  wants: [string, string];
  as: "come" | "pick";
  back: string;
  profile: object;
}

interface Told {
  slug: string;
  outlets: Record<string, string>;
  /** Each change that came while people voted, to a reader with a name, to one without, and to one who had been away. */
  changes: Changes["changes"];
  presences: unknown[];
  messagesToOthers: unknown[];
  watch: string;
}

/** Every answer that tells of a meetup to those who haven't voted, with what differs between any two meetups evened out. */
async function outlets(slug: string): Promise<Record<string, string>> {
  const { view } = await nobody.look(slug);
  const paths = [
    "/api/meetups",
    `/api/meetups/${slug}`,
    `/api/meetups/${slug}/log`,
    `/api/meetups/${slug}/log?after=5`,
    `/api/meetups/${slug}/log?before=1000&limit=10`,
    `/m/${slug}`,
    `/m/${slug}/1`,
    `/m/${slug}/history`,
    `/m/${slug}/history.atom`,
    `/m/${slug}/export.md`,
    `/m/${slug}/export.json`,
    `/m/${slug}/votes.csv`,
    `/m/${slug}/now.json`,
    `/m/${slug}/schedule.json`,
    `/m/${slug}/schedule.xml`,
    ...view.topics.flatMap(({ id, padId }) => [
      `/api/meetups/${slug}/topics/${id}/comments`,
      `/m/${slug}/notes/${padId}.md`,
    ]),
  ];
  const told: Record<string, string> = {};
  for (const visitor of [olga, ana, nobody])
    for (const path of paths) {
      const { status, text } = await visitor.get(path);
      expect(status, path).toBe(200);
      told[`${visitor.label}: ${even(path, view)}`] = even(path === "/api/meetups" ? ownLine(text, slug) : text, view);
    }
  return told;
}

/** Takes out addresses, pads and instants. */
function even(text: string, { meetup, topics }: View): string {
  let evened = text.replaceAll(meetup.slug, "SLUG").replaceAll(meetup.code, "CODE");
  for (const { id, padId } of topics) evened = evened.replaceAll(padId, `PAD-${id}`);
  return evened.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/gu, "INSTANT");
}

function ownLine(list: string, slug: string): string {
  const { meetups } = JSON.parse(list) as { meetups: { slug: string }[] };
  return JSON.stringify(meetups.filter((meetup) => meetup.slug === slug));
}

async function tell(ballots: Ballots): Promise<Told> {
  const { slug } = await olga.makesMeetup({ title: "Closed tallies", listed: true });
  for (const [index, id] of TOPICS.entries())
    await ana.does(slug, { type: "topic.propose", id, title: `Topic ${index + 1}` });
  // One place for four topics: there is a cut line to keep quiet about.
  await olga.does(slug, { type: "room.add", id: "main-hall", name: "Main hall" });
  const slot = { startsAt: "2026-12-01T10:00:00Z", endsAt: "2026-12-01T10:45:00Z" };
  await olga.does(slug, { type: "slot.add", id: "slot-at-ten", ...slot });
  await olga.does(slug, { type: "meetup.edit", voting: { tallies: "closed" } });
  const { seq: start, view } = await nobody.look(slug);
  const watchers = await Promise.all([olga, ana, nobody].map((visitor) => AgendaSocket.connect(visitor)));
  for (const watcher of watchers) await watcher.follow(slug);

  // Nothing but votes, one after another.
  const all: Command[] = [
    { type: "profile.set", ...ballots.profile },
    { type: "topic.markShown", topicIds: [ballots.wants[0], "topic-four"] },
    { type: "vote.cast", topicId: ballots.wants[0], as: ballots.as },
    { type: "vote.cast", topicId: ballots.wants[1] },
    { type: "vote.retract", topicId: ballots.back },
  ];
  for (const voter of voters) for (const command of all) await voter.does(slug, command);
  for (const voter of voters.slice(0, 3)) {
    const batch = await voter.command(slug, {
      type: "batch",
      commands: [
        { type: "vote.retract", topicId: ballots.wants[0] },
        { type: "vote.cast", topicId: ballots.wants[0] },
      ],
    });
    expect(batch.status).toBe(200);
  }
  const { seq } = await nobody.look(slug);
  for (const watcher of watchers) await watcher.reaches(seq);
  const votesOnly = watchers.flatMap(({ changes }) => changes.flatMap((each) => each.changes));
  const away = await AgendaSocket.connect(nobody);
  const missed = await away.watch(slug, start);
  if (!("changes" in missed)) throw new Error("The server has forgotten what was recent");
  votesOnly.push(...missed.changes);

  // Then what everybody sees happens to topics that have votes.
  await ana.does(slug, { type: "comment.add", id: "anas-comment", topicId: "topic-one", body: "Please" });
  await olga.does(slug, { type: "topic.merge", from: "topic-one", into: "topic-three" });
  await olga.does(slug, { type: "topic.park", topicId: "topic-two" });
  const late = await away.watch(slug);
  if (!("view" in late)) throw new Error(`Could not watch: ${JSON.stringify(late)}`);
  for (const watcher of watchers) await watcher.reaches(late.seq);
  for (const watcher of watchers) expect(watcher.replica!.view.topics).toEqual(late.view.topics);
  const told: Told = {
    slug,
    outlets: await outlets(slug),
    changes: votesOnly,
    presences: watchers.flatMap(({ presences }) => presences.flatMap(({ some }) => some)),
    // Each once: how many steps share a message is up to the moment.
    messagesToOthers: [...new Set(watchers.flatMap(({ mine }) => mine.map(({ me }) => JSON.stringify(me))))],
    watch: even(JSON.stringify(late), view),
  };
  for (const each of [...watchers, away]) each.close();
  return told;
}

test("[A20] while tallies are closed no outlet tells how people voted, and all of them do once voting closes", async () => {
  const [first, second] = [await tell(FIRST), await tell(SECOND)];
  expect(first.outlets).toEqual(second.outlets);
  expect(first.watch).toBe(second.watch);
  expect(first.messagesToOthers).toEqual(second.messagesToOthers);

  for (const { slug, changes, presences } of [first, second]) {
    // A vote changes how many have voted, for everyone to see, and nothing else.
    for (const change of changes) {
      expect(change).toMatchObject({ kind: "people" });
      expect(Object.keys("set" in change ? change.set : {}).toSorted()).toEqual(["count", "voted"]);
    }
    const voterIds = voters.map(({ id }) => id);
    expect(presences.filter((id) => voterIds.includes(id as string))).toEqual([]);
    const told = JSON.stringify([first.outlets, changes]);
    for (const { id, label } of voters) expect(told.includes(id) || told.includes(label), label).toBe(false);
    const { view } = await nobody.look(slug);
    expect(view.people).toMatchObject({ count: 7, voted: 5, crowd: null });
    expect(view.schedule.cut).toBeNull();
    for (const { votes, picks, shown, support, lens } of view.topics)
      expect([votes, picks, shown, support, lens]).toEqual([null, null, null, null, null]);
    for (const line of (await nobody.get(`/m/${slug}/votes.csv`)).text.trim().split("\r\n").slice(1))
      expect(line).toMatch(/^\d,Topic \d,[a-z]+,,,,,Ana/u);
    // Who has voted sees their own.
    const { me } = await voters[0]!.look(slug);
    expect(me!.votes.length).toBeGreaterThan(0);
  }

  const watcher = await AgendaSocket.connect(nobody);
  await watcher.follow(first.slug);
  await olga.does(first.slug, { type: "meetup.edit", voting: { open: false } });
  const { seq, view } = (await nobody.look(first.slug)) satisfies Look;
  await watcher.reaches(seq);
  expect(watcher.replica!.view).toEqual(view);
  const three = { votes: 5, picks: 2, shown: 5, lens: { scale: { large: 5 } } };
  expect(view.topics.find(({ id }) => id === "topic-three")).toMatchObject(three);
  expect(view.people).toMatchObject({ crowd: { scale: { unknown: 6 } } });
  expect(view.schedule.cut).toMatchObject({ votes: { covered: null, uncovered: 0 } });
  const csv = (await nobody.get(`/m/${first.slug}/votes.csv`)).text;
  expect(csv).toContain("3,Topic 3,proposed,5,2,5,0.5655,Ana,\r\n");
  expect((await nobody.get(`/m/${first.slug}/export.md`)).text).toContain("| 3 | Topic 3 | 5 | Proposed | Ana |");
  expect((await nobody.get<{ view: View }>(`/m/${first.slug}/export.json`)).body.view).toEqual(view);
  watcher.close();
});

test("[E5] export.json is the view for a reader without a name, with comments, notes and the public log", async () => {
  const { slug } = await olga.makesMeetup();
  await ana.does(slug, { type: "topic.propose", id: "topic-one", title: "Packaging" });
  await voters[0]!.does(slug, { type: "vote.cast", topicId: "topic-one" });
  await ana.does(slug, { type: "comment.add", id: "a-comment", topicId: "topic-one", body: "Who else?" });
  const { seq, view } = await nobody.look(slug);
  const { body, headers } = await olga.get<Record<string, unknown>>(`/m/${slug}/export.json`);
  expect(headers.get("content-type")).toMatch(/^application\/json/u);
  expect(body).toEqual({
    seq,
    view,
    comments: { "topic-one": (await nobody.get(`/api/meetups/${slug}/topics/topic-one/comments`)).body },
    log: (await nobody.get<{ entries: unknown[] }>(`/api/meetups/${slug}/log`)).body.entries,
    notes: { [view.topics[0]!.padId]: expect.stringContaining("Packaging") },
  });
  expect(body.log).toMatchObject([
    { seq: 1, type: "meetup.created", by: olga.id },
    { seq: 2, type: "topic.proposed", by: ana.id, topicId: "topic-one", number: 1, title: "Packaging" },
    { seq: 4, type: "comment.added", by: ana.id, topicId: "topic-one", commentId: "a-comment" },
  ]);
});

test("[A23] the log is read on from any seq, and says which part of a question is wrong", async () => {
  const { slug } = await olga.makesMeetup();
  for (const id of TOPICS) await ana.does(slug, { type: "topic.propose", id, title: "One of four" });
  const read = async (query: string) => {
    const { body } = await nobody.get<{ entries: { seq: number }[]; more: boolean }>(
      `/api/meetups/${slug}/log${query}`,
    );
    return [body.entries.map(({ seq }) => seq), body.more];
  };
  expect(await read("")).toEqual([[1, 2, 3, 4, 5], false]);
  expect(await read("?after=3")).toEqual([[4, 5], false]);
  expect(await read("?after=1&limit=2")).toEqual([[2, 3], true]);
  expect(await read("?before=5&limit=3")).toEqual([[2, 3, 4], true]);
  expect(await read("?after=99")).toEqual([[], false]);
  for (const [query, path] of [
    ["?after=x", "after"],
    ["?after=-1", "after"],
    ["?after=1&after=2", "after"],
    ["?limit=501", "limit"],
    ["?limit=0", "limit"],
    ["?after=1&before=2", "before"],
    ["?since=2", "since"],
  ]) {
    const { status, body } = await nobody.get<{ errors: { path: string }[] }>(`/api/meetups/${slug}/log${query}`);
    expect([query, status, body.errors.map((error) => error.path)]).toEqual([query, 422, [path]]);
  }
  expect((await nobody.get("/api/meetups/no-such-meetup/log")).status).toBe(404);
  for (const path of ["votes.csv", "export.json", "history.atom", "schedule.ics"])
    expect((await nobody.get(`/m/no-such-meetup/${path}`)).status).toBe(404);
  for (const path of [`/api/meetups/${slug}/log`, `/m/${slug}/votes.csv`, `/m/${slug}/export.json`]) {
    const { status, headers } = await olga.post(path, {});
    expect([path, status, headers.get("allow")]).toEqual([path, 405, "GET, HEAD"]);
    expect((await nobody.get(path)).headers.get("x-robots-tag")).toBe("noindex");
  }
  const feed = await nobody.get(`/m/${slug}/history.atom`);
  expect(feed.headers.get("content-type")).toMatch(/^application\/atom\+xml/u);
  expect(feed.headers.get("x-robots-tag")).toBe("noindex");
  expect(feed.text).toContain("<title>Ana proposed 4. One of four</title>");
  expect(feed.text).toContain(`href="${server.url}/m/${slug}/4"`);
});
