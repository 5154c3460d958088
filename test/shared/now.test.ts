import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isPast, membersIn, nowOf } from "../../shared/meetup/now.ts";
import type { MeetupView, SessionView } from "../../shared/meetup/view.ts";
import { at, day, group, pause, session } from "./support/a-day.ts";

/** What is on in a room, by id. */
function onIn(view: MeetupView, room: string, time: string | number): string | undefined {
  const now = nowOf(view, typeof time === "number" ? time : at(time));
  return now.rooms.find((each) => each.room.id === room)?.on?.session.id;
}

describe("what is on in a room", () => {
  const planned = [session("a", "dom", "10:00", "10:50"), session("b", "dom", "11:00", "11:50")];

  it.each([
    ["09:59", undefined],
    ["10:00", "a"],
    ["10:49", "a"],
    ["10:50", undefined],
    ["11:00", "b"],
    ["12:00", undefined],
  ])("[V1] by the clock, at %s, it is %s", (time, id) => {
    expect(onIn(day({ sessions: planned }), "dom", time)).toBe(id);
    expect(onIn(day({ sessions: planned }), "neude", time)).toBeUndefined();
  });

  it.each<[string, [SessionView["state"], SessionView["state"]], string, string | undefined]>([
    ["started early", ["running", "planned"], "09:50", "a"],
    ["ended early", ["done", "planned"], "10:20", undefined],
    ["running over", ["running", "planned"], "10:55", "a"],
    ["running over into the next, which nobody has started", ["running", "planned"], "11:05", "b"],
    ["running over into the next, which was started early", ["running", "running"], "10:55", "b"],
    ["never ended, half an hour later", ["running", "done"], "11:20", undefined],
    ["the next started while the one before still has time", ["planned", "running"], "10:45", "b"],
    ["both started", ["running", "running"], "10:30", "b"],
    ["ended", ["done", "done"], "11:10", undefined],
  ])("[V1] moderators come before the clock: %s", (_, [first, second], time, id) => {
    const sessions = planned.map((each, n) => ({ ...each, state: n === 0 ? first : second }));
    expect(onIn(day({ sessions }), "dom", time)).toBe(id);
  });

  it("[V1] once the meetup is closed nothing is on, and nothing comes", () => {
    const view = day({ sessions: planned, slots: [pause("coffee", "10:00", "10:50")], sideGroups: [group("g", null)] });
    const closed = { ...view, meetup: { ...view.meetup, phase: "closed" as const } };
    const now = nowOf(closed, at("10:10"));
    expect(now.rooms.some(({ on, next }) => on ?? next)).toBe(false);
    expect([now.next, now.nextSlot, now.soon, now.slots, now.groups.forming]).toEqual([
      undefined,
      undefined,
      [],
      [],
      [],
    ]);
  });

  it("counts the minute that runs, then how far it is over", () => {
    const view = day({ sessions: [session("a", "dom", "10:00", "10:50", { state: "running" })] });
    const look = (instant: number) => nowOf(view, instant).rooms[0]?.on;
    expect(look(at("10:00"))).toMatchObject({ minutesLeft: 50, minutesOver: 0, share: 0 });
    expect(look(at("10:25") + 1)).toMatchObject({ minutesLeft: 25 });
    expect(look(at("10:49") + 59_999)).toMatchObject({ minutesLeft: 1, minutesOver: 0 });
    expect(look(at("10:50"))).toMatchObject({ minutesLeft: 0, minutesOver: 0, share: 1 });
    expect(look(at("10:57") + 30_000)).toMatchObject({ minutesLeft: 0, minutesOver: 7, share: 1 });
  });

  it("compares instants, however they are written", () => {
    const sessions = [
      session("late", "dom", "2026-03-12T12:00:00+01:00", "2026-03-12T12:50:00+01:00"),
      session("early", "dom", "2026-03-12T10:00:00Z", "2026-03-12T10:50:00Z"),
    ];
    expect(nowOf(day({ sessions }), at("09:00")).next?.sessions.map(({ id }) => id)).toEqual(["early"]);
    expect(onIn(day({ sessions }), "dom", "11:10")).toBe("late");
  });
});

describe("what comes", () => {
  const sessions = [
    session("a", "dom", "10:00", "10:50"),
    session("b", "neude", "10:00", "10:50", { state: "done" }),
    session("c", "neude", "11:00", "11:50"),
    session("d", "dom", "11:00", "11:50"),
    session("e", "dom", "14:00", "14:50", { state: "running" }),
  ];
  const slots = [
    pause("lunch", "12:00", "13:00", { label: "Lunch" }),
    pause("coffee", "10:50", "11:00"),
    pause("first", "10:00", "10:50", { kind: "sessions" }),
  ];

  it("is next in each room, and first of all", () => {
    const now = nowOf(day({ sessions, slots }), at("10:10"));
    expect(now.rooms.map(({ next }) => next?.id)).toEqual(["d", "c"]);
    expect(now.next).toMatchObject({ startsAt: "2026-03-12T11:00:00.000Z" });
    expect(now.next?.sessions.map(({ id }) => id)).toEqual(["c", "d"]);
    expect(now.nextSlot?.id).toBe("coffee");
    expect(now.slots).toEqual([]);
  });

  it("[V8] waits for the one before it in its room, extended past its start, and is told then", () => {
    const over = session("a", "dom", "10:00", "11:20", { state: "running" });
    const look = (time: string, first = over) => {
      const now = nowOf(day({ sessions: [first, ...sessions.slice(1, 4)] }), at(time));
      const { on, next } = now.rooms[0]!;
      return [on?.session.id, next?.id, next?.startsAt.slice(11, 16), now.soon.map(({ id }) => id).join()];
    };
    expect(look("10:55")).toEqual(["a", "d", "11:20", "c"]);
    expect(look("11:05")).toEqual(["a", "d", "11:20", ""]);
    expect(look("11:15")).toEqual(["a", "d", "11:20", "d"]);
    expect(look("11:20")).toEqual(["d", undefined, undefined, ""]);
    // By the clock alone too: whoever put its end past the other's start meant it.
    expect(look("11:05", { ...over, state: "planned" })).toEqual(["a", "d", "11:20", ""]);
    expect(look("10:55", { ...over, state: "done" })).toEqual([undefined, "d", "11:00", "c,d"]);
    const now = nowOf(day({ sessions: [over, ...sessions.slice(1, 4)] }), at("11:05"));
    expect(now.rooms[0]?.next).toMatchObject({ plannedAt: "2026-03-12T11:00:00.000Z" });
    expect(now.next).toMatchObject({ startsAt: "2026-03-12T11:20:00.000Z", sessions: [{ id: "d" }] });
  });

  it("is announced five minutes before, until it starts", () => {
    const soon = (time: string) => nowOf(day({ sessions }), at(time)).soon.map(({ id }) => id);
    expect(soon("10:54")).toEqual([]);
    expect(soon("10:55")).toEqual(["c", "d"]);
    expect(soon("11:00")).toEqual([]);
  });

  it("is a break while it lasts, and nothing when all is over", () => {
    const coffee = nowOf(day({ sessions, slots }), at("10:55"));
    expect(coffee.slots).toMatchObject([{ slot: { id: "coffee" }, minutesLeft: 5, share: 0.5 }]);
    const evening = nowOf(day({ sessions: sessions.slice(0, 4), slots }), at("18:00"));
    expect(evening).toMatchObject({ next: undefined, nextSlot: undefined, soon: [], slots: [] });
  });
});

describe("side groups and announcements", () => {
  it("are now, forming on this day or without a time, or later; those nobody ended are not on for ever", () => {
    const sideGroups = [
      group("anytime", null),
      group("lunch", "12:30"),
      group("tomorrow", "2026-03-13T09:00:00Z"),
      group("met", "09:30"),
      group("forgotten", "06:00"),
      group("ended", "09:30", { state: "ended" }),
    ];
    const { groups } = nowOf(day({ sideGroups }), at("10:00"));
    expect(sideGroups.filter((each) => isPast(each, at("10:00"))).map(({ id }) => id)).toEqual(["forgotten", "ended"]);
    expect(groups.now.map(({ id }) => id)).toEqual(["met"]);
    expect(groups.forming.map(({ id }) => id)).toEqual(["lunch", "anytime"]);
    expect(groups.later.map(({ id }) => id)).toEqual(["tomorrow"]);
  });

  it("[D10] with all places taken stand apart, until someone leaves", () => {
    const look = (members: number | string[]) => {
      const { groups } = nowOf(day({ sideGroups: [group("g", "12:30", { capacity: 2, members })] }), at("10:00"));
      return [groups.forming.length, groups.full.length];
    };
    expect(look(1)).toEqual([1, 0]);
    expect(look(2)).toEqual([0, 1]);
    expect(look(["hana", "ivo"])).toEqual([0, 1]);
    expect(look(["hana"])).toEqual([1, 0]);
  });

  it.each([
    // The same instants are today in one place and tomorrow in the other.
    ["Pacific/Auckland", "2026-03-12T10:30:00Z", "2026-03-12T11:30:00Z", "later"],
    ["Europe/Lisbon", "2026-03-12T10:30:00Z", "2026-03-12T11:30:00Z", "forming"],
    ["America/New_York", "2026-03-13T02:00:00Z", "2026-03-13T03:30:00Z", "forming"],
    // Clocks go forward at 01:00 UTC on 29 March: a day of 23 hours ends at 22:00 UTC in Berlin.
    ["Europe/Berlin", "2026-03-28T23:30:00Z", "2026-03-29T21:59:00Z", "forming"],
    ["Europe/Berlin", "2026-03-28T23:30:00Z", "2026-03-29T22:00:00Z", "later"],
    // And back on 25 October, a day of 25 hours that ends at 23:00 UTC.
    ["Europe/Berlin", "2026-10-24T22:00:00Z", "2026-10-25T22:59:00Z", "forming"],
    ["Europe/Berlin", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z", "later"],
  ] as const)("know today in %s at %s: %s is %s", (zone, now, startsAt, where) => {
    const { groups } = nowOf(day({ sideGroups: [group("g", startsAt)] }, zone), Date.parse(now));
    expect(groups[where].map(({ id }) => id)).toEqual(["g"]);
  });

  it("count members for readers with and without a name", () => {
    expect(membersIn(group("g", null, { members: 4 }))).toBe(4);
    expect(membersIn(group("g", null, { members: ["a", "b"] }))).toBe(2);
  });

  it("hold until their minute", () => {
    const announcements = [
      { id: "old", text: "Doors are open", until: "2026-03-12T09:00:00Z" },
      { id: "new", text: "Bus at six", until: "2026-03-12T18:00:00Z" },
    ];
    expect(nowOf(day({ announcements }), at("09:00")).announcements.map(({ id }) => id)).toEqual(["new"]);
  });
});

describe("at any instant of any day", () => {
  const minutes = fc.integer({ min: 0, max: 24 * 60 });
  const anySession = fc
    .record({
      room: fc.constantFrom("dom", "neude"),
      from: minutes,
      length: fc.integer({ min: 1, max: 120 }),
      state: fc.constantFrom<SessionView["state"]>("planned", "running", "done"),
    })
    .map(({ room, from, length, state }) => {
      const instant = (minute: number) => new Date(at("00:00") + minute * 60_000).toISOString();
      return session("x", room, instant(from), instant(from + length), { state });
    });
  const anyDay = fc
    .array(anySession, { maxLength: 12 })
    .map((sessions) => sessions.map((each, n) => ({ ...each, id: `s${n}` })));

  it("[V1] nothing ended or long over is on, nothing to come has begun, and no room misses what its clock says", () => {
    fc.assert(
      fc.property(anyDay, minutes, (sessions, minute) => {
        const instant = at("00:00") + minute * 60_000;
        const now = nowOf(day({ sessions }), instant);
        for (const { room, on, next } of now.rooms) {
          if (on) {
            expect(on.session.roomId).toBe(room.id);
            expect(on.session.state).not.toBe("done");
            expect(instant - Date.parse(on.session.endsAt)).toBeLessThan(30 * 60_000);
            expect(on.share).toBeGreaterThanOrEqual(0);
            expect(on.share).toBeLessThanOrEqual(1);
            expect(on.minutesLeft === 0 || on.minutesOver === 0).toBe(true);
          } else {
            const missed = sessions.filter(
              (each) =>
                each.roomId === room.id &&
                each.state !== "done" &&
                Date.parse(each.startsAt) <= instant &&
                instant < Date.parse(each.endsAt),
            );
            expect(missed).toEqual([]);
          }
          if (next) expect(Date.parse(next.startsAt)).toBeGreaterThan(instant);
        }
        expect(new Set(now.next?.sessions.map(({ startsAt }) => Date.parse(startsAt))).size).toBeLessThanOrEqual(1);
      }),
    );
  });
});
