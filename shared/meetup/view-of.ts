import { areBallotsVoid } from "./bursts.ts";
import { cutOf } from "./cut-coverage.ts";
import type { LensView } from "./lens.ts";
import { handsViewOf } from "./hands.ts";
import { invitationsOf } from "./invitations.ts";
import { queueOf } from "./queue.ts";
import type { Announcement, MeetupState, Room, Session, SideGroup, Slot, Topic } from "./meetup-state.ts";
import { mergedTopics, survivorOf } from "./merged-topics.ts";
import { sessionTitle, sideGroupTitle } from "./titles.ts";
import { talliesWithheld } from "./tallies-withheld.ts";
import { timesOf } from "./moderators.ts";
import { notesUntil } from "./notes-open.ts";
import { wilsonLowerBound } from "./ranking.ts";
import { TopicFacts } from "./topic-facts.ts";
import type {
  AnnouncementView,
  CommentView,
  MeetupFacts,
  MeetupSummary,
  MeetupView,
  MeView,
  PeopleView,
  PersonView,
  RoomView,
  ScheduleFacts,
  SessionView,
  SideGroupView,
  SlotView,
  TopicView,
} from "./view.ts";

/** Looks up a person's present name and colour; undefined once they were erased. */
export type NameOf = (personId: string) => PersonView | undefined;

/** Whose eyes: readers without a name see how many are in a side group, not who. */
export type Reader = "named" | "nameless";

/** What everybody may see of a meetup; never who voted for what. What is seen is named field by field: what is new in the state is not. */
export function viewOf(state: MeetupState, nameOf: NameOf, reader: Reader): MeetupView {
  const facts = new TopicFacts(state);
  return {
    meetup: meetupFactsOf(state),
    people: {
      ...peopleCountsOf(state),
      crowd: crowdOf(state),
      organizers: [...state.organizers],
      names: namesOf(state, nameOf, reader),
    },
    topics: [...state.topics.values()].map((topic) => topicViewOf(state, topic, facts)),
    rooms: [...state.rooms.values()].map(roomViewOf),
    slots: [...state.slots.values()].map(slotViewOf),
    sessions: [...state.sessions.values()].map((session) => sessionViewOf(state, session)),
    sideGroups: [...state.sideGroups.values()].map((group) => sideGroupViewOf(state, group, reader)),
    hands: [...state.hands.values()].map((hands) => handsViewOf(hands, state.removed)),
    schedule: { ...publishedOf(state), cut: cutOf(state, facts) },
    announcements: [...state.announcements.values()].map(announcementViewOf),
  };
}

/** The meetup's own fields. */
export function meetupFactsOf({ facts }: MeetupState): MeetupFacts {
  return {
    slug: facts.slug,
    code: facts.code,
    title: facts.title,
    description: facts.description,
    startsOn: facts.startsOn,
    endsOn: facts.endsOn,
    timezone: facts.timezone,
    place: facts.place,
    places: facts.places,
    practical: facts.practical,
    phase: facts.phase,
    listed: facts.listed,
    previous: facts.previous,
    notesUntil: notesUntil(facts),
    proposals: { open: facts.proposalsOpen, closesAt: facts.proposalsCloseAt, moderated: facts.proposalsModerated },
    voting: {
      open: facts.votingOpen,
      closesAt: facts.votingClosesAt,
      picks: facts.picks,
      tallies: facts.tallies,
      roomCode: facts.needsRoomCode,
    },
    sample: facts.sample,
  };
}

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
  return talliesWithheld(state) ? null : state.crowd.released;
}

/** Which version of the schedule was published, if any. */
export function publishedOf({ schedule }: MeetupState): Omit<ScheduleFacts, "cut"> {
  const { published, version, at, note } = schedule;
  return { published, version, at, note };
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

/** One topic as everybody sees it. */
export function topicViewOf(state: MeetupState, topic: Topic, facts: TopicFacts): TopicView {
  return {
    id: topic.id,
    number: topic.number,
    title: topic.title,
    description: topic.description,
    tags: topic.tags,
    proposedBy: topic.proposedBy,
    forName: topic.forName,
    proposedAt: topic.proposedAt,
    status: facts.statusOf(topic),
    withdrawnBy: topic.withdrawnBy,
    ...countsOf(state, topic, facts),
    ...saidOn(topic.mergedInto === null ? mergedTopics(state, topic) : []),
    volunteers: [...topic.volunteers.values()].map(({ personId, as }) => ({ personId, as })),
    mergedInto: topic.mergedInto,
    mergedFrom: [...topic.absorbed],
    padId: topic.padId,
    locked: state.lockedPads.has(topic.padId),
    lockedBy: state.lockedPads.get(topic.padId) ?? null,
  };
}

const WITHHELD = { votes: null, picks: null, shown: null, support: null, lens: null };

/** What is counted of a topic, as far as everybody may see. */
export function countsOf(
  state: MeetupState,
  topic: Topic,
  facts: TopicFacts,
): Pick<TopicView, "votes" | "picks" | "shown" | "support" | "lens"> {
  if (talliesWithheld(state)) return WITHHELD;
  const { votes, picks, shown } = facts.talliesOf(topic);
  const lens = topic.mergedInto === null ? topic.lens.released : null;
  return { votes, picks, shown, support: wilsonLowerBound(votes, shown), lens };
}

/** One room as everybody sees it. */
export function roomViewOf({ id, name, capacity, where, link }: Room): RoomView {
  return { id, name, capacity, where, link };
}

/** One slot as everybody sees it. */
export function slotViewOf({ id, startsAt, endsAt, label, kind }: Slot): SlotView {
  return { id, startsAt, endsAt, label, kind };
}

/** One announcement as everybody sees it. */
export function announcementViewOf({ id, text, until }: Announcement): AnnouncementView {
  return { id, text, until };
}

/** One session as everybody sees it; its times are the slot's unless it has its own. */
export function sessionViewOf(state: MeetupState, session: Session): SessionView {
  return {
    id: session.id,
    title: sessionTitle(state, session),
    topicIds: session.topicIds,
    roomId: session.roomId,
    slotId: session.slotId,
    ...timesOf(state, session),
    moderators: session.moderators,
    padId: session.padId,
    locked: state.lockedPads.has(session.padId),
    lockedBy: state.lockedPads.get(session.padId) ?? null,
    state: session.state,
    full: session.full,
    outcome: session.outcome,
  };
}

/** One side group as this reader sees it. */
export function sideGroupViewOf(state: MeetupState, group: SideGroup, reader: Reader): SideGroupView {
  return {
    id: group.id,
    title: sideGroupTitle(state, group),
    topicId: group.topicId,
    sessionId: group.sessionId,
    place: group.place,
    startsAt: group.startsAt,
    capacity: group.capacity,
    host: group.host,
    members: reader === "named" ? [...group.members] : group.members.size,
    padId: group.padId,
    locked: state.lockedPads.has(group.padId),
    lockedBy: state.lockedPads.get(group.padId) ?? null,
    state: group.ended ? "ended" : "open",
    outcome: group.outcome,
    mergedInto: group.mergedInto,
  };
}

/** A person's own part of a meetup. Votes on merged topics are votes on their survivors. */
export function meOf(state: MeetupState, personId: string, nameOf: NameOf = () => undefined): MeView {
  const [voted, picked] = ballotOf(state, personId);
  return {
    id: personId,
    role: state.organizers.has(personId) ? "organizer" : "participant",
    votes: idsInOrder(voted),
    picks: idsInOrder(picked),
    picksLeft: picksLeft(state, picked),
    ...(state.removed.has(personId) && { removed: true as const }),
    ...(areBallotsVoid(state, personId) && { ballotsVoid: true as const }),
    ...(state.organizers.has(personId) && state.removed.size > 0 && { removedPeople: [...state.removed.keys()] }),
    plan: [...(state.plans.get(personId) ?? [])].filter((id) => state.sessions.has(id) || state.sideGroups.has(id)),
    hands: handsOf(state, personId),
    invitedTo: invitationsOf(state, personId, voted),
    queue: queueOf(state, personId, nameOf),
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

/** The comments of a topic and of those merged into it, oldest first. */
export function commentsOf(state: MeetupState, topic: Topic): CommentView[] {
  return mergedTopics(state, topic)
    .flatMap((each) => each.comments)
    .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
    .map(({ id, by, at, body, replyTo, editedAt }) => ({ id, by, at, body, replyTo, editedAt }));
}

/** How many comments these topics have, and when the last of them was made or edited. */
function saidOn(topics: readonly Topic[]): Pick<TopicView, "comments" | "commentedAt"> {
  let [count, last]: [number, string | null] = [0, null];
  for (const { comments } of topics)
    for (const { at, editedAt } of comments) {
      const said = editedAt ?? at;
      count += 1;
      if (last === null || Date.parse(said) > Date.parse(last)) last = said;
    }
  return { comments: count, commentedAt: last };
}

/** What the public list says of a meetup. */
export function summaryOf(state: MeetupState): MeetupSummary {
  const { slug, title, startsOn, endsOn, place, phase, sample } = state.facts;
  const topics = [...state.topics.values()].filter((topic) => topic.withdrawnBy === null).length;
  const { createdAt, people } = state;
  return { slug, title, startsOn, endsOn, place, phase, topics, people: people.size, sample, createdAt };
}
