/** What the interface promises, written down from its description alone: no type of the server is used here. */

export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  errors?: { path: string; message: string }[];
}

export interface Topic {
  id: string;
  number: number;
  title: string;
  status: string;
  /** Null while tallies are withheld, as are the next three. */
  votes: number | null;
  picks: number | null;
  shown: number | null;
  support: number | null;
  comments: number;
  proposedBy: string;
  padId: string;
  [field: string]: unknown;
}

export interface Thing {
  id: string;
  [field: string]: unknown;
}

export interface Session extends Thing {
  title: string;
  topicIds: string[];
  roomId: string;
  slotId: string;
  padId: string;
}

export interface SideGroup extends Thing {
  title: string;
  host: string;
  members: string[] | number;
  state: string;
  padId: string;
}

export interface View {
  meetup: { slug: string; code: string; title: string; phase: string; [field: string]: unknown };
  people: { count: number; voted: number; names: Record<string, { name: string; color: string }> };
  topics: Topic[];
  rooms: Thing[];
  slots: Thing[];
  sessions: Session[];
  sideGroups: SideGroup[];
  hands: Thing[];
  schedule: Record<string, unknown>;
  announcements: Thing[];
  takenHome: { people: number | null; things: { text: string; people: number }[] };
  lastTime: Record<"people" | "done" | "partly" | "notYet", number | null>;
}

export interface Me {
  id: string;
  role: "participant" | "organizer";
  votes: string[];
  picks: string[];
  picksLeft: number;
  plan: string[];
  takeHome: (string | null)[];
  lastTime: { text: string; became: string }[];
  hands: Record<string, number>;
  profile: unknown;
  inRoom?: true;
  roomCode?: string;
}

export interface Look {
  seq: number;
  view: View;
  me: Me | null;
}

export type Change =
  | { kind: string; id?: string; set: Record<string, unknown> }
  | { kind: string; id?: string; gone: true }
  | { kind: "tallies"; rows: [string, number, number, number][] };

export interface Changes {
  slug: string;
  from: number;
  seq: number;
  changes: Change[];
}

export interface Command {
  type: string;
  [field: string]: unknown;
}
