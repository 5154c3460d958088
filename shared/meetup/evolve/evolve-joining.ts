import { giveBallotsBack, joinArrivals, settleBallots, touchVotes } from "./evolve-ballots.ts";
import { noteJoin, noteProfile } from "./evolve-lens.ts";
import { putAside } from "./evolve-put-aside.ts";
import { removePerson, restorePerson, touchPerson } from "./evolve-removal.ts";
import { joinOwnWords } from "./evolve-take-home.ts";
import type { MeetupState, Session, SideGroup, Topic } from "../meetup-state.ts";
import { survivorOf } from "../merged-topics.ts";
import type { Touch } from "../touch.ts";

/**
 * Two people turn out to be one: whatever `from` did is `into`'s from now on, with one ballot on each
 * topic. Where both said something that only one can say, `into`'s stands.
 */
export function joinPeople(state: MeetupState, from: string, into: string, touched: Set<Touch>): void {
  // A removal holds for both, unless the other one organizes and could undo it anyhow.
  const organizes = state.organizers.has(from) || state.organizers.has(into);
  const wasRemoved = state.removed.has(from) || state.removed.has(into);
  const wasPutAside = state.putAside.has(from) || state.putAside.has(into);
  for (const id of [from, into]) {
    if (state.removed.has(id)) restorePerson(state, id, touched);
    giveBallotsBack(state, id, touched);
  }

  for (const people of [state.people, state.organizers, state.inRoom, ...state.writers.values()])
    rename(people, from, into);
  joinArrivals(state, from, into);
  joinProfiles(state, from, into);
  joinPicks(state, from, into);
  const counting: Topic[] = [];
  for (const topic of state.topics.values()) {
    const { isSeen, isCounted } = joinOnTopic(topic, from, into);
    if (isSeen) touched.add(`topic:${topic.id}`);
    if (isCounted) counting.push(topic);
  }
  for (const session of [...state.sessions.values(), ...state.cancelled.values()])
    if (joinModerators(session, from, into) && state.sessions.has(session.id)) touched.add(`session:${session.id}`);
  for (const group of state.sideGroups.values())
    if (joinInSideGroup(group, from, into)) touched.add(`sideGroup:${group.id}`);
  for (const { id, given } of state.hands.values()) if (joinAnswers(given, from, into)) touched.add(`hands:${id}`);
  joinPlans(state, from, into);
  joinOwnWords(state, from, into);
  for (const each of [...state.queue.values(), ...state.declined.values()])
    if (each.proposedBy === from) each.proposedBy = into;
  for (const made of state.made.values()) if (made.by === from) made.by = into;
  for (const version of state.versions.values()) if (version.by === from) version.by = into;
  for (const [key, by] of state.removedVersions) if (by === from) state.removedVersions.set(key, into);
  joinLocks(state, from, into, touched);
  const { lastShift } = state.schedule;
  if (lastShift?.by === from) state.schedule.lastShift = { ...lastShift, by: into };

  state.joined.add(from);

  noteJoin(state, from, into, touched);
  noteProfile(state, into, touched);
  touchVotes(state, counting, into, touched);
  if (wasRemoved && !organizes) {
    removePerson(state, into, touched);
    if (wasPutAside) putAside(state, into, touched);
  } else settleBallots(state, into, touched);
  touchPerson(state, into, touched);
}

/** Who locked a pad shows on all that works in it. */
function joinLocks(state: MeetupState, from: string, into: string, touched: Set<Touch>): void {
  const pads = new Set<string>();
  for (const [padId, by] of state.lockedPads) if (by === from) pads.add(padId);
  if (pads.size === 0) return;
  for (const padId of pads) state.lockedPads.set(padId, into);
  for (const { id, padId } of state.topics.values()) if (pads.has(padId)) touched.add(`topic:${id}`);
  for (const { id, padId } of state.sessions.values()) if (pads.has(padId)) touched.add(`session:${id}`);
  for (const { id, padId } of state.sideGroups.values()) if (pads.has(padId)) touched.add(`sideGroup:${id}`);
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
  const spent = () => [...picked].filter(({ withdrawnBy }) => withdrawnBy === null).length;
  for (const topic of state.topics.values()) {
    if (!topic.picks.delete(from)) continue;
    const survivor = survivorOf(state, topic);
    if (!picked.has(survivor) && survivor.withdrawnBy === null && spent() >= state.facts.picks) continue;
    topic.picks.add(into);
    picked.add(survivor);
  }
}

/** Whether it shows, and whether it is counted. */
function joinOnTopic(topic: Topic, from: string, into: string): { isSeen: boolean; isCounted: boolean } {
  let isSeen = topic.proposedBy === from;
  if (isSeen) topic.proposedBy = into;
  const wasVoter = rename(topic.voters, from, into);
  const wasShown = rename(topic.shown, from, into);
  for (const comment of topic.comments) if (comment.by === from) comment.by = into;
  for (const [key, { personId, as }] of topic.volunteers) {
    if (personId !== from) continue;
    topic.volunteers.delete(key);
    topic.volunteers.set(`${into} ${as}`, { personId: into, as });
    isSeen = true;
  }
  return { isSeen, isCounted: wasVoter || wasShown };
}

/** Whether `from` was among them. */
function joinModerators(session: Session, from: string, into: string): boolean {
  if (!session.moderators.some((each) => "personId" in each && each.personId === from)) return false;
  const isThere = session.moderators.some((each) => "personId" in each && each.personId === into);
  session.moderators = session.moderators.flatMap((each) => {
    if ("name" in each || each.personId !== from) return each;
    return isThere ? [] : { personId: into };
  });
  return true;
}

/** Whether `from` was in it. */
function joinInSideGroup(group: SideGroup, from: string, into: string): boolean {
  const isSeen = group.host === from || group.members.has(from);
  if (group.host === from) group.host = into;
  // They keep the place of whichever of the two came first.
  if (group.members.has(from)) group.members = new Set([...group.members].map((id) => (id === from ? into : id)));
  rename(group.movedMembers, from, into);
  if (group.handedOver?.by === from) group.handedOver = { ...group.handedOver, by: into };
  return isSeen;
}

/** Whether `from` had answered. */
function joinAnswers(given: Map<string, number>, from: string, into: string): boolean {
  const answer = given.get(from);
  if (answer !== undefined && !given.has(into)) given.set(into, answer);
  return given.delete(from);
}

function joinPlans({ plans }: MeetupState, from: string, into: string): void {
  const plan = plans.get(from);
  if (plan) plans.set(into, new Set([...(plans.get(into) ?? []), ...plan]));
  plans.delete(from);
}

function rename(people: Set<string>, from: string, into: string): boolean {
  const isThere = people.delete(from);
  if (isThere) people.add(into);
  return isThere;
}
