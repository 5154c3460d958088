import { membersIn, nowOf } from "../meetup/now.ts";
import type { MeetupPhase, SlotKind } from "../meetup/commands.ts";
import type { MeetupView, SessionView, SideGroupView } from "../meetup/view.ts";
import { clockTime, dayOf } from "../time.ts";

/** What `now.json` says: the shape stays, fields may be added. */
export interface NowJson {
  version: 1;
  /** The minute it speaks of. */
  at: string;
  meetup: { slug: string; title: string; timezone: string; phase: MeetupPhase; url: string };
  /** What is on, a session a room. */
  now: (SessionNow & { minutesLeft: number })[];
  /** What comes next in each room. */
  next: (SessionNow & { plannedAt: string })[];
  /** Breaks and times for everyone that run. */
  pauses: { label: string; kind: SlotKind; startsAt: string; endsAt: string; text: string }[];
  sideGroups: { now: GroupNow[]; forming: GroupNow[]; full: GroupNow[]; later: GroupNow[] };
  announcements: { id: string; text: string; until: string }[];
  schedule: Pick<MeetupView["schedule"], "published" | "version" | "at">;
}

interface SessionNow {
  id: string;
  title: string;
  room: { id: string; name: string; where: string; url: string };
  startsAt: string;
  endsAt: string;
  state: SessionView["state"];
  full: boolean;
  moderators: string[];
  notesUrl: string;
  /** A line to say in a channel. */
  text: string;
}

interface GroupNow {
  id: string;
  title: string;
  place: string;
  startsAt: string | null;
  members: number;
  capacity: number | null;
  /** Null: without a limit. */
  placesLeft: number | null;
  url: string;
  notesUrl: string;
  text: string;
}

/**
 * What a chat bot answers "now" and "next" with, for an instant in milliseconds since 1970. `view` is that of a
 * reader without a name; nothing in it speaks of votes.
 */
export function nowJson(view: MeetupView, at: number, origin: string): NowJson {
  const { slug, title, timezone, phase } = view.meetup;
  const url = `${origin}/m/${slug}`;
  const now = nowOf(view, at);
  const today = dayOf(new Date(at).toISOString(), timezone);
  const when = (instant: string) => {
    const day = dayOf(instant, timezone);
    return `${day === today ? "" : `${day} `}${clockTime(instant, timezone)}`;
  };
  const sessionNow = (session: SessionView, text: string): SessionNow => {
    const room = view.rooms.find(({ id }) => id === session.roomId);
    const { id, startsAt, endsAt, state, full, padId } = session;
    return {
      id,
      title: session.title,
      room: {
        id: session.roomId,
        name: room?.name ?? "",
        where: room?.where ?? "",
        url: `${url}/room/${session.roomId}`,
      },
      startsAt,
      endsAt,
      state,
      full,
      moderators: session.moderators.flatMap((each) =>
        "name" in each ? each.name : (view.people.names[each.personId]?.name ?? []),
      ),
      notesUrl: `${url}/notes/${padId}`,
      text,
    };
  };
  const groupNow = (group: SideGroupView): GroupNow => {
    const members = membersIn(group);
    const { id, place, startsAt, capacity, padId } = group;
    const facts = [place, startsAt === null ? "" : when(startsAt)].filter(Boolean).join(", ");
    return {
      id,
      title: group.title,
      place,
      startsAt,
      members,
      capacity,
      placesLeft: capacity === null ? null : Math.max(0, capacity - members),
      url: `${url}/side-groups/${id}`,
      notesUrl: `${url}/notes/${padId}`,
      text: facts === "" ? group.title : `${group.title} (${facts})`,
    };
  };
  return {
    version: 1,
    at: new Date(Math.floor(at / 60_000) * 60_000).toISOString(),
    meetup: { slug, title, timezone, phase, url },
    now: now.rooms.flatMap(({ room, on }) => {
      if (!on) return [];
      const { session, minutesLeft } = on;
      const left = minutesLeft > 0 ? `until ${when(session.endsAt)}, ${minutesLeft} min left` : "running over";
      const full = session.full ? ", room full" : "";
      return { ...sessionNow(session, `${room.name}: ${session.title} (${left}${full})`), minutesLeft };
    }),
    next: now.rooms.flatMap(({ room, next }) => {
      if (!next) return [];
      const { startsAt, plannedAt } = next;
      const planned = startsAt === plannedAt ? "" : `, planned for ${when(plannedAt)}`;
      return { ...sessionNow(next, `${room.name}: ${next.title} (${when(startsAt)}${planned})`), plannedAt };
    }),
    pauses: now.slots.map(({ slot: { label, kind, startsAt, endsAt } }) => ({
      label,
      kind,
      startsAt,
      endsAt,
      text: `${label || (kind === "break" ? "Break" : "Everyone together")} (until ${when(endsAt)})`,
    })),
    sideGroups: {
      now: now.groups.now.map(groupNow),
      forming: now.groups.forming.map(groupNow),
      full: now.groups.full.map(groupNow),
      later: now.groups.later.map(groupNow),
    },
    announcements: now.announcements.map(({ id, text, until }) => ({ id, text, until })),
    schedule: { published: view.schedule.published, version: view.schedule.version, at: view.schedule.at },
  };
}
