import type { MeetupView, MeView } from "../meetup/view.ts";
import type { Problem } from "../problem.ts";

/** One step of the public view, as `changes` carries it: whole fields replaced, or a thing gone, or final tallies. */
export type Change =
  | { kind: ChangeKind; id?: string; set: Record<string, unknown> }
  | { kind: ChangeKind; id?: string; gone: true }
  | { kind: "tallies"; rows: TallyRow[] };

export type ChangeKind =
  | "meetup"
  | "people"
  | "topic"
  | "room"
  | "slot"
  | "session"
  | "sideGroup"
  | "hands"
  | "schedule"
  | "announcement"
  | "takenHome"
  | "lastTime";

/** [topicId, votes, picks, shown]: final values, not differences. */
export type TallyRow = [topicId: string, votes: number, picks: number, shown: number];

/** Takes a replica that stands anywhere in `from … seq - 1` to `seq`; one before `from` watches again. */
export interface Changes {
  slug: string;
  from: number;
  seq: number;
  changes: Change[];
}

export type WatchAnswer =
  | { seq: number; view: MeetupView; me: MeView | null }
  | { from: number; seq: number; changes: Change[] }
  | { problem: Problem };

export type CommandAnswer = { seq: number } | { problem: Problem };

/** Who is here: how many, and up to four of those who have a name. At most once a second. */
export interface Presence {
  slug: string;
  count: number;
  some: string[];
}

/** Who a connection is, told as it begins; null: nobody. */
export interface Who {
  id: string | null;
}

export interface ClientToServer {
  watch: (request: { slug: string; after?: number }, ack: (answer: WatchAnswer) => void) => void;
  unwatch: (request: { slug: string }) => void;
  /** `as`: the person who asked it. */
  command: (request: { slug: string; command: unknown; as?: string }, ack: (answer: CommandAnswer) => void) => void;
}

export interface ServerToClient {
  changes: (changes: Changes) => void;
  me: (message: { slug: string; seq: number; me: MeView }) => void;
  presence: (presence: Presence) => void;
  who: (who: Who) => void;
}
