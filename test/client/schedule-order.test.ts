import { expect, it } from "vitest";
import { isOn, sessionsIn, slotsOn, stateShown } from "../../client/schedule/day-order.ts";
import { at, day, pause, session } from "../shared/support/a-day.ts";

it("a day's times stand in their order, whatever offset each was given with", () => {
  const view = day({
    slots: [
      pause("late", "2026-03-12T09:30:00Z", "2026-03-12T09:45:00Z"),
      pause("early", "2026-03-12T11:00:00+02:00", "2026-03-12T11:30:00+02:00"),
      pause("tomorrow", "2026-03-13T09:00:00Z", "2026-03-13T09:45:00Z"),
    ],
  });
  expect(slotsOn(view, "2026-03-12").map(({ id }) => id)).toEqual(["early", "late"]);
});

it("sessions of one time stand in the order of the rooms, each in its room's place", () => {
  const view = day({
    sessions: [session("two", "neude", "11:00", "12:00"), session("one", "dom", "11:00", "12:00")],
  });
  const shown = sessionsIn(view, "slot-one").map(({ session: { id }, column }) => [id, column]);
  expect(shown).toEqual([
    ["one", view.rooms.findIndex(({ id }) => id === "dom") + 1],
    ["two", view.rooms.findIndex(({ id }) => id === "neude") + 1],
  ]);
});

it("[V1] once the meetup is closed no time is on, and a session that nobody ended is over", () => {
  const view = day();
  const closed = { ...view, meetup: { ...view.meetup, phase: "closed" as const } };
  const times = { startsAt: "2026-03-12T11:00:00Z", endsAt: "2026-03-12T12:00:00Z" };
  const on = (of: typeof view, clock: string) => isOn(of, times, at(clock));
  expect([on(view, "10:59"), on(view, "11:00"), on(view, "12:00")]).toEqual([false, true, false]);
  expect(on(closed, "11:30")).toBe(false);
  expect(stateShown(view, { state: "running" })).toBe("running");
  expect(["planned", "running", "done"].map((state) => stateShown(closed, { state } as never))).toEqual([
    "planned",
    "done",
    "done",
  ]);
});
