import type { LensView } from "../lens.ts";
import type { MeetupState } from "../meetup-state.ts";
import { talliesWithheld } from "../tallies-withheld.ts";
import type { PeopleView, PersonView } from "../view.ts";

/** Looks up a person's present name and colour; undefined once they were erased. */
export type NameOf = (personId: string) => PersonView | undefined;

/** Whose eyes: readers without a name see how many are in a side group, not who. */
export type Reader = "named" | "nameless";

/** How many people take part, and how many of them have a vote. */
export function peopleCountsOf(state: MeetupState): Pick<PeopleView, "count" | "voted"> {
  // Whoever votes takes part, so that most are found at one of the first topics.
  const topics = [...state.topics.values()];
  let voted = 0;
  for (const id of state.people) if (topics.some(({ voters }) => voters.has(id))) voted += 1;
  return { count: state.people.size, voted };
}

/** What kind of operations those taking part run, as it was last released. */
export function crowdOf(state: MeetupState): LensView | null {
  return talliesWithheld(state) ? null : state.crowd.shown;
}

/** Names of those who did something the view shows; members of side groups only for readers with a name. */
export function namesOf(state: MeetupState, nameOf: NameOf, reader: Reader): Record<string, PersonView> {
  const visible = new Set(state.organizers);
  for (const topic of state.topics.values()) {
    visible.add(topic.proposedBy);
    for (const { personId } of topic.volunteers.values()) visible.add(personId);
    for (const comment of topic.comments) visible.add(comment.by);
  }
  for (const group of state.sideGroups.values()) {
    visible.add(group.host);
    if (reader === "named") for (const id of group.members) visible.add(id);
  }
  for (const { moderators } of state.sessions.values())
    for (const each of moderators) if ("personId" in each) visible.add(each.personId);
  for (const { by } of state.versions.values()) visible.add(by);
  for (const by of state.lockedPads.values()) visible.add(by);
  for (const writers of state.writers.values()) for (const id of writers) visible.add(id);
  const names: Record<string, PersonView> = {};
  for (const id of visible) {
    const person = nameOf(id);
    if (person) names[id] = person;
  }
  return names;
}
