import type { Hands } from "./hands.ts";
import { emptyLens, type LensState, type Profile } from "./lens.ts";
import type { MeetupPhase, VolunteerAs } from "./commands.ts";
import type { Moderator, SessionState } from "./commands/commands-day.ts";
import type { PadVersion } from "../notes/pad-version.ts";
import { firstStep, type InSteps } from "./in-steps.ts";
import { NOTHING_PRACTICAL, type Practical } from "./practical.ts";
import {
  NOTHING_TAKEN_HOME,
  NOTHING_TOLD,
  nothingCounted,
  nothingNamed,
  type LastTimeView,
  type Named,
  type TakenHomeView,
  type Thing,
  type ToldCounts,
  type ToldThing,
} from "./take-home.ts";
import type { AnnouncementView, CommentView, DeclinedView, RoomView, SlotView } from "./view.ts";

/**
 * The fold of a meetup's log: everything `decide` needs and every view is made of. It holds who
 * voted for what, so it never leaves the server; `view.ts` says what the public may see.
 * `evolve` changes it in place.
 */
export interface MeetupState {
  /** The seq of the last entry folded in; 0 for a log without entries. */
  seq: number;
  /** When it was made: ISO 8601, UTC. */
  createdAt: string;
  /** The minute of its last entry, counted since 1970. */
  lastMinute: number;
  facts: {
    slug: string;
    code: string;
    title: string;
    description: string;
    startsOn: string | null;
    endsOn: string | null;
    timezone: string;
    place: string;
    /** Where side groups can meet, besides the rooms. */
    places: string[];
    practical: Practical;
    phase: MeetupPhase;
    listed: boolean;
    previous: string | null;
    sample: boolean;
    /** The last day on which notes are open; null: 14 days after the last day. */
    notesUntil: string | null;
    proposalsOpen: boolean;
    proposalsCloseAt: string | null;
    /** Whether organizers look at what participants propose before anybody else does. */
    proposalsModerated: boolean;
    votingOpen: boolean;
    votingClosesAt: string | null;
    picks: number;
    tallies: "live" | "closed";
    /** Only who has entered the room code votes. */
    needsRoomCode: boolean;
  };
  organizers: Set<string>;
  /** SHA-256 of the organizer links' tokens that still work. */
  organizerTokenHashes: Set<string>;
  /** What is shown on the screen in the room, like KITE-42; null until it was needed first. Only organizers are told. */
  roomCode: string | null;
  /** Who has entered it, or one before it. */
  inRoom: Set<string>;
  /** Everyone who did anything here, voting included. */
  people: Set<string>;
  /** What people said of their operation; it leaves the server only as counts, and to themselves. */
  profiles: Map<string, Profile>;
  /** Their picture as it was last released. */
  crowd: LensState;
  topics: Map<string, Topic>;
  /** What waits for an organizer. It is no topic: whatever looks at topics knows nothing of it. */
  queue: Map<string, WaitingTopic>;
  /** What was declined or taken back. */
  declined: Map<string, DeclinedTopic>;
  rooms: Map<string, Room>;
  slots: Map<string, Slot>;
  sessions: Map<string, Session>;
  /** Sessions that were cancelled: their own notes stay readable. */
  cancelled: Map<string, Session>;
  sideGroups: Map<string, SideGroup>;
  /** Shows of hands, with who answered what. */
  hands: Map<string, Hands>;
  announcements: Map<string, Announcement>;
  /** Every id that a command made, by whom and of what content: tells a repeat from a clash. */
  made: Map<string, { by: string; content: string }>;
  /** Every pad of the meetup and what it was made for. */
  pads: Map<string, { kind: "topic" | "session" | "sideGroup"; id: string }>;
  /** Pads that can only be read, and who locked each. */
  lockedPads: Map<string, string>;
  /** Moments of pads that have a name. */
  versions: Map<string, PadVersion & { padId: string }>;
  /** Who had named those that have none any more. */
  removedVersions: Map<string, string>;
  /** People who wrote in a pad, by pad. */
  writers: Map<string, Set<string>>;
  /** People whom an organizer has removed, and what they get back if that is undone. */
  removed: Map<string, RemovedPerson>;
  /** What an organizer has put aside of people who were removed; of one who was erased since it stays so for good. */
  putAside: Map<string, PutAside>;
  /** When the five minutes began in which each person did their first thing here. */
  arrivals: Map<string, string>;
  /** Which of these an organizer has set the votes aside of. */
  voidIntervals: Set<string>;
  /** Ballots that don't count, by person and topic: of whoever was removed, or came in such an interval. */
  ballotsAside: Map<string, Map<string, Ballot>>;
  /** Ids of people who turned out to be somebody else as well: logs of notes still speak of them. */
  joined: Set<string>;
  /** Sessions and side groups that people put into their own day; nobody else is told. */
  plans: Map<string, Set<string>>;
  /** What each person takes home, in three places; it leaves the server only where three or more say the same, and to themselves. */
  takeHome: Map<string, (Thing | null)[]>;
  /** How many people name what, of those who count. */
  named: Named;
  /** What of it was released. */
  takenHome: InSteps<TakenHomeView>;
  /** What people have said of what they took home from the meetup before, the last to be told last; for themselves too. */
  told: Map<string, ToldThing[]>;
  /** How much of it there is, of those who count. */
  toldCounts: ToldCounts;
  lastTime: InSteps<LastTimeView>;
  schedule: {
    published: boolean;
    version: number;
    at: string | null;
    note: string;
    /** Whether rooms, times or sessions have changed since it was published last. */
    hasChanged: boolean;
    /** The last shift, as long as nothing else has changed: tells a repeat. */
    lastShift: { by: string; from: string; minutes: number } | null;
  };
}

export interface RemovedPerson {
  isOrganizer: boolean;
  tookPart: boolean;
  /** Theirs that waited for an organizer. */
  waiting: WaitingTopic[];
}

/** What somebody left behind: nobody is shown it, and it can be brought back. */
export interface PutAside {
  comments: { topicId: string; comment: Comment }[];
  sideGroups: Map<string, SideGroup>;
}

export type WithdrawnBy = "proposer" | "organizer";

/** What a person has done to one topic. */
export interface Ballot {
  isVoter: boolean;
  isPick: boolean;
  wasShown: boolean;
}

export interface Topic {
  id: string;
  number: number;
  title: string;
  description: string;
  tags: string[];
  proposedBy: string;
  /** The plain name of whose topic it is, when an organizer added it for them. */
  forName: string | null;
  proposedAt: string;
  /** Who took it back, if anybody did; its proposer counts as that, whether or not they organize. */
  withdrawnBy: WithdrawnBy | null;
  parked: boolean;
  /** The topic this one was merged into; its own voters, comments and pad stay its own, so that merging can be undone. */
  mergedInto: string | null;
  /** Topics merged into this one directly. */
  absorbed: Set<string>;
  /** Everyone who will come; `picks` are among them. */
  voters: Set<string>;
  picks: Set<string>;
  /** Everyone to whom it was shown, besides the voters. */
  shown: Set<string>;
  volunteers: Map<string, { personId: string; as: VolunteerAs }>;
  comments: Comment[];
  lens: LensState;
  padId: string;
}

/** A proposal that waits for an organizer. */
export interface WaitingTopic {
  id: string;
  title: string;
  description: string;
  tags: string[];
  proposedBy: string;
  proposedAt: string;
  padId: string;
}

/** A proposal that was declined or taken back. */
export interface DeclinedTopic {
  proposedBy: string;
  /** What somebody else declined, until its proposer has put it away; null for what they took back themselves. */
  untold: DeclinedView | null;
}

/** Of these nothing is kept from anyone so far. What is seen of them is named in view-of.ts all the same, field by field. */
export type Comment = CommentView;
export type Room = RoomView;
export type Slot = SlotView;
export type Announcement = AnnouncementView;

export interface Session {
  id: string;
  /** Null: named after its topics. */
  title: string | null;
  topicIds: string[];
  roomId: string;
  slotId: string;
  /** Null: the slot's. */
  startsAt: string | null;
  endsAt: string | null;
  padId: string;
  moderators: Moderator[];
  state: SessionState;
  /** Its room holds nobody more. */
  full: boolean;
  outcome: string | null;
}

export interface SideGroup {
  id: string;
  title: string | null;
  topicId: string | null;
  sessionId: string | null;
  place: string;
  startsAt: string | null;
  capacity: number | null;
  host: string;
  /** In order of joining, the host first. */
  members: Set<string>;
  padId: string;
  ended: boolean;
  outcome: string | null;
  /** The side group that this one went on in; its own pad stays its own. */
  mergedInto: string | null;
  /** Who is in that other one by the merge alone, so that undoing it can take them out of it again. */
  movedMembers: Set<string>;
  /** Who handed it over last, and when: they may take that back for a moment. */
  handedOver: { by: string; at: string } | null;
}

/** The state before any entry. */
export function emptyMeetup(): MeetupState {
  return {
    seq: 0,
    createdAt: "",
    lastMinute: 0,
    facts: {
      slug: "",
      code: "",
      title: "",
      description: "",
      startsOn: null,
      endsOn: null,
      timezone: "UTC",
      place: "",
      places: [],
      practical: NOTHING_PRACTICAL,
      phase: "gathering",
      listed: false,
      previous: null,
      sample: false,
      notesUntil: null,
      proposalsOpen: true,
      proposalsCloseAt: null,
      proposalsModerated: false,
      votingOpen: true,
      votingClosesAt: null,
      picks: 3,
      tallies: "live",
      needsRoomCode: false,
    },
    organizers: new Set(),
    organizerTokenHashes: new Set(),
    roomCode: null,
    inRoom: new Set(),
    people: new Set(),
    profiles: new Map(),
    crowd: emptyLens(),
    topics: new Map(),
    queue: new Map(),
    declined: new Map(),
    rooms: new Map(),
    slots: new Map(),
    sessions: new Map(),
    cancelled: new Map(),
    sideGroups: new Map(),
    hands: new Map(),
    announcements: new Map(),
    made: new Map(),
    pads: new Map(),
    lockedPads: new Map(),
    versions: new Map(),
    removedVersions: new Map(),
    writers: new Map(),
    removed: new Map(),
    putAside: new Map(),
    arrivals: new Map(),
    voidIntervals: new Set(),
    ballotsAside: new Map(),
    joined: new Set(),
    plans: new Map(),
    takeHome: new Map(),
    named: nothingNamed(),
    takenHome: firstStep(NOTHING_TAKEN_HOME),
    told: new Map(),
    toldCounts: nothingCounted(),
    lastTime: firstStep(NOTHING_TOLD),
    schedule: { published: false, version: 0, at: null, note: "", hasChanged: false, lastShift: null },
  };
}
