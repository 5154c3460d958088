import { expect, test } from "vitest";
import { isEnding } from "../../shared/meetup/last-day.ts";
import { MeetupStory } from "../helpers/meetup-story.ts";

const DAYS = {
  type: "meetup.edit",
  startsOn: "2026-03-10",
  endsOn: "2026-03-11",
  timezone: "Pacific/Auckland",
} as const;
const SLOT = {
  type: "slot.add",
  id: "slot-one",
  startsAt: "2026-03-10T22:00:00Z",
  endsAt: "2026-03-10T23:00:00Z",
} as const;

test("[I1] a meetup is ending from the morning of its last day on, where it is held, or once it is closed", () => {
  const meetup = new MeetupStory();
  const isEndingAt = (at: string) => isEnding(meetup.view(), at);
  meetup.does("olga", { ...DAYS, startsOn: null, endsOn: null });
  expect(isEndingAt("2030-01-01T00:00:00Z")).toBe(false);
  meetup.does("olga", SLOT);
  // In Auckland the day of that time has begun.
  expect([isEndingAt("2026-03-10T10:59:00Z"), isEndingAt("2026-03-10T11:00:00Z")]).toEqual([false, true]);
  meetup.does("olga", { ...DAYS, endsOn: "2026-03-12" });
  expect([isEndingAt("2026-03-11T10:59:00Z"), isEndingAt("2026-03-11T11:00:00Z")]).toEqual([false, true]);
  meetup.does("olga", { type: "meetup.setPhase", phase: "closed" });
  expect(isEndingAt("2026-03-01T00:00:00Z")).toBe(true);
});
