import type { MeetupState } from "./meetup-state.ts";
import { namesIn } from "./names-in.ts";
import { namesOf, type NameOf } from "./view-of/people-view-of.ts";

/**
 * What the people are called whom readers with a name see: actions are read with these for everyone, as who is only in a
 * side group is offered behind an `@` too. It tells readers without a name no more than the line does, which is public.
 */
export function knownNames(state: MeetupState, nameOf: NameOf): string[] {
  return namesIn({
    people: { names: namesOf(state, nameOf, "named") },
    topics: [...state.topics.values()],
    sessions: [...state.sessions.values()],
  });
}
