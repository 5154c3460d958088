/** What an entry of the log speaks of: it has been made by then, or the log is damaged. */
import type { Hands } from "../hands.ts";
import type { MeetupState, Session, SideGroup, Topic } from "../meetup-state.ts";

/** A topic, also one that was withdrawn or merged. */
export function loggedTopic(state: MeetupState, id: string): Topic {
  return state.topics.get(id) ?? unknown("topic", id);
}

/** A session, also one that was cancelled. */
export function loggedSession(state: MeetupState, id: string): Session {
  return state.sessions.get(id) ?? state.cancelled.get(id) ?? unknown("session", id);
}

/** A side group, also one that has ended. */
export function loggedSideGroup(state: MeetupState, id: string): SideGroup {
  return state.sideGroups.get(id) ?? unknown("side group", id);
}

/** A show of hands. */
export function loggedHands(state: MeetupState, id: string): Hands {
  return state.hands.get(id) ?? unknown("show of hands", id);
}

function unknown(what: string, id: string): never {
  throw new Error(`The log speaks of an unknown ${what}, ${id}`);
}
