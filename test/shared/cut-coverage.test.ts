import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inOrder, isOut } from "../../shared/meetup/ordering.ts";
import { MeetupStory } from "../helpers/meetup-story.ts";

const TOPICS = ["topic-one", "topic-two", "topic-three", "topic-four"];

/** Four topics and a hall with as many slots. */
function meetupWith(slots: number): MeetupStory {
  const meetup = new MeetupStory();
  for (const id of TOPICS) meetup.does("ana", { type: "topic.propose", id, title: `About ${id}` });
  meetup.does("olga", { type: "room.add", id: "main-hall", name: "Main hall" });
  for (let hour = 10; hour < 10 + slots; hour++)
    meetup.does("olga", {
      type: "slot.add",
      id: `slot-at-${hour}`,
      startsAt: `2026-03-09T${hour}:00:00Z`,
      endsAt: `2026-03-09T${hour}:45:00Z`,
    });
  return meetup;
}

/** How many people of this kind come and pick these topics. */
function pick(meetup: MeetupStory, kind: string, count: number, ...topicIds: string[]): void {
  for (let at = 0; at < count; at++)
    for (const topicId of topicIds) meetup.does(`${kind}-${at}`, { type: "vote.cast", topicId, as: "pick" });
}

const cutOf = (meetup: MeetupStory) => meetup.view().schedule.cut?.votes;

describe("the cut", () => {
  it("[A30] counts those with a top pick above the line or on the agenda, and names what most others wait for", () => {
    const meetup = meetupWith(1);
    pick(meetup, "rabbit", 9, "topic-one", "topic-two");
    pick(meetup, "puppet", 4, "topic-three", "topic-two");
    pick(meetup, "nova", 3, "topic-four");
    for (let at = 0; at < 9; at++) meetup.does(`just-${at}`, { type: "vote.cast", topicId: "topic-one" });
    expect(cutOf(meetup)).toEqual({ covered: 9, uncovered: 7, next: { topicId: "topic-two", people: 4 } });
    // On the agenda counts wherever it ranks.
    meetup.does("olga", {
      type: "session.schedule",
      id: "session-1",
      topicIds: ["topic-four"],
      roomId: "main-hall",
      slotId: "slot-at-10",
    });
    expect(cutOf(meetup)).toEqual({ covered: 3, uncovered: 13, next: { topicId: "topic-two", people: 13 } });
    // What is put aside or gone takes nobody's place, and nobody waits for it.
    meetup.does("olga", { type: "topic.park", topicId: "topic-two" });
    expect(cutOf(meetup)).toEqual({ covered: 3, uncovered: 13, next: { topicId: "topic-one", people: 9 } });
    meetup.does("ana", { type: "topic.withdraw", topicId: "topic-three" });
    meetup.does("ana", { type: "topic.withdraw", topicId: "topic-one" });
    expect(cutOf(meetup)).toBeUndefined();
  });

  it("[A30] never counts one or two, nor names what only so few wait for", () => {
    const meetup = meetupWith(1);
    pick(meetup, "rabbit", 2, "topic-one");
    expect(cutOf(meetup)).toEqual({ covered: null, uncovered: 0, next: null });
    pick(meetup, "puppet", 1, "topic-two");
    expect(cutOf(meetup)).toEqual({ covered: null, uncovered: null, next: null });
    pick(meetup, "nova", 2, "topic-three");
    pick(meetup, "rabbit", 5, "topic-one");
    expect(cutOf(meetup)).toEqual({ covered: 5, uncovered: 3, next: null });
  });

  it("[A30] is there only while there is a line to draw, and withheld with the tallies", () => {
    const meetup = meetupWith(0);
    pick(meetup, "rabbit", 4, "topic-one");
    expect(cutOf(meetup)).toBeUndefined();
    expect(cutOf(meetupWith(4))).toBeUndefined();
    const narrow = meetupWith(1);
    pick(narrow, "rabbit", 4, "topic-one");
    expect(cutOf(narrow)).toMatchObject({ covered: 4 });
    narrow.does("olga", { type: "meetup.edit", voting: { tallies: "closed" } });
    expect(cutOf(narrow)).toBeUndefined();
    const done = narrow.does("rabbit-9", { type: "vote.cast", topicId: "topic-two", as: "pick" });
    if (typeof done !== "object" || !("touched" in done)) throw new Error("The vote did not count");
    expect(narrow.changes(done.touched).map(({ kind }) => kind)).toEqual(["people"]);
  });

  it("[A30] follows the order that the list is in", () => {
    const meetup = meetupWith(1);
    pick(meetup, "many", 10, "topic-one");
    for (let at = 0; at < 30; at++) meetup.does(`looks-${at}`, { type: "topic.markShown", topicIds: ["topic-one"] });
    pick(meetup, "late", 5, "topic-two");
    const { cut } = meetup.view().schedule;
    expect(cut!.votes).toMatchObject({ covered: 10, uncovered: 5 });
    expect(cut!.support).toMatchObject({ covered: 5, uncovered: 10 });
  });

  it("[A59] follows the places that are left, as times go by without a session", () => {
    const meetup = meetupWith(2);
    pick(meetup, "rabbit", 9, "topic-one");
    pick(meetup, "puppet", 6, "topic-two");
    pick(meetup, "nova", 3, "topic-three");
    expect(meetup.view().schedule.cut).toMatchObject({ votes: { covered: 15, uncovered: 3 }, unused: 0 });
    meetup.passes(70);
    // Whatever anyone does next tells the time, and what it comes to is told with that.
    const told = meetup.does("ana", { type: "topic.markShown", topicIds: ["topic-four"] }) as { touched: Set<never> };
    const { cut } = meetup.view().schedule;
    expect(cut).toMatchObject({ votes: { covered: 9, uncovered: 9, next: { topicId: "topic-two" } }, unused: 1 });
    expect(told.touched).toContain("cut");
    expect(meetup.changes(told.touched)).toContainEqual({ kind: "schedule", set: { cut } });
    expect(meetup.replayed()).toEqual(meetup.state);
    // With a session in it a place that has gone by was used.
    meetup.does("olga", {
      type: "session.schedule",
      id: "session-1",
      topicIds: ["topic-one"],
      roomId: "main-hall",
      slotId: "slot-at-10",
    });
    expect(meetup.view().schedule.cut).toMatchObject({ votes: { covered: 15, uncovered: 3 }, unused: 0 });
    meetup.passes(60);
    meetup.does("ana", { type: "topic.markShown", topicIds: ["topic-three"] });
    expect(meetup.view().schedule.cut).toMatchObject({ votes: { covered: 9, uncovered: 9 }, unused: 1 });
  });

  it("[A30] counts a person once, whatever was merged", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(7), fc.constantFrom(...TOPICS)), { maxLength: 40 }),
        fc.uniqueArray(fc.constantFrom(...TOPICS), { minLength: 2, maxLength: 2 }),
        (picks, [from, into]) => {
          const meetup = meetupWith(1);
          for (const [person, topicId] of picks)
            meetup.does(`voter-${person}`, { type: "vote.cast", topicId, as: "pick" });
          meetup.does("olga", { type: "topic.merge", from: from!, into: into! });
          const kept = inOrder(meetup.view().topics, { by: "votes" }).filter((topic) => !isOut(topic));
          const pickers = (id: string) =>
            [id, ...(id === into ? [from!] : [])].flatMap((each) => [...meetup.state.topics.get(each)!.picks]);
          const everyone = new Set(kept.flatMap(({ id }) => pickers(id)));
          const covered = new Set(pickers(kept[0]!.id));
          const counted = (count: number) => (count === 1 || count === 2 ? null : count);
          expect(cutOf(meetup)).toMatchObject({
            covered: counted(covered.size),
            uncovered: counted(everyone.size - covered.size),
          });
        },
      ),
    );
  });
});

describe("the picture of who is here", () => {
  const answers = (meetup: MeetupStory, by: string, people: "1-4" | "5-15" | "over-15") =>
    meetup.does(by, { type: "profile.set", people });
  const scale = (meetup: MeetupStory) => meetup.view().people.crowd?.scale;

  it("[A31] counts everybody taking part, voters or not, and withholds small cells", () => {
    const meetup = new MeetupStory();
    expect(scale(meetup)).toBeUndefined();
    for (const at of [1, 2, 3]) answers(meetup, `small-${at}`, "1-4");
    for (const at of [1, 2]) answers(meetup, `large-${at}`, "over-15");
    meetup.does("ana", { type: "topic.propose", id: "rabbit-ha", title: "Rabbit HA" });
    // Olga and Ana haven't said; two large ones are too few.
    expect(scale(meetup)).toEqual({ small: 3, medium: null, large: null, unknown: 3 });
    answers(meetup, "large-3", "over-15");
    answers(meetup, "large-4", "over-15");
    // Now two haven't said: they would be found by subtraction, so the smallest cell joins them.
    expect(scale(meetup)).toEqual({ small: null, medium: null, large: 4, unknown: 5 });
  });

  it("[A31] comes out only when three or more people differ from what was last shown, and not while tallies are closed", () => {
    const meetup = new MeetupStory();
    for (const at of [1, 2, 3, 4, 5]) answers(meetup, `small-${at}`, "1-4");
    const before = JSON.stringify(scale(meetup));
    for (let round = 0; round < 4; round++) {
      for (const people of ["over-15", "5-15", "1-4"] as const) answers(meetup, "small-1", people);
      answers(meetup, "victim", "over-15");
      expect(JSON.stringify(scale(meetup))).toBe(before);
      meetup.does("olga", { type: "meetup.edit", voting: { open: round % 2 === 1 } });
    }
    meetup.does("olga", { type: "meetup.edit", voting: { open: true, tallies: "closed" } });
    expect(scale(meetup)).toBeUndefined();
    for (const at of [6, 7, 8]) {
      const done = answers(meetup, `small-${at}`, "1-4");
      if (typeof done !== "object" || !("touched" in done)) throw new Error("The answer did not count");
      expect(meetup.changes(done.touched)).toEqual([{ kind: "people", set: { count: 7 + at - 5, voted: 0 } }]);
    }
    meetup.does("olga", { type: "meetup.edit", voting: { tallies: "live" } });
    expect(JSON.stringify(scale(meetup))).not.toBe(before);
  });
});
