import { myDay } from "../meetup/my-day.ts";
import type { MeetupView, MeView } from "../meetup/view.ts";
import { timetableOf, type TimetableEvent } from "./timetable.ts";

/** A line holds so many bytes at most, its end not counted. */
const LINE_BYTES = 75;

/**
 * The schedule as a calendar to subscribe to (RFC 5545). Instants are UTC, so that no calendar needs to know the
 * meetup's time zone, which is named for those that show it. `at`, when it was made, in milliseconds since 1970.
 */
export function scheduleIcs(view: MeetupView, at: number, origin: string): string {
  return calendar(view, { at, name: view.meetup.title, events: timetableOf(view, origin) });
}

/** One person's day as a calendar: what they have planned, moderate or are in, as far as it has a time. */
export function myDayIcs(view: MeetupView, me: MeView, at: number, origin: string): string {
  const mine = new Set(
    myDay(view, me, at).days.flatMap(({ rows }) => rows.flatMap((row) => (row.kind === "pause" ? [] : row.thing.id))),
  );
  const events = timetableOf(view, origin).filter(({ id }) => mine.has(id));
  return calendar(view, { at, name: `My day: ${view.meetup.title}`, events });
}

function calendar(
  view: MeetupView,
  { at, name, events }: { at: number; name: string; events: readonly TimetableEvent[] },
): string {
  const { timezone } = view.meetup;
  return foldedLines([
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Midcycle//Schedule//EN",
    "CALSCALE:GREGORIAN",
    "METHOD:PUBLISH",
    `NAME:${escaped(name)}`,
    `X-WR-CALNAME:${escaped(name)}`,
    `X-WR-TIMEZONE:${escaped(timezone)}`,
    "REFRESH-INTERVAL;VALUE=DURATION:PT15M",
    "X-PUBLISHED-TTL:PT15M",
    ...events.flatMap((event) => eventLines(view, event, at)),
    "END:VCALENDAR",
  ]);
}

function eventLines({ meetup, schedule }: MeetupView, event: TimetableEvent, at: number): string[] {
  const { id, kind, title, place, where, startsAt, endsAt, people, outcome, url, notesUrl } = event;
  const facts = [
    people.length === 0 ? "" : `${kind === "session" ? "Moderated by" : "Hosted by"} ${people.join(", ")}`,
    outcome === null ? "" : `What came out: ${outcome}`,
    `Notes: ${notesUrl}`,
  ];
  const location = [place, where].filter(Boolean).join(", ");
  return [
    "BEGIN:VEVENT",
    `UID:${id}@${meetup.slug}.midcycle`,
    `DTSTAMP:${utc(new Date(at).toISOString())}`,
    `SEQUENCE:${schedule.version}`,
    `DTSTART:${utc(startsAt)}`,
    `DTEND:${utc(endsAt)}`,
    `SUMMARY:${escaped(kind === "session" ? title : `Side group: ${title}`)}`,
    ...(location === "" ? [] : [`LOCATION:${escaped(location)}`]),
    `DESCRIPTION:${escaped(facts.filter(Boolean).join("\n"))}`,
    `CATEGORIES:${kind === "session" ? "Session" : "Side group"}`,
    `URL:${url}`,
    "END:VEVENT",
  ];
}

/** `20260312T100000Z`: four digits a year, so that what is later is at the end of the last of these. */
function utc(instant: string): string {
  const time = new Date(Math.min(Date.parse(instant), Date.UTC(9999, 11, 31, 23, 59, 59)));
  return `${time.toISOString().slice(0, 19).replaceAll(/[-:]/gu, "")}Z`;
}

/** Text as a value: marks that mean something escaped, and no control character left. */
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/\r\n?/gu, "\n")
    .replaceAll(/(?![\n\t])\p{Cc}/gu, "")
    .replaceAll(/[\\;,]/gu, "\\$&")
    .replaceAll("\n", "\\n");
}

/** Lines as they are sent: long ones go on in the next behind a space, and no character is parted. */
function foldedLines(lines: readonly string[]): string {
  return lines.map((line) => `${folded(line)}\r\n`).join("");
}

function folded(line: string): string {
  let [out, bytes] = ["", 0];
  for (const character of line) {
    const size = bytesOf(character);
    if (bytes + size > LINE_BYTES) {
      out += "\r\n ";
      bytes = 1;
    }
    out += character;
    bytes += size;
  }
  return out;
}

/** How many bytes a character has in UTF-8. */
function bytesOf(character: string): number {
  const point = character.codePointAt(0)!;
  return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
}
