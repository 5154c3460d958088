import { XMLParser, XMLValidator } from "fast-xml-parser";
import fc from "fast-check";
import ICAL from "ical.js";
import { describe, expect, it } from "vitest";
import { meetupMarkdown } from "../../shared/exports/meetup-markdown.ts";
import { atOnce } from "../../shared/in-parts.ts";
import { localInstant } from "../../shared/exports/local-time.ts";
import { scheduleIcs } from "../../shared/exports/schedule-ics.ts";
import { scheduleJson } from "../../shared/exports/schedule-json.ts";
import { scheduleXml } from "../../shared/exports/schedule-xml.ts";
import { stableNumber, stableUuid } from "../../shared/exports/stable-ids.ts";
import type { MeetupView } from "../../shared/meetup/view.ts";
import { at, day, group, session } from "./support/a-day.ts";

const ORIGIN = "https://example.org";
const HARD = "Ceph, RGW; «räksmörgås» \\n\n& <b>日本語のタイトル</b> 👩‍💻 and so on until a line is full";

const view = day(
  {
    sessions: [
      session("session-late", "neude", "14:00", "15:15", { moderators: [{ name: "Ana, at last" }], outcome: "Go; on" }),
      session("session-hard", "dom", "10:00", "10:50", { title: HARD }),
      session("session-next-day", "dom", "2026-03-12T23:30:00Z", "2026-03-13T00:20:00Z"),
    ],
    sideGroups: [
      group("group-lunch", "12:30", { title: "Runbooks", place: "", members: ["hana", "ivo"] }),
      group("group-anytime", null),
      group("group-merged", "12:30", { mergedInto: "group-lunch", state: "ended" }),
    ],
  },
  "Europe/Amsterdam",
);

/** The events that an independent reader finds in a calendar. */
function eventsOf(ics: string) {
  const calendar = new ICAL.Component(ICAL.parse(ics) as never);
  return calendar.getAllSubcomponents("vevent").map((each) => new ICAL.Event(each));
}

describe("schedule.ics", () => {
  const ics = scheduleIcs(view, at("09:00"), ORIGIN);

  it("[E7] has everything with a time once, as an independent reader of calendars reads it", () => {
    const events = eventsOf(ics);
    expect(
      events.map(({ uid, summary, location, startDate, endDate }) => [
        uid,
        summary,
        location,
        startDate.toJSDate().toISOString(),
        endDate.toJSDate().toISOString(),
      ]),
    ).toEqual([
      ["session-hard@porto.midcycle", HARD, "Dom", "2026-03-12T10:00:00.000Z", "2026-03-12T10:50:00.000Z"],
      [
        "group-lunch@porto.midcycle",
        "Side group: Runbooks",
        null,
        "2026-03-12T12:30:00.000Z",
        "2026-03-12T13:00:00.000Z",
      ],
      [
        "session-late@porto.midcycle",
        "Session session-late",
        "Neude, First floor",
        "2026-03-12T14:00:00.000Z",
        "2026-03-12T15:15:00.000Z",
      ],
      [
        "session-next-day@porto.midcycle",
        "Session session-next-day",
        "Dom",
        "2026-03-12T23:30:00.000Z",
        "2026-03-13T00:20:00.000Z",
      ],
    ]);
    expect(events[2]?.description).toBe(
      "Moderated by Ana, at last\nWhat came out: Go; on\nNotes: https://example.org/m/porto/notes/pad-of-session-late",
    );
  });

  it("[E7] has lines of 75 bytes at most, ended as the standard says, and parts no character", () => {
    for (const line of ics.split("\r\n")) {
      expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
      expect(line).not.toMatch(/[\r\n\ufffd]/u);
    }
    expect(ics.endsWith("END:VCALENDAR\r\n")).toBe(true);
    expect(ics).toContain("X-WR-TIMEZONE:Europe/Amsterdam\r\n");
  });

  it("[E2] [E7] a day in a mistyped year spoils no export", () => {
    const odd = {
      ...view,
      sessions: [
        session("session-early", "dom", "0026-03-12T10:00:00Z", "0026-03-12T11:00:00Z"),
        session("session-later", "dom", "9999-12-31T22:00:00-14:00", "9999-12-31T23:00:00-14:00"),
      ],
    };
    const events = eventsOf(scheduleIcs(odd, 0, ORIGIN));
    expect(events.map(({ startDate }) => startDate.year)).toEqual([26, 2026, 9999]);
    expect(scheduleXml(odd, ORIGIN)).toContain('date="0026-03-12"');
    const whole = atOnce(meetupMarkdown(odd, new Map()));
    for (const heading of ["### Thursday, 12 March 26", "### Saturday, 1 January 10000"])
      expect(whole).toContain(heading);
  });

  it("[E7] gives back whatever title people write, and no title makes a line of its own", () => {
    const text = fc
      .string({ unit: "grapheme", minLength: 1, maxLength: 140 })
      .map((s) => s.replaceAll(/[\p{Cc}\p{Cs}]/gu, " "));
    fc.assert(
      fc.property(text, (title) => {
        const made = scheduleIcs(
          { ...view, sessions: [session("session-any", "dom", "10:00", "10:50", { title })], sideGroups: [] },
          0,
          ORIGIN,
        );
        expect(eventsOf(made)[0]?.summary).toBe(title);
        const lines = made.split("\r\n");
        expect(lines.every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
        // A line goes on in the next only where no other character would fit.
        const parted = lines.filter((_, index) => lines[index + 1]?.startsWith(" "));
        expect(parted.every((line) => Buffer.byteLength(line) >= 72)).toBe(true);
      }),
      { numRuns: 60 },
    );
    const evil = "X\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:Y";
    const made = scheduleIcs(
      { ...view, sessions: [session("session-evil", "dom", "10:00", "10:50", { title: evil })], sideGroups: [] },
      0,
      ORIGIN,
    );
    expect(eventsOf(made)).toHaveLength(1);
  });
});

describe("schedule.xml", () => {
  const parse = (of: MeetupView) => {
    const xml = scheduleXml(of, ORIGIN);
    expect(XMLValidator.validate(xml)).toBe(true);
    const parser = new XMLParser({
      ignoreAttributes: false,
      parseTagValue: false,
      isArray: (name) => ["day", "room", "event", "person"].includes(name),
    });
    return parser.parse(xml).schedule;
  };

  it("[E7] has days, rooms and events as frab's schema names them, by the meetup's clocks", () => {
    const { conference, day: days, version } = parse(view);
    expect(conference).toMatchObject({
      acronym: "porto",
      title: "Ops mid-cycle, Porto",
      days: "2",
      time_zone_name: "Europe/Amsterdam",
      base_url: "https://example.org/m/porto",
    });
    expect(version).toBe("0");
    expect(
      days.map((each: Record<string, unknown>) => [each["@_index"], each["@_date"], each["@_start"], each["@_end"]]),
    ).toEqual([
      ["1", "2026-03-12", "2026-03-12T11:00:00+01:00", "2026-03-12T16:15:00+01:00"],
      ["2", "2026-03-13", "2026-03-13T00:30:00+01:00", "2026-03-13T01:20:00+01:00"],
    ]);
    const rooms = days[0].room as { "@_name": string; event: Record<string, unknown>[] }[];
    expect(rooms.map((room) => room["@_name"])).toEqual(["Dom", "Side groups", "Neude"]);
    expect(rooms[2]?.event[0]).toMatchObject({
      title: "Session session-late",
      room: ["Neude"],
      date: "2026-03-12T15:00:00+01:00",
      start: "15:00",
      duration: "01:15",
      type: "session",
      persons: { person: [{ "#text": "Ana, at last" }] },
    });
    const ids = days.flatMap((each: { room: { event: Record<string, string>[] }[] }) =>
      each.room.flatMap((room) => room.event.map((event) => `${event["@_id"]} ${event["@_guid"]}`)),
    );
    expect(new Set(ids).size).toBe(4);
    expect(parse(view)).toEqual(parse(structuredClone(view)));
  });

  it("[E7] is well-formed whatever people write, and with nothing in it", () => {
    const title = "]]> <!-- &\u0007 \ud800 </event>";
    const { day: days } = parse({ ...view, sessions: [session("session-evil", "dom", "10:00", "10:50", { title })] });
    expect(days[0].room[0].event[0].title).toContain("]]> <!-- &");
    const empty = { ...view, sessions: [], sideGroups: [] };
    expect(parse(empty)).toMatchObject({
      conference: { days: "1" },
      day: [{ "@_index": "1", "@_date": "2026-03-09" }],
    });
    const timeless = parse({ ...empty, meetup: { ...view.meetup, startsOn: null, endsOn: null } });
    expect(Object.keys(timeless.conference)).not.toContain("start");
  });

  it("[E7] is from the first to the last day on which something is, where nobody has said, and nothing lasts less than nothing", () => {
    const over = session("session-over", "dom", "10:00", "09:50", {});
    const { conference, day: days } = parse({
      ...view,
      meetup: { ...view.meetup, startsOn: null, endsOn: null },
      sessions: [...view.sessions, over],
    });
    expect(conference).toMatchObject({ start: "2026-03-12", end: "2026-03-13" });
    const events = days[0].room.flatMap(({ event }: { event: Record<string, string>[] }) => event);
    expect(events.find(({ title }: { title: string }) => title === over.title)?.duration).toBe("00:00");
  });

  it("[E7] is what the schema of the C3VOC's validator asks for", () => {
    const { day: days, conference, ...rest } = parse({ ...view, meetup: { ...view.meetup, slug: "a-b" } });
    // Elements in its order, and values by its patterns.
    expect(Object.keys(rest)).toEqual(["generator", "version"]);
    expect(conference.acronym).toMatch(/^[a-z0-9_-]{4,}$/u);
    const events = days.flatMap(({ room }: { room: { event: Record<string, string>[] }[] }) =>
      room.flatMap(({ event }) => event),
    );
    expect(events).toHaveLength(4);
    for (const { slug, duration, date, "@_guid": guid, "@_id": id } of events) {
      expect(slug).toMatch(/^[a-z0-9]{4,}-[0-9]{1,6}-[a-z0-9_-]{4,}$/u);
      expect(duration).toMatch(/^[0-9]{1,2}:[0-9]{2}$/u);
      expect(date).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/u);
      expect(guid).toMatch(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u);
      expect(Number(id)).toBeGreaterThan(0);
    }
    expect(new Set(events.map(({ slug }: { slug: string }) => slug)).size).toBe(4);
  });
});

describe("schedule.json", () => {
  it("[E7] says where and when, by the meetup's clocks, and names no member", () => {
    const said = JSON.parse(JSON.stringify(scheduleJson(view, ORIGIN)));
    expect(said.sessions[0]).toMatchObject({
      title: "Session session-late",
      room: "Neude",
      startsAt: "2026-03-12T15:00:00+01:00",
      endsAt: "2026-03-12T16:15:00+01:00",
      moderators: ["Ana, at last"],
    });
    expect(said.sideGroups).toMatchObject([
      { title: "Runbooks", startsAt: "2026-03-12T13:30:00+01:00", members: 2 },
      { startsAt: null },
      { mergedInto: "group-lunch" },
    ]);
    expect(JSON.stringify(said)).not.toMatch(/votes|picks|support|lens|"ivo"/u);
  });
});

describe("instants and ids for programs", () => {
  it.each([
    ["2026-03-29T00:59:59Z", "Europe/Berlin", "2026-03-29T01:59:59+01:00"],
    ["2026-03-29T01:00:00Z", "Europe/Berlin", "2026-03-29T03:00:00+02:00"],
    ["2026-10-25T01:00:00Z", "Europe/Berlin", "2026-10-25T02:00:00+01:00"],
    ["2026-03-12T10:00:00+01:00", "Asia/Kathmandu", "2026-03-12T14:45:00+05:45"],
    ["2026-03-12T02:00:00Z", "America/St_Johns", "2026-03-11T23:30:00-02:30"],
    ["2026-03-12T10:00:00Z", "UTC", "2026-03-12T10:00:00+00:00"],
    ["0026-03-12T10:00:00Z", "UTC", "0026-03-12T10:00:00+00:00"],
    ["9999-12-31T23:00:00-02:00", "Asia/Tokyo", "+010000-01-01T10:00:00+09:00"],
  ])("%s in %s is %s, the same instant", (instant, zone, local) => {
    expect(localInstant(instant, zone)).toBe(local);
    expect(Date.parse(local)).toBe(Date.parse(instant));
  });

  it("stay, differ, and are what their kind asks for", () => {
    const names = Array.from({ length: 5000 }, (_, n) => `porto session-${n}`);
    expect(new Set(names.map(stableUuid)).size).toBe(5000);
    expect(new Set(names.map(stableNumber)).size).toBeGreaterThan(4990);
    for (const name of names.slice(0, 50))
      expect(stableUuid(name)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u);
    expect(stableUuid("porto session-1")).toBe(stableUuid("porto session-1"));
  });
});
