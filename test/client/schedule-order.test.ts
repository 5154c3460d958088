import { expect, it } from "vitest";
import { sessionsIn, slotsOn } from "../../client/schedule/day-order.ts";
import { day, pause, session } from "../shared/support/a-day.ts";

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
