import { GROUP_MS } from "../meetup/side-group-clashes.ts";
import type { MeetupView } from "../meetup/view.ts";
import { moderatorNames } from "./moderator-names.ts";

/** A session or side group as calendars and conference apps know things: at a place, from and to an instant. */
export interface TimetableEvent {
  id: string;
  kind: "session" | "side group";
  title: string;
  /** The room of a session, the place of a side group. */
  place: string;
  /** Where in the venue the room is. */
  where: string;
  startsAt: string;
  endsAt: string;
  /** Who moderates or hosts, by name. */
  people: string[];
  outcome: string | null;
  url: string;
  notesUrl: string;
}

/**
 * Everything that has a time, in order of it. Side groups that were merged go on in another one; those without a time
 * have no place in a calendar. Nobody says how long a side group lasts: half an hour is assumed.
 */
export function timetableOf(view: MeetupView, origin: string): TimetableEvent[] {
  const page = `${origin}/m/${view.meetup.slug}`;
  const sessions = view.sessions.map((session): TimetableEvent => {
    const room = view.rooms.find(({ id }) => id === session.roomId);
    const { id, title, startsAt, endsAt, outcome, padId } = session;
    const notesUrl = `${page}/notes/${padId}`;
    const people = moderatorNames(view, session);
    const [place, where] = [room?.name ?? "", room?.where ?? ""];
    return { id, kind: "session", title, place, where, startsAt, endsAt, people, outcome, url: notesUrl, notesUrl };
  });
  const groups = view.sideGroups.flatMap((group): TimetableEvent[] => {
    const { id, title, place, startsAt, host, outcome, padId, mergedInto } = group;
    if (startsAt === null || mergedInto !== null) return [];
    const endsAt = new Date(Date.parse(startsAt) + GROUP_MS).toISOString();
    const people = [view.people.names[host]?.name ?? ""].filter(Boolean);
    const [url, notesUrl] = [`${page}/side-groups/${id}`, `${page}/notes/${padId}`];
    return [{ id, kind: "side group", title, place, where: "", startsAt, endsAt, people, outcome, url, notesUrl }];
  });
  return [...sessions, ...groups].toSorted(
    (a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt) || (a.id < b.id ? -1 : 1),
  );
}
