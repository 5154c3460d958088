import { noteJoin, noteProfile } from "./evolve-lens.ts";
import { removePerson, restorePerson, touchPerson } from "./evolve-removal.ts";
import type { MeetupState, Session, SideGroup, Topic } from "./meetup-state.ts";
import { survivorOf } from "./merged-topics.ts";
import type { Touch } from "./touch.ts";

/**
 * Two people turn out to be one: whatever `from` did is `into`'s from now on, with one ballot on each
 * topic. Where both said something that only one can say, `into`'s stands.
 */
export function joinPeople(state: MeetupState, from: string, into: string, touched: Set<Touch>): void {
  // A removal holds for both, unless the other one organizes and could undo it anyhow.
  const organizes = state.organizers.has(from) || state.organizers.has(into);
  const wasRemoved = state.removed.has(from) || state.removed.has(into);
  for (const id of [from, into]) if (state.removed.has(id)) restorePerson(state, id, touched);

  for (const people of [state.people, state.organizers, ...state.writers.values()]) rename(people, from, into);
  joinProfiles(state, from, into);
  joinPicks(state, from, into);
  for (const topic of state.topics.values()) joinOnTopic(topic, from, into);
  for (const session of [...state.sessions.values(), ...state.cancelled.values()]) joinModerators(session, from, into);
  for (const group of state.sideGroups.values()) joinInSideGroup(group, from, into);
  for (const { given } of state.hands.values()) joinAnswers(given, from, into);
  joinPlans(state, from, into);
  for (const made of state.made.values()) if (made.by === from) made.by = into;
  for (const version of state.versions.values()) if (version.by === from) version.by = into;
  for (const held of [state.lockedPads, state.removedVersions])
    for (const [key, by] of held) if (by === from) held.set(key, into);

  state.joined.add(from);

  noteJoin(state, from, into, touched);
  noteProfile(state, into, touched);
  if (wasRemoved && !organizes) removePerson(state, into, touched);
  touchPerson(state, into, touched);
  for (const id of state.topics.keys()) touched.add(`topic:${id}`);
  for (const id of state.sessions.keys()) touched.add(`session:${id}`);
  for (const id of state.sideGroups.keys()) touched.add(`sideGroup:${id}`);
  for (const id of state.hands.keys()) touched.add(`hands:${id}`);
}

function joinProfiles({ profiles }: MeetupState, from: string, into: string): void {
  const profile = profiles.get(from);
  if (profile) profiles.set(into, { ...profile, ...profiles.get(into) });
  profiles.delete(from);
}

/** Top picks unite as far as there are any; the rest stay votes. */
function joinPicks(state: MeetupState, from: string, into: string): void {
  const picked = new Set<Topic>();
  for (const topic of state.topics.values()) if (topic.picks.has(into)) picked.add(survivorOf(state, topic));
  const spent = () => [...picked].filter(({ withdrawn }) => !withdrawn).length;
  for (const topic of state.topics.values()) {
    if (!topic.picks.delete(from)) continue;
    const survivor = survivorOf(state, topic);
    if (!picked.has(survivor) && !survivor.withdrawn && spent() >= state.facts.picks) continue;
    topic.picks.add(into);
    picked.add(survivor);
  }
}

function joinOnTopic(topic: Topic, from: string, into: string): void {
  if (topic.proposedBy === from) topic.proposedBy = into;
  rename(topic.voters, from, into);
  rename(topic.shown, from, into);
  for (const comment of topic.comments) if (comment.by === from) comment.by = into;
  for (const [key, { personId, as }] of topic.volunteers) {
    if (personId !== from) continue;
    topic.volunteers.delete(key);
    topic.volunteers.set(`${into} ${as}`, { personId: into, as });
  }
}

function joinModerators(session: Session, from: string, into: string): void {
  const isThere = session.moderators.some((each) => "personId" in each && each.personId === into);
  session.moderators = session.moderators.flatMap((each) => {
    if ("name" in each || each.personId !== from) return each;
    return isThere ? [] : { personId: into };
  });
}

function joinInSideGroup(group: SideGroup, from: string, into: string): void {
  if (group.host === from) group.host = into;
  // They keep the place of whichever of the two came first.
  if (group.members.has(from)) group.members = new Set([...group.members].map((id) => (id === from ? into : id)));
  rename(group.movedMembers, from, into);
  if (group.handedOver?.by === from) group.handedOver = { ...group.handedOver, by: into };
}

function joinAnswers(given: Map<string, number>, from: string, into: string): void {
  const answer = given.get(from);
  if (answer !== undefined && !given.has(into)) given.set(into, answer);
  given.delete(from);
}

function joinPlans({ plans }: MeetupState, from: string, into: string): void {
  const plan = plans.get(from);
  if (plan) plans.set(into, new Set([...(plans.get(into) ?? []), ...plan]));
  plans.delete(from);
}

function rename(people: Set<string>, from: string, into: string): void {
  if (people.delete(from)) people.add(into);
}
