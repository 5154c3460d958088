import type { HandsView } from "./hands.ts";
import type { LensView, Profile } from "./lens.ts";
import type { MeetupPhase, SlotKind } from "./commands.ts";
import type { Practical } from "./practical.ts";
import type { Moderator, SessionState } from "./commands/commands-day.ts";
import type { Became } from "./commands/commands-take-home.ts";
import type { LastTimeView, TakenHomeView } from "./take-home.ts";

/** What everybody sees of a meetup: the contract's `view`. It never says who voted for what. */
export interface MeetupView {
  meetup: MeetupFacts;
  people: PeopleView;
  topics: TopicView[];
  rooms: RoomView[];
  slots: SlotView[];
  sessions: SessionView[];
  sideGroups: SideGroupView[];
  /** Shows of hands, in order of asking. */
  hands: HandsView[];
  schedule: ScheduleFacts;
  announcements: AnnouncementView[];
  takenHome: TakenHomeView;
  /** What became of what people took home from the meetup before. */
  lastTime: LastTimeView;
}

export interface MeetupFacts {
  slug: string;
  /** Short join code, like KITE-42. */
  code: string;
  title: string;
  description: string;
  /** Days, YYYY-MM-DD, in `timezone`. */
  startsOn: string | null;
  endsOn: string | null;
  timezone: string;
  place: string;
  /** Where side groups can meet, besides the rooms. */
  places: string[];
  /** What people on site need to know. */
  practical: Practical;
  phase: MeetupPhase;
  listed: boolean;
  previous: string | null;
  /** Last day on which notes can be written once the meetup is closed. */
  notesUntil: string | null;
  /** `moderated`: what participants propose is on the list once an organizer has let it in. */
  proposals: { open: boolean; closesAt: string | null; moderated: boolean };
  /** `roomCode`: whoever votes, but for organizers, has to enter the code that is on the screen in the room. */
  voting: { open: boolean; closesAt: string | null; picks: number; tallies: "live" | "closed"; roomCode: boolean };
  /** True for the made-up sample meetup; pages say so. */
  sample: boolean;
}

export interface PeopleView {
  /** Everyone who has voted or done anything else here. */
  count: number;
  /** How many have at least one vote. */
  voted: number;
  /** What kind of operations those taking part run; null until three do, and while tallies are withheld. */
  crowd: LensView | null;
  /** Who organizes. */
  organizers: string[];
  /** Only people who did something that the view shows. */
  names: Record<string, PersonView>;
}

/** What is said of the schedule as a whole. */
export interface ScheduleFacts {
  published: boolean;
  version: number;
  at: string | null;
  /** What the organizers said with this version. */
  note: string;
  /**
   * Whom the line leaves out where places end, by the order of the list; null where no line is, or while tallies are withheld.
   * `unused` is how many places had gone by without a session when it was counted.
   */
  cut: { votes: CutView; support: CutView; unused: number } | null;
}

/** Of the people with a top pick, how many have one above the line or on the agenda; a count of one or two is null. */
export interface CutView {
  covered: number | null;
  uncovered: number | null;
  /** The topic below the line that most of the uncovered picked; null when fewer than three of them want the same. */
  next: { topicId: string; people: number } | null;
}

export interface PersonView {
  name: string;
  color: string;
}

export type TopicStatus = "proposed" | "scheduled" | "side-group" | "parked" | "merged" | "withdrawn";

export interface TopicView {
  id: string;
  /** Counts topics in order of proposal, never reused. */
  number: number;
  title: string;
  description: string;
  tags: string[];
  proposedBy: string;
  /** Whose topic it is, when an organizer added it for someone: a plain name, nobody's id. */
  forName: string | null;
  proposedAt: string;
  status: TopicStatus;
  /** Who took it back: what an organizer did, its proposer can't undo. */
  withdrawnBy: "proposer" | "organizer" | null;
  votes: number | null;
  picks: number | null;
  shown: number | null;
  /** Lower bound of the Wilson interval of votes among shown. */
  support: number | null;
  /** What kind of operations its voters run; null until three have voted. */
  lens: LensView | null;
  comments: number;
  /** When the newest of its comments was made or edited; null without comments. */
  commentedAt: string | null;
  volunteers: { personId: string; as: "moderator" | "speaker" | "notes" }[];
  mergedInto: string | null;
  /** Topics merged into this one: their proposers are proposers of this one too. */
  mergedFrom: string[];
  padId: string;
  /** Its notes can only be read. */
  locked: boolean;
  /** Who made them so. */
  lockedBy: string | null;
}

export interface RoomView {
  id: string;
  name: string;
  capacity: number | null;
  where: string;
  link: string | null;
}

export interface SlotView {
  id: string;
  startsAt: string;
  endsAt: string;
  label: string;
  kind: SlotKind;
}

export interface SessionView {
  id: string;
  title: string;
  topicIds: string[];
  roomId: string;
  slotId: string;
  startsAt: string;
  endsAt: string;
  /** People here, and plain names of others. */
  moderators: Moderator[];
  padId: string;
  /** Its notes can only be read. */
  locked: boolean;
  /** Who made them so. */
  lockedBy: string | null;
  state: SessionState;
  /** Its room holds nobody more. */
  full: boolean;
  outcome: string | null;
}

export interface SideGroupView {
  id: string;
  title: string;
  topicId: string | null;
  sessionId: string | null;
  place: string;
  startsAt: string | null;
  capacity: number | null;
  host: string;
  /** Includes the host; a count only for readers without a name. */
  members: string[] | number;
  padId: string;
  /** Its notes can only be read. */
  locked: boolean;
  /** Who made them so. */
  lockedBy: string | null;
  state: "open" | "ended";
  outcome: string | null;
  /** The side group that this one, ended by that, goes on in. */
  mergedInto: string | null;
}

export interface AnnouncementView {
  id: string;
  text: string;
  until: string;
}

/** The caller's own part: the contract's `me` within a meetup. */
export interface MeView {
  id: string;
  role: "participant" | "organizer";
  votes: string[];
  picks: string[];
  picksLeft: number;
  /** True only for someone whom an organizer has removed: they can read, and do nothing. */
  removed?: true;
  /** True only for someone whose votes an organizer has set aside, with all who came when they did: they can't vote. */
  ballotsVoid?: true;
  /** For organizers only: whom one of them has removed. */
  removedPeople?: string[];
  /** For organizers only: how much each of these has left, as far as it is any. */
  leftBehind?: { [personId: string]: LeftBehindView };
  /** Sessions and side groups of my day. */
  plan: string[];
  /** What one takes home, in one's own words: three places, null where there is nothing. */
  takeHome: (string | null)[];
  /** What one has said of what one took home from the meetup before. */
  lastTime: { text: string; became: Became }[];
  /** One's own answers to shows of hands: which of the answers, by the id of what was asked. */
  hands: Record<string, number>;
  /** Open side groups about a topic that they would come to, without those they are in. */
  invitedTo: string[];
  /** Proposals that wait for an organizer: all of them for organizers, for others their own. */
  queue: WaitingView[];
  /** Only while there is any: proposals of one's own that somebody else declined and that one has not put away. */
  declined?: DeclinedView[];
  profile: Profile | null;
  /** True only for someone who has entered the room code. */
  inRoom?: true;
  /** For organizers only, while it is needed: the code to show in the room. */
  roomCode?: string;
}

/** How many comments, and side groups of their own alone, somebody left who was removed, and whether they are put aside. */
export interface LeftBehindView {
  /** What they are called: the view names them no more once all that shows is put aside. */
  person: PersonView | null;
  comments: number;
  sideGroups: number;
  isPutAside: boolean;
}

/** A proposal that waits for an organizer. */
export interface WaitingView {
  id: string;
  title: string;
  description: string;
  tags: string[];
  proposedBy: string;
  /** What they are called: the view names nobody who has done no more than this. */
  proposer: PersonView | null;
  proposedAt: string;
}

/** A proposal that an organizer has declined, for its proposer. */
export type DeclinedView = Pick<WaitingView, "id" | "title" | "description" | "tags">;

export interface CommentView {
  id: string;
  by: string;
  at: string;
  body: string;
  replyTo: string | null;
  editedAt: string | null;
}

/** What `GET /api/meetups` says of one listed meetup. */
export interface MeetupSummary {
  slug: string;
  title: string;
  startsOn: string | null;
  endsOn: string | null;
  place: string;
  phase: MeetupPhase;
  topics: number;
  people: number;
  sample: boolean;
  /** Null: not known, as it was listed before that was noted. */
  createdAt: string | null;
}
