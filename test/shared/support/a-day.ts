import type { MeetupView, SessionView, SideGroupView, SlotView } from "../../../shared/meetup/view.ts";
import { MeetupStory } from "../../helpers/meetup-story.ts";

/** An instant of 12 March 2026 from a time like `10:40`, as clocks in UTC show it. Milliseconds since 1970. */
export function at(time: string, day = "2026-03-12"): number {
  return Date.parse(`${day}T${time}:00Z`);
}

function iso(time: string): string {
  return time.includes("T") ? time : new Date(at(time)).toISOString();
}

/** A session in a room, from and to a time of day. */
export function session(
  id: string,
  roomId: string,
  startsAt: string,
  endsAt: string,
  more: Partial<SessionView> = {},
): SessionView {
  return {
    id,
    title: `Session ${id}`,
    topicIds: [],
    roomId,
    slotId: "slot-one",
    startsAt: iso(startsAt),
    endsAt: iso(endsAt),
    moderators: [],
    padId: `pad-of-${id}`,
    locked: false,
    lockedBy: null,
    state: "planned",
    full: false,
    outcome: null,
    ...more,
  };
}

/** A break, or a time for everyone. */
export function pause(id: string, startsAt: string, endsAt: string, more: Partial<SlotView> = {}): SlotView {
  return { id, startsAt: iso(startsAt), endsAt: iso(endsAt), label: "", kind: "break", ...more };
}

/** A side group with its host in it. */
export function group(id: string, startsAt: string | null, more: Partial<SideGroupView> = {}): SideGroupView {
  return {
    id,
    title: `Group ${id}`,
    topicId: null,
    sessionId: null,
    place: "Lobby",
    startsAt: startsAt === null ? null : iso(startsAt),
    capacity: null,
    host: "hana",
    members: 1,
    padId: `pad-of-${id}`,
    locked: false,
    lockedBy: null,
    state: "open",
    outcome: null,
    mergedInto: null,
    ...more,
  };
}

/** A meetup with two rooms, and whatever else is given. */
export function day(more: Partial<MeetupView> = {}, timezone = "UTC"): MeetupView {
  const view = new MeetupStory().view("nameless");
  return {
    ...view,
    meetup: { ...view.meetup, timezone },
    rooms: [
      { id: "dom", name: "Dom", capacity: null, where: "", link: null },
      { id: "neude", name: "Neude", capacity: 30, where: "First floor", link: null },
    ],
    ...more,
  };
}
