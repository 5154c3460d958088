import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import type { CommandInput } from "../../shared/meetup/commands.ts";
import type { MeetupView } from "../../shared/meetup/view.ts";
import type { CommandAnswer } from "../../shared/protocol/changes.ts";
import { Browser, deliverAll, MeetupServer, settled } from "./support/meetup-wire.ts";

const propose = (id: string, title = "Rabbit in production"): CommandInput => ({ type: "topic.propose", id, title });
const cast = (topicId: string): CommandInput => ({ type: "vote.cast", topicId });
const retract = (topicId: string): CommandInput => ({ type: "vote.retract", topicId });

describe("a browser's copy of a meetup", () => {
  let server: MeetupServer;
  let ana: Browser;

  beforeEach(async () => {
    server = new MeetupServer();
    server.does("ben", propose("topic-0001"));
    server.does("ben", propose("topic-0002", "Packaging"));
    server.does("ben", cast("topic-0001"));
    ana = new Browser(server, "ana");
    ana.wire.goUp();
    await deliverAll(server, ana);
  });

  it("shows what the server has", () => {
    expect(ana.replica.status).toEqual({ state: "open" });
    expect(ana.replica.reach).toBe("live");
    expect(ana.replica.view).toEqual(server.story.view());
  });

  it("shows an own vote at once, counts it once, and keeps it when the server has it", async () => {
    const answer = ana.replica.ask(cast("topic-0001"));
    expect(ana.votesOf("topic-0001")).toBe(2);
    expect(ana.replica.me?.votes).toEqual(["topic-0001"]);
    const seen = new Set<number | null | undefined>();
    ana.replica.subscribe(() => seen.add(ana.votesOf("topic-0001")));
    await deliverAll(server, ana);
    expect(await answer).toEqual({ seq: server.seq });
    expect([...seen]).toEqual([2]);
    expect(ana.replica.unconfirmed).toEqual([]);
    expect(ana.replica.view).toEqual(server.story.view());
    expect(ana.replica.me).toEqual(server.me("ana"));
  });

  it("counts an own vote once when changes come before the answer", async () => {
    void ana.replica.ask(cast("topic-0001"));
    ana.wire.deliver("up");
    const seen: (number | null | undefined)[] = [];
    ana.replica.subscribe(() => seen.push(ana.votesOf("topic-0001")));
    server.flush();
    await deliverAll(server, ana);
    expect(new Set(seen)).toEqual(new Set([2]));
  });

  it("takes back what the server refuses, and tells the one who asked", async () => {
    server.does("olga", { type: "meetup.setPhase", phase: "closed" });
    const answer = ana.replica.ask(cast("topic-0001"));
    expect(ana.votesOf("topic-0001")).toBe(2);
    await deliverAll(server, ana);
    expect(await answer).toMatchObject({ problem: { status: 409 } });
    expect(ana.votesOf("topic-0001")).toBe(1);
    expect(ana.replica.me?.votes).toEqual([]);
  });

  it("passes over changes that it has already", async () => {
    server.does("ben", cast("topic-0002"));
    await deliverAll(server, ana);
    const before = ana.replica.view;
    ana.wire.down((listener) =>
      listener.changes({
        slug: "porto",
        from: 0,
        seq: 2,
        changes: [{ kind: "tallies", rows: [["topic-0002", 9, 0, 9]] }],
      }),
    );
    await deliverAll(server, ana);
    expect(ana.replica.view).toEqual(before);
    expect(ana.votesOf("topic-0002")).toBe(1);
  });

  it("takes nothing of what is told about another meetup", async () => {
    const seq = server.seq + 1;
    const changes = [{ kind: "tallies" as const, rows: [["topic-0002", 9, 0, 9] as [string, number, number, number]] }];
    ana.wire.down((listener) => listener.changes({ slug: "lisbon", from: 0, seq, changes }));
    const me = { ...server.me("ana"), votes: ["topic-0002"] };
    ana.wire.down((listener) => listener.me({ slug: "lisbon", seq, me }));
    await deliverAll(server, ana);
    expect(ana.replica.view).toEqual(server.story.view());
    expect(ana.replica.me).toEqual(server.me("ana"));
  });

  it("passes over an answer that was long on its way", async () => {
    const early = server.whole(ana.wire);
    server.does("ben", cast("topic-0002"));
    await deliverAll(server, ana);
    ana.wire.answersRead(early);
    await settled();
    expect(ana.replica.view).toEqual(server.story.view());
  });

  it("keeps an own vote as one's own while only what everybody sees has come", async () => {
    void ana.replica.ask(cast("topic-0001"));
    while (ana.wire.deliver("up"));
    server.flush();
    // The answer, then the changes; one's own part is still under way.
    for (let messages = 0; messages < 2; messages += 1) {
      ana.wire.deliver("down");
      await settled();
    }
    expect(ana.replica.unconfirmed).toEqual([]);
    expect([ana.votesOf("topic-0001"), ana.replica.me?.votes]).toEqual([2, ["topic-0001"]]);
  });

  it("asks for what it has missed on a connection that stands", async () => {
    server.does("ben", cast("topic-0002"));
    ana.wire.isWatching = false;
    server.flush();
    ana.wire.isWatching = true;
    server.does("chi", cast("topic-0002"));
    await deliverAll(server, ana);
    expect(ana.votesOf("topic-0002")).toBe(2);
    expect(ana.replica.view).toEqual(server.story.view());
  });

  it("asks for what is between when changes start after where it stands", async () => {
    server.does("ben", cast("topic-0002"));
    server.flush();
    // The first batch is lost although the connection stands.
    while (ana.wire.deliver("up"));
    ana.wire.goDown();
    ana.wire.goUp();
    server.does("chi", cast("topic-0002"));
    await deliverAll(server, ana);
    expect(ana.votesOf("topic-0002")).toBe(2);
    expect(ana.replica.view).toEqual(server.story.view());
  });

  it("keeps what is asked while offline, and sends it in order when back", async () => {
    ana.wire.goDown();
    void ana.replica.ask(propose("topic-0003", "Ceph, when to split"));
    void ana.replica.ask(cast("topic-0003"));
    void ana.replica.ask({ type: "comment.add", topicId: "topic-0001", id: "comment-0001", body: "We did." });
    await ana.wait(2000);
    expect(ana.replica.reach).toBe("offline");
    expect(ana.replica.isHeldUp).toBe(true);
    expect(ana.replica.view?.topics.map(({ title, votes, comments }) => [title, votes, comments])).toEqual([
      ["Rabbit in production", 1, 1],
      ["Packaging", 0, 0],
      ["Ceph, when to split", 1, 0],
    ]);
    ana.wire.goUp();
    await deliverAll(server, ana);
    expect(ana.replica.reach).toBe("live");
    expect(ana.replica.unconfirmed).toEqual([]);
    expect(ana.replica.view).toEqual(server.story.view());
    expect(server.story.view().topics.map(({ votes, comments }) => [votes, comments])).toEqual([
      [1, 1],
      [0, 0],
      [1, 0],
    ]);
  });

  it("[A46] shows what organizers ask of the meetup and its topics at once, as it will be, and says what doesn't show", async () => {
    const olga = new Browser(server, "olga");
    olga.wire.goUp();
    await deliverAll(server, ana, olga);
    const told = ({ meetup, topics }: MeetupView) => ({
      meetup,
      topics: topics.map(({ id, status, mergedInto, mergedFrom }) => ({ id, status, mergedInto, mergedFrom })),
    });
    for (const command of [
      { type: "topic.park", topicId: "topic-0001" },
      { type: "topic.restore", topicId: "topic-0001" },
      { type: "topic.merge", from: "topic-0001", into: "topic-0002" },
      { type: "topic.unmerge", topicId: "topic-0001" },
      { type: "sideGroup.start", id: "group-0001", topicId: "topic-0001" },
      { type: "topic.park", topicId: "topic-0001" },
      { type: "topic.restore", topicId: "topic-0001" },
      {
        type: "meetup.edit",
        title: "Porto",
        voting: { picks: 2 },
        practical: { food: "At noon" },
        proposals: { open: false },
      },
      { type: "meetup.setPhase", phase: "gathering" },
      { type: "meetup.setPhase", phase: "voting" },
      { type: "meetup.setPhase", phase: "gathering" },
    ] satisfies CommandInput[]) {
      expect(olga.replica.shows(command), command.type).toBe(true);
      void olga.replica.ask(command);
      const early = told(olga.replica.view!);
      await deliverAll(server, ana, olga);
      expect(early, command.type).toEqual(told(server.story.view()));
    }
    void olga.replica.ask({ type: "profile.set", people: "1-4" });
    expect(olga.replica.me?.profile).toEqual({ people: "1-4" });
    expect(olga.replica.shows({ type: "schedule.publish" })).toBe(false);
    expect(olga.replica.shows({ type: "person.setRole", personId: "ben", role: "organizer" })).toBe(false);
  });

  it("[A46] counts a comment no more that is removed without a connection, also after a reload", async () => {
    const say = (id: string): CommandInput => ({ type: "comment.add", topicId: "topic-0001", id, body: "We did." });
    for (const id of ["comment-0001", "comment-0002"]) server.does("ana", say(id));
    await deliverAll(server, ana);
    ana.wire.goDown();
    void ana.replica.ask({ type: "comment.remove", commentId: "comment-0002" }, { topicId: "topic-0001" });
    expect(ana.replica.view?.topics.map(({ comments }) => comments)).toEqual([1, 0]);
    ana.replica.close();
    const again = new Browser(server, "ana", ana.keeper);
    again.wire.answersRead();
    await settled();
    expect(again.replica.view?.topics.map(({ comments }) => comments)).toEqual([1, 0]);
    again.wire.goUp();
    await deliverAll(server, again);
    expect(again.replica.unconfirmed).toEqual([]);
    expect(again.replica.view).toEqual(server.story.view());
    expect(again.replica.view?.topics.map(({ comments }) => comments)).toEqual([1, 0]);
  });

  it("sends again what was under way when the connection broke, and it counts once", async () => {
    const answer = ana.replica.ask(cast("topic-0001"));
    ana.wire.deliver("up");
    ana.wire.goDown();
    ana.wire.goUp();
    await deliverAll(server, ana);
    expect(await answer).toEqual({ seq: server.seq });
    expect(ana.votesOf("topic-0001")).toBe(2);
    expect(ana.replica.unconfirmed).toEqual([]);
  });

  it("keeps what is unsent over a reload", async () => {
    ana.wire.goDown();
    void ana.replica.ask(cast("topic-0002"));
    void ana.replica.ask({ type: "comment.add", topicId: "topic-0001", id: "comment-0001", body: "Not lost." });
    ana.replica.close();
    const again = new Browser(server, "ana", ana.keeper);
    again.wire.goUp();
    await deliverAll(server, again);
    expect(again.replica.view).toEqual(server.story.view());
    expect(again.votesOf("topic-0002")).toBe(1);
    expect(server.story.view().topics[0]?.comments).toBe(1);
    expect(again.keeper.length).toBe(0);
  });

  it("tells of a refusal that nobody waits for any more", async () => {
    ana.wire.goDown();
    void ana.replica.ask(cast("topic-0002"));
    ana.replica.close();
    server.does("olga", { type: "meetup.setPhase", phase: "running" });
    const again = new Browser(server, "ana", ana.keeper);
    const refusals: [CommandInput, number][] = [];
    again.replica.onRefusedLater((command, { status }) => refusals.push([command, status]));
    again.wire.goUp();
    await deliverAll(server, again);
    expect(refusals).toEqual([[cast("topic-0002"), 409]]);
    expect(again.keeper.length).toBe(0);
  });

  it("sends what was left to one who is known only after the connection stands", async () => {
    ana.wire.goDown();
    void ana.replica.ask(cast("topic-0002"));
    ana.replica.close();
    const again = new Browser(server, "ana", ana.keeper, false);
    again.wire.isNamed = true;
    again.wire.goUp();
    await deliverAll(server, again);
    expect(again.votesOf("topic-0002")).toBe(0);
    again.hearsWhoItIs();
    await deliverAll(server, again);
    expect(again.replica.unconfirmed).toEqual([]);
    expect(again.replica.view).toEqual(server.story.view());
    expect([again.votesOf("topic-0002"), again.keeper.length]).toEqual([1, 0]);
  });

  it("leaves what another person has left on this device alone", async () => {
    ana.wire.goDown();
    void ana.replica.ask(cast("topic-0002"));
    ana.replica.close();
    const eva = new Browser(server, "eva", ana.keeper);
    eva.wire.goUp();
    await deliverAll(server, eva);
    expect(eva.votesOf("topic-0002")).toBe(0);
    expect(eva.keeper.length).toBe(1);
  });

  it.each(["unavailable", "too-many"] as const)("tries again by itself while the server answers %s", async (reason) => {
    server.refusing = reason;
    const answers: CommandAnswer[] = [];
    void ana.replica.ask(cast("topic-0001")).then((answer) => answers.push(answer));
    await deliverAll(server, ana);
    expect(answers).toEqual([]);
    expect(ana.replica.isHeldUp).toBe(true);
    expect(ana.votesOf("topic-0001")).toBe(2);
    server.refusing = undefined;
    await ana.wait(2000);
    await deliverAll(server, ana);
    expect(answers).toEqual([{ seq: server.seq }]);
    expect(ana.replica.isHeldUp).toBe(false);
    expect(ana.replica.view).toEqual(server.story.view());
  });

  it("says when the meetup was deleted", async () => {
    ana.wire.down((listener) =>
      listener.changes({ slug: "porto", from: 0, seq: server.seq + 1, changes: [{ kind: "meetup", gone: true }] }),
    );
    await deliverAll(server, ana);
    expect(ana.replica.status).toEqual({ state: "deleted" });
  });

  it.each(["unavailable", "fault", "too-many"] as const)(
    "asks again by itself where the server answers %s, and says nothing is wrong with what is shown",
    async (reason) => {
      const before = ana.replica.view;
      void ana.replica.ask(cast("topic-0002"));
      ana.wire.goDown();
      server.does("ben", propose("topic-0003"));
      server.tellsNothing = reason;
      ana.wire.goUp();
      await deliverAll(server, ana);
      expect(ana.replica.status).toEqual({ state: "open" });
      expect(ana.replica.view?.topics).toHaveLength(before!.topics.length);
      server.tellsNothing = undefined;
      await ana.wait(2000);
      await deliverAll(server, ana);
      expect(ana.replica.view).toEqual(server.story.view());
      expect([ana.votesOf("topic-0002"), ana.replica.unconfirmed]).toEqual([1, []]);
    },
  );

  it("shows who looks at this meetup, at no other", async () => {
    ana.wire.down((listener) => listener.presence({ slug: "lisbon", count: 9, some: ["ben"] }));
    await deliverAll(server, ana);
    expect(ana.replica.presence).toBe(undefined);
    ana.wire.down((listener) => listener.presence({ slug: "porto", count: 2, some: ["ben"] }));
    await deliverAll(server, ana);
    expect(ana.replica.presence).toMatchObject({ count: 2, some: ["ben"] });
  });

  it("says that news don't come only once they haven't for a while, and up to when they have", async () => {
    const begun = Date.UTC(2026, 2, 9, 9);
    await ana.wait(60_000);
    ana.wire.goDown();
    await ana.wait(1000);
    ana.wire.goUp();
    await ana.wait(60_000);
    // They are long in coming, but there is a way.
    expect([ana.replica.reach, ana.replica.asOf]).toEqual(["live", begun + 60_000]);
    ana.wire.goDown();
    expect([ana.replica.reach, ana.replica.asOf]).toEqual(["live", begun + 60_000]);
    await ana.wait(1500);
    expect(ana.replica.reach).toBe("offline");
    ana.wire.goUp();
    await deliverAll(server, ana);
    ana.wire.goDown();
    expect([ana.replica.reach, ana.replica.asOf]).toEqual(["live", begun + 122_500]);
  });

  it("says when it has read all of it, where a connection brought no news since", async () => {
    const page = new Browser(server, "ana");
    await page.wait(1000);
    page.wire.answersRead();
    await page.wait(0);
    await page.wait(5000);
    page.wire.goUp();
    await page.wait(5000);
    page.wire.goDown();
    expect(page.replica.asOf).toBe(Date.UTC(2026, 2, 9, 9) + 1000);
  });

  it("stops all that goes on by itself when it is closed", async () => {
    const told: unknown[] = [];
    ana.replica.subscribe(() => told.push(ana.replica.view));
    server.refusing = "unavailable";
    void ana.replica.ask(cast("topic-0001"));
    await deliverAll(server, ana);
    server.does("ben", cast("topic-0002"));
    ana.wire.goDown();
    ana.wire.goUp();
    ana.wire.losesPatience();
    await settled();
    ana.wire.goDown();
    // To send and to ask once more, to keep what is known, and to miss the connection.
    expect(ana.timers).toBeGreaterThanOrEqual(3);
    told.length = 0;
    ana.replica.close();
    ana.changesHands("ben");
    ana.wire.answersRead();
    await settled();
    expect([ana.timers, ana.wire.isHeard, told]).toEqual([0, false, []]);
  });

  it("is told nothing more by the server when it is closed, whatever comes then", async () => {
    const eva = new Browser(server, "eva");
    eva.wire.goUp();
    eva.replica.close();
    eva.wire.answersRead();
    await deliverAll(server, eva);
    expect([eva.replica.view, eva.timers]).toEqual([undefined, 0]);
    expect(ana.wire.isWatching).toBe(true);
    ana.replica.close();
    expect(ana.wire.isWatching).toBe(false);
  });

  it("refuses to ask on behalf of nobody", async () => {
    const nobody = new Browser(server, "x");
    Object.defineProperty(nobody.replica, "person", { value: null });
    expect(await nobody.replica.ask(cast("topic-0001"))).toMatchObject({ problem: { status: 401 } });
  });
});

describe("whatever the network does", () => {
  const topicId = fc.constantFrom("topic-0001", "topic-0002", "topic-0003");
  const command: fc.Arbitrary<CommandInput> = fc.oneof(
    { weight: 4, arbitrary: topicId.map(cast) },
    { weight: 2, arbitrary: topicId.map(retract) },
    topicId.map((id) => propose(id, `About ${id}`)),
    fc.record({
      type: fc.constant("topic.edit" as const),
      topicId,
      title: fc.constantFrom("New words", "Other words"),
    }),
    fc.record({ type: fc.constant("topic.withdraw" as const), topicId }),
    fc
      .record({ id: fc.constantFrom("group-0001", "group-0002"), title: fc.constantFrom("Sofas", "Canal") })
      .map((group) => ({ type: "sideGroup.start" as const, ...group })),
    fc
      .constantFrom("group-0001", "group-0002")
      .chain((sideGroupId) =>
        fc.constantFrom(
          { type: "sideGroup.join" as const, sideGroupId },
          { type: "sideGroup.leave" as const, sideGroupId },
        ),
      ),
    fc
      .record({ topicId, id: fc.constantFrom("comment-01", "comment-02"), body: fc.constant("Yes.") })
      .map((comment) => ({ type: "comment.add" as const, ...comment })),
    fc.constantFrom("gathering" as const, "voting" as const, "running" as const).map((phase) => ({
      type: "meetup.setPhase" as const,
      phase,
    })),
  );
  const who = fc.nat({ max: 1 });
  const step = fc.oneof(
    { weight: 5, arbitrary: fc.record({ do: fc.constant("ask" as const), who, command }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant("other" as const), command }) },
    {
      weight: 6,
      arbitrary: fc.record({
        do: fc.constant("deliver" as const),
        who,
        way: fc.constantFrom("up" as const, "down" as const),
      }),
    },
    { weight: 3, arbitrary: fc.constant({ do: "flush" as const }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("cut" as const), who }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant("mend" as const), who }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("reload" as const), who }) },
  );

  it("every browser ends at the server's view, and nothing asked is left behind", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 60 }), async (steps) => {
        const server = new MeetupServer();
        server.does("olga", propose("topic-0001"));
        const browsers = [new Browser(server, "ana"), new Browser(server, "ben")] as const;
        const here: Browser[] = [...browsers];
        for (const each of here) each.wire.goUp();
        for (const each of steps) {
          const browser = "who" in each ? here[each.who]! : here[0]!;
          if (each.do === "ask") void browser.replica.ask(each.command);
          else if (each.do === "other") server.does("olga", each.command);
          else if (each.do === "deliver") browser.wire.deliver(each.way);
          else if (each.do === "flush") server.flush();
          else if (each.do === "cut") browser.wire.goDown();
          else if (each.do === "mend") browser.wire.goUp();
          else {
            browser.wire.goDown();
            browser.replica.close();
            here[each.who] = new Browser(server, browser.wire.personId, browser.keeper);
          }
          await settled();
        }
        for (const each of here) each.wire.goUp();
        await deliverAll(server, ...here);
        for (const each of here) {
          expect(each.replica.unconfirmed).toEqual([]);
          expect(each.replica.view).toEqual(server.story.view());
          expect(each.replica.me).toEqual(server.me(each.wire.personId));
          expect(each.keeper.length).toBe(0);
        }
      }),
      { numRuns: 120 },
    );
  });
});

describe("when somebody takes a name", () => {
  it("reads the meetup anew, for what it shows depends on who reads", async () => {
    const server = new MeetupServer();
    server.does("olga", { type: "sideGroup.start", id: "group-0001", title: "Sofas" });
    const ana = new Browser(server, "ana", undefined, false);
    ana.wire.goUp();
    await deliverAll(server, ana);
    expect(ana.replica.view?.sideGroups[0]?.members).toBe(1);
    expect(ana.replica.me).toBe(null);

    ana.takesAName();
    ana.wire.goDown();
    ana.wire.goUp();
    await deliverAll(server, ana);
    expect(ana.replica.view).toEqual(server.story.view("named"));
    expect(ana.replica.me).toEqual(server.me("ana"));
    void ana.replica.ask({ type: "sideGroup.join", sideGroupId: "group-0001" });
    expect(ana.replica.view?.sideGroups[0]?.members).toEqual(["olga", "ana"]);
  });
});
