import type { CommandOf } from "../commands.ts";
import {
  goneFor,
  asOrganizer,
  fact,
  make,
  NOTHING,
  refuse,
  refuseTimes,
  type Asker,
  type Decision,
} from "./decisions.ts";
import type { MeetupState, Session } from "../meetup-state.ts";
import { padFor, padInUse } from "../pad-for.ts";
import { sessionOf } from "../look-ups.ts";
import { sessionTitle } from "../titles.ts";
import { endsLater, moderatorElsewhere, ownTimesOf } from "../moderators.ts";

/** An organizer gives topics, or a session without one, a room and a time. */
export function scheduleSession(state: MeetupState, command: CommandOf<"session.schedule">, asker: Asker): Decision {
  const { type: _, ...session } = command;
  const unknown = command.topicIds.findIndex((id) => !state.topics.has(id));
  if (unknown >= 0) return refuse("unknown-topic", `topicIds.${unknown}`);
  if (!state.rooms.has(command.roomId)) return refuse("unknown-room", "roomId");
  if (!state.slots.has(command.slotId)) return refuse("unknown-slot", "slotId");
  return asOrganizer(state, asker, () =>
    make(state, session, () => {
      const topics = command.topicIds.map((id) => state.topics.get(id)!);
      const gone = topics.findIndex(goneFor);
      if (gone >= 0) return refuse(goneFor(topics[gone]!)!, `topicIds.${gone}`);
      const scheduled = topics.findIndex((topic) => sessionOf(state, topic.id));
      if (scheduled >= 0) return refuse("topic-scheduled", `topicIds.${scheduled}`);
      if (sessionAt(state, command.roomId, command.slotId)) return refuse("cell-taken", "slotId");
      const { slotId, startsAt = null, endsAt = null } = command;
      if (!endsLater(ownTimesOf(state, { slotId, startsAt, endsAt }))) return refuseTimes(command);
      return fact({
        type: "session.scheduled",
        session,
        ...padFor(state, topics, session.title, asker),
      });
    }),
  );
}

/** Takes a session off the agenda; its topics are free again. */
export function cancelSession(state: MeetupState, { sessionId }: CommandOf<"session.cancel">, asker: Asker): Decision {
  if (!state.sessions.has(sessionId) && !state.cancelled.has(sessionId)) return refuse("unknown-session", "sessionId");
  return asOrganizer(state, asker, () =>
    state.cancelled.has(sessionId) ? NOTHING : fact({ type: "session.cancelled", sessionId }),
  );
}

/** Puts a session that was taken off back where it was, with its notes, if place, time and topics are still free. */
export function restoreSession(state: MeetupState, command: CommandOf<"session.restore">, asker: Asker): Decision {
  const { sessionId } = command;
  const session = state.cancelled.get(sessionId);
  if (!session && !state.sessions.has(sessionId)) return refuse("unknown-session", "sessionId");
  return asOrganizer(state, asker, () => {
    if (!session) return NOTHING;
    const { roomId, slotId, padId } = session;
    if (!state.rooms.has(roomId)) return refuse("unknown-room", "sessionId");
    if (!state.slots.has(slotId)) return refuse("unknown-slot", "sessionId");
    const topics = session.topicIds.map((id) => state.topics.get(id)!);
    const gone = topics.find(goneFor);
    if (gone) return refuse(goneFor(gone)!, "sessionId");
    if (topics.some((topic) => sessionOf(state, topic.id))) return refuse("topic-scheduled", "sessionId");
    if (sessionAt(state, roomId, slotId)) return refuse("cell-taken", "sessionId");
    if (moderatorElsewhere(state, session) !== undefined) return refuse("moderator-elsewhere", "sessionId");
    // A side group may have taken over the topic's notes meanwhile.
    const pad = padInUse(state, padId)
      ? { padId: asker.newPadId(), newPadTitle: sessionTitle(state, session) }
      : { padId };
    return fact({ type: "session.restored", sessionId, ...pad });
  });
}

/** Gives a session another room and slot; it takes over the slot's times. */
export function moveSession(state: MeetupState, command: CommandOf<"session.move">, asker: Asker): Decision {
  const { sessionId, roomId, slotId } = command;
  const session = state.sessions.get(sessionId);
  if (!session) return refuse("unknown-session", "sessionId");
  if (!state.rooms.has(roomId)) return refuse("unknown-room", "roomId");
  if (!state.slots.has(slotId)) return refuse("unknown-slot", "slotId");
  return asOrganizer(state, asker, () => {
    if (session.roomId === roomId && session.slotId === slotId) return NOTHING;
    if (sessionAt(state, roomId, slotId)) return refuse("cell-taken", "slotId");
    if (moderatorElsewhere(state, { ...session, slotId, startsAt: null, endsAt: null }) !== undefined)
      return refuse("moderator-elsewhere", "slotId");
    return fact({ type: "session.moved", sessionId, roomId, slotId });
  });
}

function sessionAt(state: MeetupState, roomId: string, slotId: string): Session | undefined {
  for (const session of state.sessions.values())
    if (session.roomId === roomId && session.slotId === slotId) return session;
  return undefined;
}
