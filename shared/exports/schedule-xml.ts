import type { MeetupView } from "../meetup/view.ts";
import { localInstant } from "./local-time.ts";
import { clockTime, dayOf } from "../time.ts";
import { stableKey, stableNumber, stableUuid } from "./stable-ids.ts";
import { timetableOf, type TimetableEvent } from "./timetable.ts";
import { escapeXml, tag } from "./xml.ts";

/** Side groups without a place are listed under this one. */
const ELSEWHERE = "Side groups";

/**
 * The schedule for conference apps, in the XML of frab and Pentabarf as pretalx writes it. It is valid by the schema of the
 * C3VOC's validator, which wants a day: without one, when nothing says when the meetup is, it isn't.
 */
export function scheduleXml(view: MeetupView, origin: string): string {
  const { meetup, schedule } = view;
  const { slug, title, timezone } = meetup;
  const events = timetableOf(view, origin);
  const days = Map.groupBy(events, ({ startsAt }) => dayOf(startsAt, timezone));
  const dates = [...days.keys()];
  const [first, last] = [meetup.startsOn ?? dates[0], meetup.endsOn ?? dates.at(-1) ?? meetup.startsOn];
  if (days.size === 0 && first !== undefined) days.set(first, []);
  return `${[
    `<?xml version="1.0" encoding="utf-8"?>`,
    "<schedule>",
    `<generator name="Midcycle"/>`,
    tag("version", String(schedule.version)),
    "<conference>",
    tag("acronym", acronymOf(slug)),
    tag("title", title),
    ...(first ? [tag("start", first)] : []),
    ...(last ? [tag("end", last)] : []),
    tag("days", String(days.size)),
    tag("timeslot_duration", "00:05"),
    tag("base_url", `${origin}/m/${slug}`),
    tag("time_zone_name", timezone),
    "</conference>",
    ...[...days].map(([day, all], index) => dayXml({ day, index, timezone, slug }, all)),
    "</schedule>",
  ].join("\n")}\n`;
}

interface Day {
  day: string;
  index: number;
  timezone: string;
  slug: string;
}

function dayXml(day: Day, events: readonly TimetableEvent[]): string {
  const ends = events.map(({ endsAt }) => endsAt).toSorted((a, b) => Date.parse(a) - Date.parse(b));
  const times = { start: events[0]?.startsAt, end: ends.at(-1) };
  const span = Object.entries(times).map(([name, instant]) =>
    instant === undefined ? "" : ` ${name}="${localInstant(instant, day.timezone)}"`,
  );
  const rooms = Map.groupBy(events, ({ place }) => place || ELSEWHERE);
  return [
    `<day index="${day.index + 1}" date="${day.day}"${span.join("")}>`,
    ...[...rooms].flatMap(([name, all]) => [
      `<room name="${escapeXml(name)}" guid="${stableUuid(`${day.slug} room ${name}`)}">`,
      ...all.map((event) => eventXml(day, event, name)),
      "</room>",
    ]),
    "</day>",
  ].join("\n");
}

function eventXml({ timezone, slug }: Day, event: TimetableEvent, room: string): string {
  const { id, kind, title, startsAt, endsAt, people, outcome, url, notesUrl } = event;
  const name = `${slug} ${id}`;
  return [
    `<event guid="${stableUuid(name)}" id="${stableNumber(name)}">`,
    tag("room", room),
    tag("title", title),
    tag("subtitle", ""),
    tag("type", kind),
    tag("date", localInstant(startsAt, timezone)),
    tag("start", clockTime(startsAt, timezone)),
    tag("duration", duration(startsAt, endsAt)),
    tag("abstract", outcome === null ? "" : `What came out: ${outcome}`),
    tag("slug", `${acronymOf(slug).replaceAll("-", "")}-${stableNumber(name) % 1_000_000}-${stableKey(name)}`),
    tag("track", ""),
    tag("logo", ""),
    `<persons>${people.map((each) => `<person id="${stableNumber(`${slug} ${each}`)}">${escapeXml(each)}</person>`).join("")}</persons>`,
    tag("language", ""),
    tag("description", ""),
    "<recording><license></license><optout>false</optout></recording>",
    `<links><link href="${escapeXml(notesUrl)}">Notes</link></links>`,
    "<attachments></attachments>",
    tag("url", url),
    "</event>",
  ].join("\n");
}

/** The meetup's address; readers of such files want at least four characters. */
function acronymOf(slug: string): string {
  return slug.replaceAll("-", "").length < 4 ? `${slug}-meetup` : slug;
}

/** `01:15`; a session of more than a day has more than 24 hours. */
function duration(startsAt: string, endsAt: string): string {
  const minutes = Math.max(0, Math.round((Date.parse(endsAt) - Date.parse(startsAt)) / 60_000));
  return [minutes / 60, minutes % 60].map((part) => String(Math.floor(part)).padStart(2, "0")).join(":");
}
