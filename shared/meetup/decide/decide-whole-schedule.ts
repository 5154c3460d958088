import type { CommandOf } from "../commands.ts";
import { asOrganizer, fact, NOTHING, refuse, type Asker, type Decision } from "./decisions.ts";
import type { FactOf } from "../entries.ts";
import { startsFrom } from "../evolve/evolve-schedule.ts";
import type { MeetupState } from "../meetup-state.ts";
import { endsLater, moderatorElsewhere, timesOf } from "../moderators.ts";

/** An organizer says that the schedule holds. Publishing again what has not changed since is a repeat. */
export function publishSchedule(
  state: MeetupState,
  { note = "" }: CommandOf<"schedule.publish">,
  asker: Asker,
): Decision {
  return asOrganizer(state, asker, () =>
    state.schedule.published && !state.schedule.hasChanged ? NOTHING : fact({ type: "schedule.published", note }),
  );
}

/**
 * An organizer moves everything from an instant on, as when the day runs late. The same wish again with nothing else
 * changed in between is a repeat: who wants to move as much again does it from the new start. Another organizer's is one
 * unless something starts at that instant now, as they may have seen that.
 */
export function shiftSchedule(state: MeetupState, command: CommandOf<"schedule.shift">, asker: Asker): Decision {
  const { from, minutes } = command;
  return asOrganizer(state, asker, () => {
    const starts = [...state.slots.values(), ...[...state.sessions.values()].map((session) => timesOf(state, session))]
      .map(({ startsAt }) => startsAt)
      .filter((startsAt) => startsFrom(startsAt, from));
    const { lastShift } = state.schedule;
    if (lastShift && lastShift.minutes === minutes && isAt(lastShift.from, from)) {
      const isOwn = lastShift.by === asker.personId;
      if (isOwn || !starts.some((startsAt) => isAt(startsAt, from))) return NOTHING;
    }
    if (starts.length === 0) return refuse("nothing-to-shift", "from");
    return fact(...partings(state, from), { type: "schedule.shifted", from, minutes });
  });
}

function isAt(instant: string, other: string): boolean {
  return Date.parse(instant) === Date.parse(other);
}

/**
 * Of a session that starts when it was told to, it may be moved and its slot stay, or the other way round. It is as long
 * afterwards as it was, so that the end which it has of its slot becomes its own.
 */
function partings(state: MeetupState, from: string): FactOf<"session.edited">[] {
  return [...state.sessions.values()].flatMap((session) => {
    const { id: sessionId, startsAt, endsAt, slotId } = session;
    const slot = state.slots.get(slotId);
    if (!slot || startsAt === null || endsAt !== null) return [];
    if (startsFrom(startsAt, from) === startsFrom(slot.startsAt, from)) return [];
    // A start that counts no more isn't moved to where it would again.
    const counts = endsLater({ startsAt, endsAt: slot.endsAt });
    return { type: "session.edited", sessionId, set: counts ? { endsAt: slot.endsAt } : { startsAt: null } };
  });
}

/**
 * An organizer gives several sessions other rooms and times at once, so that they may change places: what counts is
 * where all of them are afterwards.
 */
export function arrangeSchedule(
  state: MeetupState,
  { sessions: places }: CommandOf<"schedule.arrange">,
  asker: Asker,
): Decision {
  for (const [at, { sessionId, roomId, slotId }] of places.entries()) {
    if (!state.sessions.has(sessionId)) return refuse("unknown-session", `sessions.${at}.sessionId`);
    if (!state.rooms.has(roomId)) return refuse("unknown-room", `sessions.${at}.roomId`);
    if (!state.slots.has(slotId)) return refuse("unknown-slot", `sessions.${at}.slotId`);
  }
  return asOrganizer(state, asker, () => {
    const sessions = new Map(state.sessions);
    const moved = places.filter(({ sessionId, roomId, slotId }) => {
      const session = sessions.get(sessionId)!;
      if (session.roomId === roomId && session.slotId === slotId) return false;
      sessions.set(sessionId, { ...session, roomId, slotId, startsAt: null, endsAt: null });
      return true;
    });
    const inCell = Map.groupBy(sessions.values(), ({ roomId, slotId }) => `${roomId} ${slotId}`);
    // Most have nobody to moderate them whom the meetup knows.
    const moderated = [...sessions.values()].filter(({ moderators }) => moderators.some((each) => "personId" in each));
    for (const place of moved) {
      const path = `sessions.${places.indexOf(place)}.slotId`;
      const session = sessions.get(place.sessionId)!;
      if (inCell.get(`${place.roomId} ${place.slotId}`)!.length > 1) return refuse("cell-taken", path);
      if (moderatorElsewhere({ slots: state.slots, sessions }, session, moderated) !== undefined)
        return refuse("moderator-elsewhere", path);
    }
    return moved.length === 0 ? NOTHING : fact(...moved.map((place) => ({ type: "session.moved" as const, ...place })));
  });
}
