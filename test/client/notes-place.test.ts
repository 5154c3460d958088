import { describe, expect, test } from "vitest";
import { cutsOf } from "../../client/notes/reading/whole-lines.ts";
import { padPeople } from "../../client/notes/pad-people.ts";
import { lockersOf, mayLock, padPlace } from "../../client/notes/pad-place.ts";
import { readOnlyReason } from "../../client/notes/read-only-reason.ts";
import type { MeetupFacts, MeetupView, SessionView, SideGroupView, TopicView } from "../../shared/meetup/view.ts";

const topic = { id: "t1", number: 7, title: "Caching", padId: "pad-1" } as TopicView;
const other = { id: "t2", number: 8, title: "Tracing", padId: "pad-2" } as TopicView;
const session = {
  id: "s1",
  title: "Caching and tracing",
  topicIds: ["t1", "t2"],
  moderators: [{ personId: "ana" }, { name: "Guest" }, { personId: "gone" }],
  padId: "pad-3",
} as SessionView;
const group = { id: "g1", title: "Small caches", topicId: "t1", host: "ana", padId: "pad-1" } as SideGroupView;

function viewWith(parts: Partial<MeetupView>): MeetupView {
  const view = {
    people: { names: { ana: { name: "Ana", color: "" } } },
    topics: [topic, other],
    sessions: [],
    sideGroups: [],
  };
  return { ...view, ...parts } as unknown as MeetupView;
}

describe("where a pad belongs", () => {
  test("is its topic, until a side group or session has taken it over", () => {
    expect(padPlace(viewWith({}), "pad-1")).toMatchObject({
      kind: "topic",
      title: "Caching",
      topics: [{ number: 7 }],
      related: [],
    });
    const withGroup = padPlace(viewWith({ sideGroups: [group] }), "pad-1");
    expect(withGroup).toMatchObject({
      kind: "side group",
      title: "Small caches",
      leads: ["Ana"],
      topics: [{ number: 7 }],
    });
    const both = viewWith({ sideGroups: [group], sessions: [{ ...session, padId: "pad-1" }] });
    expect(padPlace(both, "pad-1")).toMatchObject({
      kind: "session",
      title: "Caching and tracing",
      leads: ["Ana", "Guest"],
    });
  });

  test("names the other pads about the same topics, each once", () => {
    const view = viewWith({ sessions: [session], sideGroups: [group] });
    expect(padPlace(view, "pad-3").related).toEqual([
      { padId: "pad-1", kind: "side group", title: "Small caches" },
      { padId: "pad-2", kind: "topic", title: "Tracing" },
    ]);
    expect(padPlace(view, "pad-1").related).toEqual([
      { padId: "pad-3", kind: "session", title: "Caching and tracing" },
    ]);
  });

  test("is unknown when nothing has it", () => {
    expect(padPlace(viewWith({}), "elsewhere")).toMatchObject({ kind: "unknown", title: "Notes" });
  });
});

describe("a lock", () => {
  test("is for organizers, who moderates the session and who hosts the side group", () => {
    const place = padPlace(viewWith({ sessions: [session], sideGroups: [group] }), "pad-3");
    expect(place.isLocked).toBe(false);
    expect(mayLock(place, null)).toBe(false);
    expect(mayLock(place, { id: "ben", role: "participant" })).toBe(false);
    expect(mayLock(place, { id: "ana", role: "participant" })).toBe(true);
    expect(mayLock(place, { id: "ben", role: "organizer" })).toBe(true);
    expect(lockersOf(place)).toBe("Ana and Guest or an organizer");
    const own = padPlace(viewWith({ topics: [{ ...topic, locked: true }] }), "pad-1");
    expect(own.isLocked).toBe(true);
    expect(padPlace(viewWith({ topics: [{ ...topic, locked: true, lockedBy: "ana" }] }), "pad-1").lockedBy).toBe("Ana");
    expect(lockersOf(own)).toBe("An organizer");
    const host = padPlace(viewWith({ sideGroups: [group] }), "pad-1");
    expect(mayLock(host, { id: "ana", role: "participant" })).toBe(true);
  });
});

test("notes can be written with a name, until their last day ends where the meetup was", () => {
  const meetup = {
    phase: "closed",
    notesUntil: "2026-03-27",
    endsOn: "2026-03-13",
    timezone: "Pacific/Auckland",
  } as MeetupFacts;
  // In Auckland the last day ends at 11:00 UTC, in Lima on the next day at 05:00 UTC.
  const last = "2026-03-27T10:59:59Z";
  const over = "2026-03-27T11:00:00Z";
  expect(readOnlyReason(true, meetup, false, last)).toBeUndefined();
  expect(readOnlyReason(true, meetup, false, over)).toBe("notes-closed");
  expect(readOnlyReason(true, { ...meetup, timezone: "America/Lima" }, false, "2026-03-28T04:59:59Z")).toBeUndefined();
  expect(readOnlyReason(true, { ...meetup, phase: "running" }, false, over)).toBeUndefined();
  expect(readOnlyReason(true, { ...meetup, notesUntil: null, endsOn: null }, false, over)).toBeUndefined();
  expect(readOnlyReason(false, undefined, false, over)).toBe("no-name");
  expect(readOnlyReason(true, { ...meetup, phase: "running" }, true, last)).toBe("locked");
});

describe("who is in a pad", () => {
  test("each person once, by name, with a colour of the design's; readers without a name are not named", () => {
    const states = new Map<number, Record<string, unknown>>([
      [1, { user: { id: "b", name: "Bo Li", color: "#627080" } }],
      [2, { user: { id: "a", name: "Ana", color: "#bc4945" } }],
      [3, { user: { id: "b", name: "Bo Li", color: "#627080" }, cursor: null }],
      [4, {}],
      [5, { user: "not one" }],
      [6, { user: { name: " ", color: 7 } }],
      [7, { user: { name: "Zed", color: "red;position:fixed" } }],
    ]);
    expect(padPeople(states)).toEqual([
      { key: "a", name: "Ana", initials: "A", color: 1 },
      { key: "b", name: "Bo Li", initials: "BL", color: 12 },
      { key: "connection 7", name: "Zed", initials: "Z", color: 12 },
    ]);
  });
});

describe("lines on a projector", () => {
  const box = { top: 100, bottom: 200 };

  test("[V7] that an edge would cut are hidden, and no others", () => {
    const line = (top: number) => ({ top, bottom: top + 20 });
    expect(cutsOf(box, [line(80), line(100), line(180), line(200)])).toEqual({ top: 0, bottom: 0 });
    expect(cutsOf(box, [line(90), line(110), line(170), line(190)])).toEqual({ top: 10, bottom: 10 });
    expect(cutsOf(box, [line(193), { top: 188, bottom: 204 }])).toEqual({ top: 0, bottom: 12 });
  });
});
