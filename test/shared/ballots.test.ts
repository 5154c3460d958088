/** Votes by when their people came: what organizers see of them, set aside and count again. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { atOnce } from "../../shared/in-parts.ts";
import { burstsOf } from "../../shared/meetup/bursts.ts";
import { commandSchema, type CommandInput } from "../../shared/meetup/commands.ts";
import { decide, type LoggedCommand } from "../../shared/meetup/decide.ts";
import { intervalOf } from "../../shared/meetup/five-minutes.ts";
import { emptyHistory, notingInHistory } from "../../shared/meetup/history.ts";
import { publicLog } from "../../shared/meetup/public-log.ts";
import { meOf } from "../../shared/meetup/view-of/me-of.ts";
import { MeetupStory, nameOf } from "../helpers/meetup-story.ts";

const FROM = "2026-03-09T09:00:00.000Z";
const TO = "2026-03-09T09:05:00.000Z";
const CROWD = ["bot-1", "bot-2", "bot-3", "bot-4", "bot-5", "bot-6"];
const voiding = { type: "ballots.void", from: FROM } as const;
const counting = { type: "ballots.count", from: FROM } as const;

/** Ana's two topics; she came long before all others, who come within the same five minutes and vote for the first. */
function burst(crowd: readonly string[] = CROWD): MeetupStory {
  const story = new MeetupStory();
  for (const [id, title] of [
    ["topic-one", "Packaging"],
    ["topic-two", "Upgrades"],
  ] as const)
    story.does("ana", { type: "topic.propose", id, title });
  story.state.arrivals.set("ana", "2026-03-09T08:00:00.000Z");
  story.does("ana", { type: "vote.cast", topicId: "topic-one", as: "pick" });
  for (const personId of crowd) story.does(personId, { type: "vote.cast", topicId: "topic-one" });
  return story;
}

const intervalsOf = ({ state }: MeetupStory) => atOnce(burstsOf(state));
const countsOf = (story: MeetupStory) => story.view().topics.map(({ votes, picks, shown }) => [votes, picks, shown]);

describe("bursts of votes", () => {
  it("[A55] are told from five newcomers on, with topics that five of them voted for, but for organizers", () => {
    expect(intervalsOf(burst(CROWD.slice(0, 4)))).toEqual([]);
    const story = burst(CROWD.slice(0, 5));
    for (const personId of CROWD.slice(0, 4)) story.does(personId, { type: "vote.cast", topicId: "topic-two" });
    const told = {
      from: FROM,
      to: TO,
      newcomers: 5,
      votes: 9,
      void: false,
      topics: [{ topicId: "topic-one", votes: 5 }],
    };
    expect(intervalsOf(story)).toEqual([told]);
    // Whoever votes on both of two topics that were merged has one vote there.
    story.does("olga", { type: "topic.merge", from: "topic-two", into: "topic-one" });
    expect(intervalsOf(story)).toEqual([{ ...told, votes: 5 }]);
    story.does("olga", voiding);
    expect(intervalsOf(story)).toEqual([{ ...told, votes: 5, void: true }]);
    story.does("olga", { type: "topic.unmerge", topicId: "topic-two" });
    expect(intervalsOf(story)).toEqual([{ ...told, void: true }]);
  });

  it("[A55] count neither organizers nor who was removed, nor what was merely shown, and each vote where it counts", () => {
    const story = burst();
    story.does("olga", { type: "vote.cast", topicId: "topic-one" });
    for (const personId of CROWD.slice(0, 5)) story.does(personId, { type: "vote.cast", topicId: "topic-two" });
    story.does("bot-6", { type: "topic.markShown", topicIds: ["topic-two"] });
    const topics = [
      { topicId: "topic-one", votes: 6 },
      { topicId: "topic-two", votes: 5 },
    ];
    expect(intervalsOf(story)).toMatchObject([{ newcomers: 6, votes: 11, topics }]);
    story.does("olga", voiding);
    expect(intervalsOf(story)).toMatchObject([{ newcomers: 6, votes: 11, topics }]);
    story.does("olga", { type: "person.remove", personId: "bot-6" });
    expect(intervalsOf(story)).toMatchObject([{ newcomers: 5, votes: 10, topics: [{ votes: 5 }, { votes: 5 }] }]);
    // What was voted for counts for what it goes on in, also while it is set aside.
    story.does("ana", { type: "topic.propose", id: "topic-three", title: "Releases" });
    story.does("olga", { type: "topic.merge", from: "topic-two", into: "topic-three" });
    expect(
      intervalsOf(story)[0]!
        .topics.map(({ topicId }) => topicId)
        .toSorted(),
    ).toEqual(["topic-one", "topic-three"]);
    for (const personId of CROWD) story.does("olga", { type: "person.remove", personId });
    expect(intervalsOf(story)).toMatchObject([{ newcomers: 0, votes: null, void: true }]);
  });

  it("[A55] are told the latest first, and topics by how many voted for them", () => {
    const story = burst();
    for (let n = 0; n < 5; n++) {
      story.state.arrivals.set(`late-${n}`, TO);
      for (const topicId of ["topic-one", "topic-two"]) story.does(`late-${n}`, { type: "vote.cast", topicId });
    }
    story.state.arrivals.set("late-5", TO);
    story.does("late-5", { type: "vote.cast", topicId: "topic-two" });
    expect(intervalsOf(story).map(({ from, topics }) => [from, topics.map(({ topicId }) => topicId)])).toEqual([
      [TO, ["topic-two", "topic-one"]],
      [FROM, ["topic-one"]],
    ]);
  });

  it("[A55] tell their people that they can't vote, though they have not voted yet", () => {
    const story = burst([]);
    for (const personId of CROWD)
      story.does(personId, { type: "topic.propose", id: `topic-of-${personId}`, title: "Ours" });
    const { touched } = story.does("olga", voiding) as { touched: Set<string> };
    expect([...touched]).toEqual(expect.arrayContaining(["mine", "people"]));
  });

  it("[A55] [A20] say nothing of votes while tallies are withheld", () => {
    const story = burst();
    story.does("olga", { type: "meetup.edit", voting: { tallies: "closed" } });
    expect(intervalsOf(story)).toMatchObject([{ newcomers: 6, votes: null, topics: [] }]);
  });

  it("[A55] are looked at by organizers only, from five people on, at the start of five minutes", () => {
    expect(burst().does("ana", voiding)).toEqual({ refused: "organizers-only" });
    expect(burst(CROWD.slice(0, 4)).does("olga", voiding)).toEqual({ refused: "few-newcomers", path: "from" });
    const later = { type: "ballots.void", from: TO } as const;
    expect(burst().does("olga", later)).toEqual({ refused: "few-newcomers", path: "from" });
    for (const from of ["2026-03-09T09:01:00Z", "2026-03-09", "2026-03-09T09:00:00.001Z", 5])
      expect(commandSchema.safeParse({ type: "ballots.void", from }).success, String(from)).toBe(false);
    // The same instant in another offset is the same.
    const elsewhere = { type: "ballots.void", from: "2026-03-09T10:00:00+01:00" } as const;
    const story = burst();
    expect(story.does("olga", elsewhere)).toHaveProperty("touched");
    expect(story.does("olga", voiding)).toBe("nothing");
  });
});

describe("votes that were set aside", () => {
  it("[C3] [A55] are no vote to whoever still has to enter the room code: they hear of that first", () => {
    const story = burst();
    story.does("olga", voiding);
    story.does("olga", { type: "meetup.edit", voting: { roomCode: true } });
    const vote = { type: "vote.cast", topicId: "topic-one" } as const;
    expect(story.does("bot-1", vote)).toEqual({ refused: "room-code" });
    story.does("bot-1", { type: "roomCode.enter", code: "ROOM-01" });
    expect(story.does("bot-1", vote)).toEqual({ refused: "ballots-void", path: "topicId" });
  });

  it("[A55] count nowhere, and their people do everything but vote", () => {
    const story = burst();
    story.does("bot-1", { type: "topic.markShown", topicIds: ["topic-two"] });
    const before = countsOf(story);
    expect(story.does("olga", voiding)).toHaveProperty("touched");
    expect(countsOf(story)).toEqual([
      [1, 1, 1],
      [0, 0, 0],
    ]);
    expect(story.view().people).toMatchObject({ count: 8, voted: 1 });
    expect(meOf(story.state, "bot-1")).toMatchObject({ ballotsVoid: true, votes: [], picks: [] });
    expect(meOf(story.state, "ana")).not.toHaveProperty("ballotsVoid");
    for (const type of ["vote.cast", "vote.retract"] as const)
      expect(story.does("bot-1", { type, topicId: "topic-one" })).toEqual({ refused: "ballots-void", path: "topicId" });
    expect(story.does("bot-1", { type: "topic.markShown", topicIds: ["topic-one"] })).toBe("nothing");
    expect(story.does("bot-1", { type: "topic.propose", id: "topic-bot", title: "Ours" })).toHaveProperty("touched");
    // Who comes while these five minutes last is one of them.
    expect(story.does("bot-9", { type: "vote.cast", topicId: "topic-one" })).toEqual({
      refused: "ballots-void",
      path: "topicId",
    });
    expect(story.does("ana", { type: "vote.cast", topicId: "topic-two" })).toHaveProperty("touched");
    story.does("ana", { type: "vote.retract", topicId: "topic-two" });

    expect(story.does("olga", counting)).toHaveProperty("touched");
    expect(story.does("olga", counting)).toBe("nothing");
    expect(countsOf(story).slice(0, 2)).toEqual([before[0], [0, 0, 2]]);
    expect(meOf(story.state, "bot-1")).toMatchObject({ votes: ["topic-one"] });
    expect(story.replayed().ballotsAside.size).toBe(0);
  });

  it("[A55] aren’t organizers’: who is made one has theirs back, and loses them when unmade", () => {
    const story = burst();
    story.does("olga", { type: "vote.cast", topicId: "topic-one" });
    story.does("olga", voiding);
    expect(story.view().topics[0]!.votes).toBe(2);
    story.does("olga", { type: "person.setRole", personId: "bot-1", role: "organizer" });
    expect(story.view().topics[0]!.votes).toBe(3);
    expect(story.does("bot-1", { type: "vote.cast", topicId: "topic-two" })).toHaveProperty("touched");
    story.does("olga", { type: "person.setRole", personId: "bot-1", role: "participant" });
    expect(countsOf(story).map(([votes]) => votes)).toEqual([2, 0]);
    story.record("bot-2", { type: "organizer.joined" });
    expect(story.view().topics[0]!.votes).toBe(3);
    story.does("olga", counting);
    expect(countsOf(story).map(([votes]) => votes)).toEqual([8, 1]);
  });

  it("[A55] [A34] stay aside as long as either reason holds", () => {
    const orders: CommandInput[][] = [
      [{ type: "person.remove", personId: "bot-1" }, voiding, { type: "person.restore", personId: "bot-1" }, counting],
      [{ type: "person.remove", personId: "bot-1" }, voiding, counting, { type: "person.restore", personId: "bot-1" }],
      [voiding, { type: "person.remove", personId: "bot-1" }, counting, { type: "person.restore", personId: "bot-1" }],
      [voiding, { type: "person.remove", personId: "bot-1" }, { type: "person.restore", personId: "bot-1" }, counting],
    ];
    for (const commands of orders) {
      const story = burst();
      for (const [at, command] of commands.entries()) {
        expect(story.does("olga", command)).toHaveProperty("touched");
        const isAside = at < commands.length - 1;
        expect(story.state.topics.get("topic-one")!.voters.has("bot-1"), `${at} of ${JSON.stringify(commands)}`).toBe(
          !isAside,
        );
      }
      expect(story.view().topics[0]!.votes).toBe(7);
    }
  });

  it("[A55] [I2] [I3] follow who turns out to be one with somebody, who came first, and go with who is erased", () => {
    const story = burst();
    story.does("olga", voiding);
    story.record(null, { type: "person.joined", personId: "bot-1", into: "ana" });
    expect(story.view().topics[0]).toMatchObject({ votes: 1, picks: 1 });
    story.record(null, { type: "person.joined", personId: "ana", into: "bot-2" });
    expect(meOf(story.state, "bot-2")).toMatchObject({ votes: ["topic-one"], picks: ["topic-one"] });
    expect(meOf(story.state, "bot-2")).not.toHaveProperty("ballotsVoid");
    story.record(null, { type: "person.joined", personId: "bot-5", into: "bot-6" });
    expect(story.view().topics[0]).toMatchObject({ votes: 1, picks: 1 });
    story.record(null, { type: "person.erased", personId: "bot-3" });
    expect([...story.state.arrivals.keys()].toSorted()).toEqual(["bot-2", "bot-4", "bot-6", "olga"]);
    expect([...story.state.ballotsAside.keys()]).toEqual(["bot-4", "bot-6"]);
    // Fewer than five are left: nothing is told of their votes, which can be counted again all the same.
    expect(intervalsOf(story)).toEqual([{ from: FROM, to: TO, newcomers: 2, votes: null, void: true, topics: [] }]);
    story.does("olga", counting);
    expect(story.view().topics[0]!.votes).toBe(3);
    expect(intervalsOf(story)).toEqual([]);
    expect(story.does("olga", counting)).toBe("nothing");
  });

  it("[A55] [A23] are in the public log as a number of people and when they came", () => {
    const story = burst();
    story.does("olga", voiding);
    story.does("olga", counting);
    const history = emptyHistory();
    for (const entry of structuredClone(story.log)) atOnce(notingInHistory(history, entry));
    const { entries } = publicLog({ history, state: story.state, nameOf }, { before: Number.MAX_SAFE_INTEGER }, 2);
    const row = { by: "olga", from: FROM, to: TO, people: 6 };
    expect(entries).toMatchObject([
      { ...row, type: "ballots.voided" },
      { ...row, type: "ballots.counted" },
    ]);
    expect(JSON.stringify([history, story.log.at(-2)])).not.toContain('bot-1"');
  });
});

/** Seconds at which people come, and what they vote. */
const comings = fc.array(
  fc.record({
    who: fc.integer({ min: 1, max: 14 }),
    seconds: fc.integer({ min: 0, max: 1200 }),
    topic: fc.constantFrom("topic-one", "topic-two"),
    as: fc.constantFrom("come" as const, "pick" as const),
  }),
  { minLength: 8, maxLength: 60 },
);

describe("whenever people come", () => {
  it("[A55] what is set aside and counted again leaves all counts as they were, and nobody is told of who is one of few", () => {
    let tried = 0;
    fc.assert(
      fc.property(comings, fc.nat(), (all, chosen) => {
        const story = burst([]);
        for (const { who, seconds, topic, as } of all.toSorted((a, b) => a.seconds - b.seconds)) {
          const at = new Date(Date.parse("2026-03-09T10:00:00Z") + 1000 * seconds).toISOString();
          const command = commandSchema.parse({ type: "vote.cast", topicId: topic, as }) as LoggedCommand;
          const decision = decide(story.state, command, {
            personId: `guest-${who}`,
            at,
            newPadId: () => "",
            newRoomCode: () => "",
          });
          if (decision.kind !== "facts") continue;
          story.record(`guest-${who}`, ...decision.facts);
          if (story.log.filter(({ by }) => by === `guest-${who}`).length === 1)
            story.state.arrivals.set(`guest-${who}`, intervalOf(at));
        }
        const told = intervalsOf(story);
        const came = [...story.state.arrivals].filter(([id]) => id !== "olga");
        for (const each of told) {
          expect(came.filter(([, from]) => from === each.from)).toHaveLength(each.newcomers);
          expect(Math.min(each.newcomers, ...each.topics.map(({ votes }) => votes))).toBeGreaterThanOrEqual(5);
        }
        for (const from of new Set(came.map(([, each]) => each)))
          if (!told.some((each) => each.from === from))
            expect(story.does("olga", { type: "ballots.void", from })).toMatchObject({ refused: "few-newcomers" });
        if (told.length === 0) return;
        tried += 1;
        const { from } = told[chosen % told.length]!;
        const { topics, people } = story.view();
        const mine = came.map(([id]) => meOf(story.state, id));
        expect(story.does("olga", { type: "ballots.void", from })).toHaveProperty("touched");
        for (const [id, each] of came)
          expect([...story.state.topics.values()].some(({ voters }) => voters.has(id))).toBe(each !== from);
        expect(intervalsOf(story)).toEqual(told.map((each) => (each.from === from ? { ...each, void: true } : each)));
        expect(story.does("olga", { type: "ballots.count", from })).toHaveProperty("touched");
        const counted = (some: typeof topics) => some.map((topic) => ({ ...topic, lens: null }));
        expect(counted(story.view().topics)).toEqual(counted(topics));
        expect(story.view().people.voted).toBe(people.voted);
        expect(came.map(([id]) => meOf(story.state, id))).toEqual(mine);
        expect(story.state.ballotsAside.size).toBe(0);
      }),
    );
    expect(tried).toBeGreaterThan(20);
  });
});
