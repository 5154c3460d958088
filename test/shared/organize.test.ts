import { describe, expect, it } from "vitest";
import { historySentence } from "../../shared/exports/history-sentences.ts";
import { atOnce } from "../../shared/in-parts.ts";
import { emptyHistory, notingInHistory } from "../../shared/meetup/history.ts";
import { publicLog } from "../../shared/meetup/public-log.ts";
import { meOf } from "../../shared/meetup/view-of/me-of.ts";
import { MeetupStory, nameOf } from "../helpers/meetup-story.ts";

const slot = (id: string, hour: number) =>
  ({
    type: "slot.add",
    id,
    startsAt: `2026-03-09T${hour}:00:00.000Z`,
    endsAt: `2026-03-09T${hour}:45:00.000Z`,
  }) as const;

function meetupWithDay(): MeetupStory {
  const meetup = new MeetupStory();
  meetup.does("ana", { type: "topic.propose", id: "rabbit-ha", title: "Rabbit HA" });
  meetup.does("ana", { type: "topic.propose", id: "packaging", title: "Packaging" });
  meetup.does("olga", { type: "room.add", id: "main-hall", name: "Main hall" });
  for (const hour of [10, 11, 12]) meetup.does("olga", slot(`slot-at-${hour}`, hour));
  const session = { type: "session.schedule", roomId: "main-hall" } as const;
  meetup.does("olga", { ...session, id: "session-1", topicIds: ["rabbit-ha"], slotId: "slot-at-10" });
  meetup.does("olga", {
    ...session,
    id: "session-2",
    topicIds: ["packaging"],
    slotId: "slot-at-11",
    startsAt: "2026-03-09T11:10:00.000Z",
  });
  return meetup;
}

/** What the public history says of it, oldest first. */
function told(meetup: MeetupStory): string[] {
  const history = emptyHistory();
  for (const entry of meetup.log) atOnce(notingInHistory(history, entry));
  const { entries } = publicLog({ history, state: meetup.state, nameOf }, { after: 0 }, 500);
  return entries.map((entry) => historySentence(entry, { nameOf: (id) => nameOf(id).name, timezone: "Europe/Lisbon" }));
}

describe("roles", () => {
  it("[A33] are given and taken by organizers, and one organizer is always left", () => {
    const meetup = meetupWithDay();
    const make = (personId: string, role: "organizer" | "participant") =>
      ({ type: "person.setRole", personId, role }) as const;
    expect(meetup.does("ana", make("ana", "organizer"))).toEqual({ refused: "organizers-only" });
    expect(meetup.does("olga", make("olga", "participant"))).toEqual({ refused: "last-organizer", path: "personId" });
    meetup.does("olga", make("ana", "organizer"));
    expect(meetup.does("olga", make("ana", "organizer"))).toBe("nothing");
    expect(meOf(meetup.state, "ana").role).toBe("organizer");
    meetup.does("ana", make("olga", "participant"));
    expect(meetup.does("olga", make("olga", "participant"))).toBe("nothing");
    expect(meetup.does("olga", { type: "meetup.edit", title: "Mine" })).toEqual({ refused: "organizers-only" });
    expect(meetup.does("ana", make("ana", "participant"))).toMatchObject({ refused: "last-organizer" });
    // Olga has done nothing else here, so that nothing names her any more.
    expect(told(meetup).slice(-2)).toEqual(["Someone made Ana an organizer", "Ana made someone a participant again"]);
  });
});

describe("whoever was removed", () => {
  const remove = { type: "person.remove", personId: "ben" } as const;

  it("[A34] does nothing more, and their votes stop counting, until they are let back in", () => {
    const meetup = meetupWithDay();
    meetup.does("ben", { type: "vote.cast", topicId: "rabbit-ha", as: "pick" });
    meetup.does("ben", { type: "topic.markShown", topicIds: ["packaging"] });
    meetup.does("chi", { type: "vote.cast", topicId: "rabbit-ha" });
    meetup.does("olga", { type: "topic.merge", from: "packaging", into: "rabbit-ha" });
    const before = meetup.view();
    const mine = meOf(meetup.state, "ben");
    expect(meetup.does("ana", remove)).toEqual({ refused: "organizers-only" });
    meetup.does("olga", remove);
    expect(meetup.does("olga", remove)).toBe("nothing");
    const { people, topics } = meetup.view();
    expect(people).toMatchObject({ count: 3, voted: 1 });
    expect(topics[0]).toMatchObject({ votes: 1, picks: 0, shown: 1 });
    expect(topics[1]).toMatchObject({ shown: 0 });
    expect(meOf(meetup.state, "ben")).toMatchObject({ removed: true, votes: [], picks: [] });
    for (const command of [
      { type: "vote.cast", topicId: "rabbit-ha" },
      { type: "topic.propose", id: "bens-topic", title: "Mine" },
      { type: "profile.set", people: "1-4" },
    ] as const)
      expect(meetup.does("ben", command)).toEqual({ refused: "person-removed" });
    expect(meetup.does("ben", { type: "vote.cast", topicId: "no-such-topic" })).toMatchObject({
      refused: "unknown-topic",
    });
    expect(meetup.does("olga", { type: "person.setRole", personId: "ben", role: "organizer" })).toMatchObject({
      refused: "is-removed",
    });
    expect(meetup.replayed()).toEqual(meetup.state);

    meetup.does("olga", { type: "person.restore", personId: "ben" });
    expect(meetup.view()).toEqual(before);
    expect(meOf(meetup.state, "ben")).toEqual(mine);
    expect(meetup.does("olga", { type: "person.restore", personId: "ben" })).toBe("nothing");
    expect(told(meetup).slice(-2)).toEqual(["Olga removed someone from the meetup", "Olga let someone back in"]);
  });

  it("[A34] may have been an organizer, but not the last one", () => {
    const meetup = meetupWithDay();
    expect(meetup.does("olga", { ...remove, personId: "olga" })).toMatchObject({ refused: "last-organizer" });
    meetup.does("olga", { type: "person.setRole", personId: "ben", role: "organizer" });
    expect(meetup.does("olga", { ...remove, personId: "olga" })).toMatchObject({ refused: "remove-yourself" });
    meetup.does("ben", { ...remove, personId: "olga" });
    expect(meetup.does("olga", { type: "person.restore", personId: "olga" })).toEqual({ refused: "person-removed" });
    expect(meetup.does("ben", { ...remove, personId: "ben" })).toMatchObject({ refused: "last-organizer" });
    meetup.does("ben", { type: "person.restore", personId: "olga" });
    expect(meOf(meetup.state, "olga").role).toBe("organizer");
  });
});

describe("a day of one's own", () => {
  it("[A35] holds sessions and side groups, for its person alone, and changes no vote", () => {
    const meetup = meetupWithDay();
    meetup.does("ana", { type: "sideGroup.start", id: "group-001", topicId: "rabbit-ha" });
    const before = meetup.view();
    const plan = { type: "plan.add", sessionId: "session-1" } as const;
    const done = meetup.does("ana", plan);
    if (typeof done !== "object" || !("touched" in done)) throw new Error("The plan did not change");
    expect(meetup.changes(done.touched)).toEqual([]);
    expect(meetup.does("ana", plan)).toBe("nothing");
    meetup.does("ana", { type: "plan.add", sideGroupId: "group-001" });
    expect(meOf(meetup.state, "ana").plan).toEqual(["session-1", "group-001"]);
    expect(meOf(meetup.state, "olga").plan).toEqual([]);
    expect(meetup.view()).toEqual(before);
    expect(told(meetup).at(-1)).toMatch(/started a side group/u);
    // What is taken off is out of it, and back in with the session.
    meetup.does("olga", { type: "session.cancel", sessionId: "session-1" });
    expect(meOf(meetup.state, "ana").plan).toEqual(["group-001"]);
    meetup.does("olga", { type: "session.restore", sessionId: "session-1" });
    meetup.does("ana", { type: "plan.remove", sideGroupId: "group-001" });
    expect(meOf(meetup.state, "ana").plan).toEqual(["session-1"]);
    expect(meetup.does("ana", { type: "plan.add", sessionId: "session-9" })).toMatchObject({
      refused: "unknown-session",
    });
    meetup.does("olga", { type: "meetup.setPhase", phase: "closed" });
    expect(meetup.does("ana", { type: "plan.remove", sessionId: "session-1" })).toEqual({ refused: "meetup-closed" });
  });
});

describe("the schedule as a whole", () => {
  it("[A36] is published in versions, a new one only after something changed", () => {
    const meetup = meetupWithDay();
    expect(meetup.does("ana", { type: "schedule.publish" })).toEqual({ refused: "organizers-only" });
    expect(meetup.view().schedule).toMatchObject({ published: false, version: 0, at: null });
    const at = meetup.now();
    meetup.does("olga", { type: "schedule.publish", note: "Lunch is at noon" });
    expect(meetup.view().schedule).toMatchObject({ published: true, version: 1, at, note: "Lunch is at noon" });
    expect(meetup.does("olga", { type: "schedule.publish" })).toBe("nothing");
    meetup.does("olga", { type: "session.move", sessionId: "session-1", roomId: "main-hall", slotId: "slot-at-12" });
    meetup.does("olga", { type: "schedule.publish" });
    expect(meetup.view().schedule).toMatchObject({ version: 2, note: "" });
    expect(told(meetup).filter((line) => line.includes("published"))).toEqual([
      "Olga published the schedule: Lunch is at noon",
      "Olga published the schedule",
    ]);
  });

  it("[A37] is moved from an instant on: slots, and the own times of sessions; once, by however many it is asked", () => {
    const meetup = meetupWithDay();
    const shift = { type: "schedule.shift", from: "2026-03-09T11:00:00+00:00", minutes: 15 } as const;
    expect(meetup.does("ana", shift)).toEqual({ refused: "organizers-only" });
    meetup.does("olga", shift);
    const times = () => {
      const { slots, sessions } = meetup.view();
      return [...slots, ...sessions].map(({ startsAt, endsAt }) => [startsAt.slice(11, 16), endsAt.slice(11, 16)]);
    };
    const moved = [
      ["10:00", "10:45"],
      ["11:15", "12:00"],
      ["12:15", "13:00"],
      ["10:00", "10:45"],
      ["11:25", "12:00"],
    ];
    expect(times()).toEqual(moved);
    expect(meetup.does("olga", shift)).toBe("nothing");
    meetup.does("olga", { type: "person.setRole", personId: "otto", role: "organizer" });
    expect(meetup.does("otto", shift)).toBe("nothing");
    expect(told(meetup).at(-2)).toBe("Olga moved everything from Monday 11:00 on, 15 minutes later");
    // From the new start on it is another wish.
    meetup.does("olga", { ...shift, from: "2026-03-09T11:15:00.000Z", minutes: -15 });
    expect(times()[1]).toEqual(["11:00", "11:45"]);
    meetup.does("olga", { type: "session.move", sessionId: "session-1", roomId: "main-hall", slotId: "slot-at-12" });
    expect(told(meetup).at(-1)).toBe("Olga moved Rabbit HA to Main hall, Monday 12:00");
    expect(meetup.does("olga", { ...shift, from: "2026-03-10T00:00:00Z" })).toEqual({
      refused: "nothing-to-shift",
      path: "from",
    });
  });

  it("[A37] is moved by another organizer's same wish where something starts then now, as they may mean that", () => {
    const meetup = meetupWithDay();
    meetup.does("olga", { type: "person.setRole", personId: "otto", role: "organizer" });
    const shift = { type: "schedule.shift", from: "2026-03-09T11:00:00.000Z", minutes: -60 } as const;
    const starts = () => meetup.view().slots.map(({ startsAt }) => startsAt.slice(11, 16));
    meetup.does("olga", shift);
    expect(starts()).toEqual(["10:00", "10:00", "11:00"]);
    expect(meetup.does("olga", shift)).toBe("nothing");
    meetup.does("otto", shift);
    expect(starts()).toEqual(["10:00", "10:00", "10:00"]);
  });

  const instant = (time: string) => `2026-03-09T${time}:00.000Z`;

  it.each([
    ["is moved and its slot isn't", { own: "11:10", from: "11:10", minutes: 10 }, ["11:20", "11:55"]],
    ["is moved to when its slot is over", { own: "11:10", from: "11:10", minutes: 90 }, ["12:40", "13:15"]],
    ["isn't moved and its slot is", { own: "10:30", from: "11:00", minutes: 15 }, ["10:30", "11:45"]],
    ["isn't moved and its slot is, to before it", { own: "10:30", from: "11:00", minutes: -60 }, ["10:30", "11:45"]],
  ])("[A37] a session that %s is as long as before", (_what, { own, from, minutes }, [startsAt, endsAt]) => {
    const meetup = meetupWithDay();
    meetup.does("olga", { type: "session.edit", sessionId: "session-2", startsAt: instant(own) });
    const shift = { type: "schedule.shift", from: instant(from), minutes } as const;
    const before = meetup.log.length;
    meetup.does("olga", shift);
    expect(meetup.view().sessions[1]).toMatchObject({ startsAt: instant(startsAt!), endsAt: instant(endsAt!) });
    expect(meetup.does("olga", shift)).toBe("nothing");
    expect(meetup.log).toHaveLength(before + 1);
    expect(meetup.replayed()).toEqual(meetup.state);
  });

  it("[A37] a session whose own start counts no more stays with its slot", () => {
    const meetup = meetupWithDay();
    const slot = { type: "slot.edit", slotId: "slot-at-11" } as const;
    meetup.does("olga", { ...slot, endsAt: instant("13:00") });
    meetup.does("olga", { type: "session.edit", sessionId: "session-2", startsAt: instant("12:30") });
    meetup.does("olga", { ...slot, endsAt: instant("11:45") });
    meetup.does("olga", { type: "schedule.shift", from: instant("12:00"), minutes: -60 });
    expect(meetup.view().sessions[1]).toMatchObject({ startsAt: instant("11:00"), endsAt: instant("11:45") });
  });
});
