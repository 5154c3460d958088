import { membersIn } from "../meetup/now.ts";
import type { MeetupView } from "../meetup/view.ts";
import { localInstant } from "./local-time.ts";
import { moderatorNames } from "./moderator-names.ts";

/** The schedule for scripts: rooms, times, sessions and side groups by their names, instants as the meetup's clocks show them. */
export function scheduleJson(view: MeetupView, origin: string): object {
  const { slug, title, startsOn, endsOn, timezone, place } = view.meetup;
  const url = `${origin}/m/${slug}`;
  const local = (instant: string) => localInstant(instant, timezone);
  const { published, version, at } = view.schedule;
  return {
    version: 1,
    meetup: { slug, title, startsOn, endsOn, timezone, place, url },
    schedule: { published, version, at: at && local(at) },
    rooms: view.rooms.map((room) => ({ ...room, url: `${url}/room/${room.id}` })),
    slots: view.slots.map((slot) => ({ ...slot, startsAt: local(slot.startsAt), endsAt: local(slot.endsAt) })),
    sessions: view.sessions.map((session) => {
      const { id, topicIds, roomId, slotId, startsAt, endsAt, state, full, outcome, padId } = session;
      return {
        id,
        title: session.title,
        topics: view.topics.filter((topic) => topicIds.includes(topic.id)).map(({ number }) => number),
        room: view.rooms.find((room) => room.id === roomId)?.name ?? "",
        roomId,
        slotId,
        startsAt: local(startsAt),
        endsAt: local(endsAt),
        moderators: moderatorNames(view, session),
        state,
        full,
        outcome,
        notesUrl: `${url}/notes/${padId}`,
      };
    }),
    sideGroups: view.sideGroups.map((group) => {
      const { id, startsAt, capacity, state, outcome, mergedInto, padId } = group;
      return {
        id,
        title: group.title,
        place: group.place,
        startsAt: startsAt && local(startsAt),
        host: view.people.names[group.host]?.name ?? null,
        members: membersIn(group),
        capacity,
        state,
        outcome,
        mergedInto,
        url: `${url}/side-groups/${id}`,
        notesUrl: `${url}/notes/${padId}`,
      };
    }),
  };
}
