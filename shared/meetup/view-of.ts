import { cutOf } from "./cut-coverage.ts";
import { handsViewOf } from "./hands.ts";
import type { MeetupState } from "./meetup-state.ts";
import { notesUntil } from "./notes-open.ts";
import { TopicFacts } from "./topic-facts.ts";
import { announcementViewOf, roomViewOf, sessionViewOf, sideGroupViewOf, slotViewOf } from "./view-of/day-view-of.ts";
import { crowdOf, namesOf, peopleCountsOf, type NameOf, type Reader } from "./view-of/people-view-of.ts";
import { lastTimeViewOf, takenHomeViewOf } from "./view-of/taken-home-view-of.ts";
import { topicViewOf } from "./view-of/topic-view-of.ts";
import type { MeetupFacts, MeetupView, ScheduleFacts } from "./view.ts";

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
    takenHome: takenHomeViewOf(state),
    lastTime: lastTimeViewOf(state),
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

/** Which version of the schedule was published, if any. */
export function publishedOf({ schedule }: MeetupState): Omit<ScheduleFacts, "cut"> {
  const { published, version, at, note } = schedule;
  return { published, version, at, note };
}
