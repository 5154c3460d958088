import { clockTime, dayOf } from "../../shared/time.ts";
import { minutesUntil, type Now } from "../../shared/meetup/now.ts";
import type { SideGroupClash } from "../../shared/meetup/side-group-clashes.ts";
import type { MeetupView, SessionView } from "../../shared/meetup/view.ts";

/** `Packaging starts in 5 minutes in Main hall`. */
export function startsSoonWords({ rooms }: MeetupView, { title, startsAt, roomId }: SessionView, at: number): string {
  const minutes = minutesUntil(startsAt, at);
  const room = rooms.find(({ id }) => id === roomId)?.name;
  return `${title} starts in ${minutes} ${minutes === 1 ? "minute" : "minutes"}${room ? ` in ${room}` : ""}`;
}

/** `Next, 11:00: Packaging`; what comes within a day, but on another one, comes `Tomorrow, 09:00`. */
export function nextWords(
  { meetup }: MeetupView,
  { startsAt, sessions }: NonNullable<Now["next"]>,
  at: number,
): string {
  const { timezone } = meetup;
  const isToday = dayOf(startsAt, timezone) === dayOf(new Date(at).toISOString(), timezone);
  const what = sessions.length === 1 ? sessions[0]?.title : `${sessions.length} sessions`;
  return `${isToday ? "Next" : "Tomorrow"}, ${clockTime(startsAt, timezone)}: ${what}`;
}

/** What is in a side group's way. */
export function clashWords(clash: SideGroupClash, timezone: string): string {
  const time = clockTime(clash.startsAt, timezone);
  return clash.kind === "room"
    ? `${clash.room} has a session at ${time}, ${clash.title}. Another place is needed.`
    : `${clash.label || "Something for everyone"} is at ${time}. Another time is needed.`;
}
