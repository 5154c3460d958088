import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { suggestSchedule, type Suggestion } from "../../shared/schedule/suggest.ts";
import { lostWishes, overlap, timesOf } from "../../shared/schedule/wishes.ts";
import { MeetupStory } from "../helpers/meetup-story.ts";

/** The suggestion, all its slices at once. */
function suggested(meetup: MeetupStory, wish: { seed?: number; pinned?: string[]; from?: string } = {}): Suggestion {
  const work = suggestSchedule(meetup.state, { seed: 1, pinned: [], ...wish });
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

/** A meetup with topics, rooms and slots of an hour each, one after the other. */
function meetupWith({ topics, rooms, slots }: { topics: string[]; rooms: number; slots: number }): MeetupStory {
  const meetup = new MeetupStory();
  for (const id of topics) meetup.does("ana", { type: "topic.propose", id, title: `About ${id}` });
  for (let at = 0; at < rooms; at++)
    meetup.does("olga", { type: "room.add", id: `room-000${at}`, name: `Room ${at}`, capacity: 10 + 10 * at });
  const start = Date.UTC(2026, 2, 9, 8);
  for (let at = 0; at < slots; at++)
    meetup.does("olga", {
      type: "slot.add",
      id: `slot-${String(at).padStart(4, "0")}`,
      startsAt: new Date(start + at * 3_600_000).toISOString(),
      endsAt: new Date(start + (at + 1) * 3_600_000).toISOString(),
    });
  return meetup;
}

/** Real stars: from three on someone comes, and their three dearest with five are top picks. */
function alpine(): { topics: string[]; wishes: { who: string; topicId: string; as: "come" | "pick" }[] } {
  const file = new URL("../data/schedule-wishes/alpine2019.json", import.meta.url);
  const { topics, voters } = JSON.parse(readFileSync(file, "utf8")) as {
    topics: string[];
    voters: { id: string; prefs: Record<string, number> }[];
  };
  const idOf = (topic: string) => `talk-${topic.padStart(4, "0")}`;
  const wishes = voters.flatMap(({ id, prefs }) => {
    const stars = Object.entries(prefs).filter(([, count]) => count >= 3);
    const picks = new Set(stars.filter(([, count]) => count === 5).map(([topic]) => topic));
    const three = new Set([...picks].slice(0, 3));
    return stars.map(([topic]) => ({
      who: id,
      topicId: idOf(topic),
      as: three.has(topic) ? ("pick" as const) : ("come" as const),
    }));
  });
  return { topics: topics.map(idOf), wishes };
}

describe("a suggested schedule", () => {
  it("[A38] loses less than half of what real people would lose by the order of the list, and says so rightly", () => {
    const { topics, wishes } = alpine();
    const meetup = meetupWith({ topics, rooms: 6, slots: 19 });
    for (const { who, topicId, as } of wishes) meetup.record(who, { type: "vote.cast", topicId, as });
    const { placements, wishes: count, lost, worst } = suggested(meetup);

    expect(placements.flatMap(({ topicIds }) => topicIds).toSorted()).toEqual(topics.toSorted());
    expect(new Set(placements.map(({ roomId, slotId }) => `${roomId} ${slotId}`)).size).toBe(placements.length);
    for (const placement of placements)
      expect(Object.keys(placement).toSorted()).toEqual(["roomId", "slotId", "topicIds"]);
    expect(count).toBe(wishes.length);
    const slotOf = new Map(placements.map(({ topicIds: [id], slotId }) => [id, slotId]));
    const lostBy = (slot: (topicId: string) => unknown) => {
      const perSlot = Map.groupBy(wishes, ({ who, topicId }) => `${who} ${String(slot(topicId))}`);
      return [...perSlot.values()].reduce((sum, { length }) => sum + length - 1, 0);
    };
    expect(lost).toBe(lostBy((id) => slotOf.get(id)));
    expect(lost).toBeLessThan(lostBy((id) => topics.indexOf(id) % 19) / 2);

    expect(worst.length).toBe(10);
    const both = ([a, b]: [string, string]) => {
      const of = (topicId: string) => new Set(wishes.filter((wish) => wish.topicId === topicId).map(({ who }) => who));
      return [...of(a)].filter((who) => of(b).has(who)).length;
    };
    for (const { topicIds, people } of worst) {
      expect(slotOf.get(topicIds[0])).toBe(slotOf.get(topicIds[1]));
      expect(people).toBe(both(topicIds) < 3 ? null : both(topicIds));
    }
  });

  it("[A38] takes the best supported while there are places, in slots for sessions, and answers alike to the same seed", () => {
    const topics = Array.from({ length: 9 }, (_, at) => `topic-000${at}`);
    const meetup = meetupWith({ topics, rooms: 2, slots: 3 });
    for (const [at, topicId] of topics.entries())
      for (let who = 0; who <= at; who++)
        meetup.does(`person-${who}-${at % 4}`, { type: "vote.cast", topicId, as: "come" });
    meetup.does("olga", { type: "topic.park", topicId: "topic-0008" });
    meetup.does("ana", { type: "topic.withdraw", topicId: "topic-0007" });
    meetup.does("olga", { type: "topic.merge", from: "topic-0006", into: "topic-0005" });
    meetup.does("olga", { type: "slot.edit", slotId: "slot-0001", kind: "break" });
    const before = meetup.view();
    const suggestion = suggested(meetup);
    const placed = suggestion.placements.flatMap(({ topicIds }) => topicIds);
    expect(placed.toSorted()).toEqual(["topic-0002", "topic-0003", "topic-0004", "topic-0005"]);
    expect(suggestion.placements.map(({ slotId }) => slotId)).not.toContain("slot-0001");
    expect(suggested(meetup)).toEqual(suggestion);
    expect(meetup.view()).toEqual(before);
  });

  it("[A38] leaves pinned sessions where they are, and keeps what people want away from them", () => {
    const topics = Array.from({ length: 4 }, (_, at) => `topic-000${at}`);
    const meetup = meetupWith({ topics, rooms: 2, slots: 2 });
    // Who wants 0 wants 1 too; who wants 2 wants 3 too.
    for (let who = 0; who < 5; who++) {
      for (const topicId of ["topic-0000", "topic-0001"])
        meetup.does(`left-${who}`, { type: "vote.cast", topicId, as: "pick" });
      for (const topicId of ["topic-0002", "topic-0003"])
        meetup.does(`right-${who}`, { type: "vote.cast", topicId, as: "come" });
    }
    const cell = { roomId: "room-0001", slotId: "slot-0001" };
    meetup.does("olga", { type: "session.schedule", id: "session-1", topicIds: ["topic-0000"], ...cell });
    const { placements, lost, wishes, worst } = suggested(meetup, { pinned: ["session-1"] });
    expect(placements).toContainEqual({ topicIds: ["topic-0000"], ...cell });
    expect(placements.find(({ topicIds: [id] }) => id === "topic-0001")!.slotId).toBe("slot-0000");
    expect([placements.length, wishes, lost, worst]).toEqual([4, 20, 0, []]);
  });

  it("[A38] leaves what is over or on as it is, by its moderators or by the clock, and fills no time that has begun", () => {
    const topics = Array.from({ length: 6 }, (_, at) => `topic-000${at}`);
    const meetup = meetupWith({ topics, rooms: 1, slots: 4 });
    const schedule = (at: number, slotId: string) =>
      meetup.does("olga", {
        type: "session.schedule",
        id: `session-${at}`,
        topicIds: [topics[at]!],
        roomId: "room-0000",
        slotId,
      });
    for (const [at, slotId] of ["slot-0000", "slot-0001", "slot-0003"].entries()) schedule(at, slotId);
    const placesFrom = (from?: string) =>
      Object.fromEntries(
        suggested(meetup, { ...(from && { from }) }).placements.map(({ topicIds: [id], slotId }) => [id, slotId]),
      );
    // A quarter past nine: the first is over, the second on, and what follows is free.
    const [first, second, ...others] = Object.entries(placesFrom("2026-03-09T09:15:00Z"));
    expect([first, second]).toEqual([
      ["topic-0000", "slot-0000"],
      ["topic-0001", "slot-0001"],
    ]);
    expect(others.map(([, slotId]) => slotId).toSorted()).toEqual(["slot-0002", "slot-0003"]);
    meetup.does("olga", { type: "session.setState", sessionId: "session-2", state: "running" });
    expect(placesFrom()["topic-0002"]).toBe("slot-0003");
    expect(placesFrom("2026-03-09T09:15:00Z")).toHaveProperty("topic-0003", "slot-0002");
    expect(Object.keys(placesFrom("2026-03-09T12:30:00Z"))).toEqual(["topic-0000", "topic-0001", "topic-0002"]);
  });

  it("[A38] has nothing to say where there are no topics or no places", () => {
    const nothing = { placements: [], wishes: 0, lost: 0, worst: [] };
    expect(suggested(meetupWith({ topics: [], rooms: 2, slots: 2 }))).toEqual(nothing);
    expect(suggested(meetupWith({ topics: ["topic-0001"], rooms: 0, slots: 2 }))).toEqual(nothing);
  });
});

describe("times", () => {
  const spans = fc.array(
    fc.tuple(fc.nat(20), fc.integer({ min: 1, max: 6 })).map(([start, length]) => ({ start, end: start + length })),
    { minLength: 1, maxLength: 8 },
  );

  it("are one where spans overlap, directly or by others between", () => {
    fc.assert(
      fc.property(spans, (all) => {
        const times = timesOf(all);
        for (const [at, span] of all.entries())
          for (const [other, beside] of all.entries()) if (overlap(span, beside)) expect(times[at]).toBe(times[other]);
        expect(new Set(times).size).toBe(Math.max(...times) + 1);
      }),
    );
  });

  it("[A38] lose as little as one person can by going to the most of what they want", () => {
    fc.assert(
      fc.property(spans, (all) => {
        const wishes = { topics: all.map(() => new Map([[0, false]])), people: 1 };
        let most = 0;
        for (let set = 0; set < 2 ** all.length; set++) {
          const chosen = all.filter((_, at) => set & (1 << at));
          const fits = chosen.every((a, at) => chosen.every((b, other) => at === other || !overlap(a, b)));
          if (fits) most = Math.max(most, chosen.length);
        }
        expect(lostWishes(wishes, all)).toBe(all.length - most);
      }),
    );
  });
});
