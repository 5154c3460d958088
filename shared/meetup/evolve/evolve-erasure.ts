import { takeBallot, touchVotes } from "./evolve-ballots.ts";
import { noteProfile } from "./evolve-lens.ts";
import { forgetDeclined, takeWaiting } from "./evolve-queue.ts";
import { leaveSideGroups, touchPerson } from "./evolve-removal.ts";
import { forgetOwnWords } from "./evolve-take-home.ts";
import type { MeetupState, Session, Topic } from "../meetup-state.ts";
import type { Touch } from "../touch.ts";

/**
 * Someone has left this server for good. What is theirs alone goes: votes, profile, plan, offers, answers, roles, and
 * their places in open side groups. What others build on stays, and is nobody's: topics, comments, notes.
 */
export function erasePerson(state: MeetupState, personId: string, touched: Set<Touch>): void {
  state.removed.delete(personId);
  state.arrivals.delete(personId);
  state.ballotsAside.delete(personId);
  state.people.delete(personId);
  state.organizers.delete(personId);
  state.inRoom.delete(personId);
  state.profiles.delete(personId);
  state.plans.delete(personId);
  forgetOwnWords(state, personId);
  // Nobody else has seen it yet, to build on.
  takeWaiting(state, personId);
  forgetDeclined(state, personId);
  noteProfile(state, personId, touched);
  const topics: Topic[] = [];
  for (const topic of state.topics.values()) {
    if (takeBallot(topic, personId)) topics.push(topic);
    for (const [key, offer] of topic.volunteers)
      if (offer.personId === personId) {
        topic.volunteers.delete(key);
        touched.add(`topic:${topic.id}`);
      }
  }
  touchVotes(state, topics, personId, touched);
  for (const session of [...state.sessions.values(), ...state.cancelled.values()])
    if (stopModerating(session, personId)) touched.add(`session:${session.id}`);
  leaveSideGroups(state, personId, touched);
  touchPerson(state, personId, touched);
  for (const { given } of state.hands.values()) given.delete(personId);
}

function stopModerating(session: Session, personId: string): boolean {
  const before = session.moderators.length;
  session.moderators = session.moderators.filter((each) => "name" in each || each.personId !== personId);
  return session.moderators.length < before;
}
