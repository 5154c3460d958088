import { areBallotsVoid } from "../bursts.ts";
import { invitationsOf } from "../invitations.ts";
import { leftBehind } from "../left-behind.ts";
import type { MeetupState, Topic } from "../meetup-state.ts";
import { survivorOf } from "../merged-topics.ts";
import { declinedFor, queueOf } from "../queue.ts";
import { NO_THINGS } from "../take-home.ts";
import type { MeView } from "../view.ts";
import type { NameOf } from "./people-view-of.ts";

/** A person's own part of a meetup. Votes on merged topics are votes on their survivors. */
export function meOf(state: MeetupState, personId: string, nameOf: NameOf = () => undefined): MeView {
  const [voted, picked] = ballotOf(state, personId);
  const declined = declinedFor(state, personId);
  return {
    id: personId,
    role: state.organizers.has(personId) ? "organizer" : "participant",
    votes: idsInOrder(voted),
    picks: idsInOrder(picked),
    picksLeft: picksLeft(state, picked),
    ...(state.removed.has(personId) && { removed: true as const }),
    ...(areBallotsVoid(state, personId) && { ballotsVoid: true as const }),
    ...(state.organizers.has(personId) &&
      state.removed.size > 0 && {
        removedPeople: [...state.removed.keys()],
        leftBehind: leftBehind(state, nameOf),
      }),
    plan: [...(state.plans.get(personId) ?? [])].filter((id) => state.sessions.has(id) || state.sideGroups.has(id)),
    takeHome: (state.takeHome.get(personId) ?? NO_THINGS).map((each) => each?.text ?? null),
    lastTime: (state.told.get(personId) ?? []).map(({ text, became }) => ({ text, became })),
    hands: handsOf(state, personId),
    invitedTo: invitationsOf(state, personId, voted),
    queue: queueOf(state, personId, nameOf),
    ...(declined.length > 0 && { declined }),
    profile: state.profiles.get(personId) ?? null,
    ...(state.inRoom.has(personId) && { inRoom: true as const }),
    ...roomCodeFor(state, personId),
  };
}

/** The room code goes to nobody but organizers, who show it. */
function roomCodeFor({ facts, organizers, roomCode }: MeetupState, personId: string): Pick<MeView, "roomCode"> {
  return facts.needsRoomCode && roomCode !== null && organizers.has(personId) ? { roomCode } : {};
}

/** How many top picks a person may still give. */
export function picksLeftOf(state: MeetupState, personId: string): number {
  const [, picked] = ballotOf(state, personId);
  return picksLeft(state, picked);
}

function picksLeft({ facts }: MeetupState, picked: ReadonlySet<Topic>): number {
  return Math.max(0, facts.picks - [...picked].filter((topic) => topic.withdrawnBy === null).length);
}

/** The topics for which a person's votes count, and those for which top picks do. */
function ballotOf(state: MeetupState, personId: string): [voted: Set<Topic>, picked: Set<Topic>] {
  const [voted, picked] = [new Set<Topic>(), new Set<Topic>()];
  for (const topic of state.topics.values()) {
    if (!topic.voters.has(personId)) continue;
    const survivor = survivorOf(state, topic);
    voted.add(survivor);
    if (topic.picks.has(personId)) picked.add(survivor);
  }
  return [voted, picked];
}

function idsInOrder(topics: ReadonlySet<Topic>): string[] {
  return [...topics].toSorted((a, b) => a.number - b.number).map(({ id }) => id);
}

/** What a person answered to each show of hands. */
function handsOf(state: MeetupState, personId: string): Record<string, number> {
  const mine = [...state.hands.values()].flatMap(({ id, given }) => {
    const answer = given.get(personId);
    return answer === undefined ? [] : [[id, answer] as const];
  });
  return Object.fromEntries(mine);
}
