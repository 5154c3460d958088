import type { CommandOf, MeetupPhase, VolunteerAs } from "./commands.ts";
import type { Moderator, SessionState } from "./commands/commands-day.ts";
import type { Role } from "./commands/commands-organize.ts";
import type { Became } from "./commands/commands-take-home.ts";
import type { Profile } from "./lens.ts";
import type { MeetupState, Room, Slot } from "./meetup-state.ts";

/**
 * What happened to a meetup's agenda, as its log keeps it: past tense, never rewritten. One command
 * that changed something is one entry, and one step of `seq`. People are ids here; their names live
 * in the people directory, so that they can be changed and erased.
 */
export interface MeetupEntry {
  /** When it happened: ISO 8601, UTC. */
  at: string;
  /** The person who did it; null: the clock. */
  by: string | null;
  facts: Fact[];
}

/** What a person made under an id of their own choosing: the command without its type. */
type Made<
  T extends
    | "topic.propose"
    | "comment.add"
    | "room.add"
    | "slot.add"
    | "session.schedule"
    | "sideGroup.start"
    | "hands.ask"
    | "announcement.add"
    | "pad.nameVersion",
> = Omit<CommandOf<T>, "type">;

export interface MeetupCreated {
  type: "meetup.created";
  slug: string;
  code: string;
  title: string;
  description: string;
  startsOn: string | null;
  endsOn: string | null;
  timezone: string;
  place: string;
  listed: boolean;
  previous: string | null;
  sample: boolean;
  organizerTokenHash: string;
}

/** What an organizer may change of the meetup itself. */
export type EditableFacts = Omit<MeetupState["facts"], "slug" | "code" | "phase" | "sample">;

/** The pad something works in; `newPadTitle` heads its first text when the pad is new and not taken over. */
interface PadOfOne {
  padId: string;
  newPadTitle?: string;
}

export type Fact =
  | MeetupCreated
  | { type: "phase.set"; phase: MeetupPhase }
  | { type: "meetup.edited"; set: Partial<EditableFacts> }
  /** The minute came at which they were to close. */
  | { type: "proposals.closed" }
  | { type: "voting.closed" }
  | { type: "profile.set"; set: Profile }
  | { type: "organizer.joined" }
  | { type: "organizerLink.added"; tokenHash: string }
  | { type: "organizerLink.renewed"; tokenHash: string }
  | { type: "person.renamed" }
  | { type: "topic.proposed"; topic: Made<"topic.propose">; padId: string }
  /** It waits for an organizer, and is no topic yet. */
  | { type: "topic.queued"; topic: Made<"topic.propose">; padId: string }
  /** An organizer let in what waited: who had proposed it, and when. */
  | { type: "topic.approved"; topic: Made<"topic.propose">; padId: string; by: string; at: string }
  | { type: "topic.declined"; topicId: string }
  | {
      type: "topic.edited";
      topicId: string;
      set: { title?: string; description?: string; tags?: string[] };
    }
  | { type: "topic.withdrawn"; topicId: string }
  | { type: "topic.parked"; topicId: string }
  /** What was withdrawn or parked is back. */
  | { type: "topic.restored"; topicId: string; staysParked?: true }
  | { type: "topic.merged"; from: string; into: string }
  | { type: "topic.unmerged"; topicId: string }
  | { type: "topics.shown"; topicIds: string[] }
  | { type: "vote.cast"; topicId: string; as: "come" | "pick" }
  | { type: "vote.retracted"; topicId: string; as: "come" | "pick" }
  | { type: "comment.added"; comment: Made<"comment.add"> }
  | { type: "comment.edited"; topicId: string; commentId: string; body: string }
  | { type: "comment.removed"; topicId: string; commentId: string }
  | { type: "volunteer.offered"; topicId: string; as: VolunteerAs }
  | { type: "volunteer.withdrawn"; topicId: string; as: VolunteerAs }
  | { type: "room.edited"; roomId: string; set: Partial<Omit<Room, "id">> }
  | { type: "room.removed"; roomId: string }
  | { type: "slot.edited"; slotId: string; set: Partial<Omit<Slot, "id">> }
  | { type: "slot.removed"; slotId: string }
  | { type: "session.moved"; sessionId: string; roomId: string; slotId: string }
  | { type: "room.added"; room: Made<"room.add"> }
  | { type: "slot.added"; slot: Made<"slot.add"> }
  | ({ type: "session.scheduled"; session: Made<"session.schedule"> } & PadOfOne)
  | { type: "session.cancelled"; sessionId: string }
  /** What was taken off is back where it was. */
  | ({ type: "session.restored"; sessionId: string } & PadOfOne)
  | ({ type: "sideGroup.started"; sideGroup: Made<"sideGroup.start"> } & PadOfOne)
  | { type: "sideGroup.joined"; sideGroupId: string }
  | { type: "sideGroup.left"; sideGroupId: string }
  | { type: "sideGroup.ended"; sideGroupId: string; outcome?: string }
  | { type: "hands.asked"; hands: Made<"hands.ask"> }
  /** Who answered what is in the log as votes are, and leaves it as totals only. */
  | { type: "hands.answered"; handsId: string; answer: number }
  | { type: "hands.ended"; handsId: string }
  | {
      type: "session.edited";
      sessionId: string;
      set: { title?: string; startsAt?: string | null; endsAt?: string | null; moderators?: Moderator[] };
    }
  | { type: "session.stateSet"; sessionId: string; state: SessionState }
  | { type: "session.extended"; sessionId: string; endsAt: string }
  | { type: "session.fullSet"; sessionId: string; full: boolean }
  | { type: "session.outcomeSet"; sessionId: string; outcome: string | null }
  | { type: "sideGroup.outcomeSet"; sideGroupId: string; outcome: string | null }
  | {
      type: "sideGroup.edited";
      sideGroupId: string;
      set: { title?: string; place?: string; startsAt?: string | null; capacity?: number | null };
    }
  | { type: "sideGroup.handedOver"; sideGroupId: string; personId: string }
  | { type: "sideGroup.merged"; from: string; into: string }
  | { type: "sideGroup.unmerged"; sideGroupId: string }
  | { type: "announcement.added"; announcement: Made<"announcement.add"> }
  | { type: "announcement.removed"; announcementId: string }
  | { type: "pad.locked"; padId: string }
  | { type: "pad.unlocked"; padId: string }
  | { type: "pad.versionNamed"; version: Made<"pad.nameVersion"> }
  | { type: "pad.versionRemoved"; versionId: string }
  | { type: "person.roleSet"; personId: string; role: Role }
  /** By when they came, five minutes from then on; `people` is how many they were. */
  | { type: "ballots.voided"; from: string; people: number }
  | { type: "ballots.counted"; from: string; people: number }
  | { type: "person.removed"; personId: string }
  | { type: "person.restored"; personId: string }
  /** All that they left behind is shown to nobody any more, or again. */
  | { type: "person.putAside"; personId: string }
  | { type: "person.broughtBack"; personId: string }
  /** They are one person, `into`, and were so all along. The server itself writes it, as the next one. */
  | { type: "person.joined"; personId: string; into: string }
  /** They have left this server for good. */
  | { type: "person.erased"; personId: string }
  /** A session or side group; whose day it is says who did it. */
  | { type: "plan.added"; id: string }
  | { type: "plan.removed"; id: string }
  /** Whose it is says who did it. Null: nothing any more. */
  | { type: "takeHome.set"; number: number; text: string | null }
  | { type: "lastTime.told"; text: string; became: Became | null }
  | { type: "roomCode.set"; code: string }
  /** Whoever did it is in the room. */
  | { type: "roomCode.entered" }
  | { type: "schedule.published"; note: string }
  | { type: "schedule.shifted"; from: string; minutes: number }
  | { type: "notes.written"; padId: string };

export type FactOf<T extends Fact["type"]> = Extract<Fact, { type: T }>;
