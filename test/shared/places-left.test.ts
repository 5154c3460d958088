import { expect, test } from "vitest";
import type { MeetupView } from "../../shared/meetup/view.ts";
import { placesAt } from "../../shared/meetup/places-left.ts";

const NOON = Date.parse("2030-11-01T12:00:00Z");

test("a place that stayed empty until its time is none any more; one that has a session stays one", () => {
  const slot = (id: string, hour: string) => ({
    id,
    kind: "sessions",
    startsAt: `2030-11-01T${hour}:00:00Z`,
    endsAt: `2030-11-01T${hour}:45:00Z`,
  });
  const view = {
    rooms: [{ id: "hall" }, { id: "attic" }],
    slots: [slot("over", "09"), slot("on", "12"), slot("to-come", "13")],
    sessions: [
      { roomId: "hall", slotId: "over" },
      { roomId: "hall", slotId: "to-come" },
    ],
  } as unknown as MeetupView;
  expect(placesAt(view, Date.parse("2030-11-01T08:00:00Z"))).toEqual({ fits: 6, free: 4, unused: 0 });
  expect(placesAt(view, NOON)).toEqual({ fits: 3, free: 1, unused: 3 });
  expect(placesAt(view, Date.parse("2030-11-01T18:00:00Z"))).toEqual({ fits: 2, free: 0, unused: 4 });
});
