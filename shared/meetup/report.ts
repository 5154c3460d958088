import type { MeetupView, TopicView } from "./view.ts";

/** How many of the topics that people wanted most stand in a report. */
const WANTED = 10;

/** A session or side group, and what came out of it. */
export interface CameOut {
  kind: "session" | "side group";
  id: string;
  title: string;
  padId: string;
  startsAt: string | null;
  /** The room's name, or where the group met. */
  place: string;
  outcome: string | null;
  /** How many actions its notes name. */
  actions: number;
}

/** What came out of a meetup, for who was there and who was not. */
export interface Report {
  people: number;
  topics: number;
  /** Null while tallies are withheld. */
  votes: number | null;
  actions: number;
  /** Sessions, then side groups, each in order of time; none that goes on in another. */
  sessions: CameOut[];
  sideGroups: CameOut[];
  /** The topics with most votes; none while tallies are withheld. */
  wanted: TopicView[];
}

/** A report of what everybody sees. `actions` are those of all notes. */
export function reportOf(view: MeetupView, actions: readonly { padId: string }[]): Report {
  const topics = view.topics.filter(({ status }) => status !== "withdrawn" && status !== "merged");
  const inNotes = Map.groupBy(actions, ({ padId }) => padId);
  const roomName = new Map(view.rooms.map(({ id, name }) => [id, name]));
  const cameOut = (kind: CameOut["kind"], things: readonly Omit<CameOut, "kind" | "actions">[]): CameOut[] =>
    things
      .map(({ id, title, padId, startsAt, place, outcome }) => ({
        kind,
        id,
        title,
        padId,
        startsAt,
        place,
        outcome,
        actions: inNotes.get(padId)?.length ?? 0,
      }))
      .toSorted((a, b) => startOf(a) - startOf(b));
  return {
    people: view.people.count,
    topics: topics.length,
    votes: topics.reduce<number | null>((sum, { votes }) => (sum === null || votes === null ? null : sum + votes), 0),
    actions: actions.length,
    sessions: cameOut(
      "session",
      view.sessions.map((session) => ({ ...session, place: roomName.get(session.roomId) ?? "" })),
    ),
    sideGroups: cameOut(
      "side group",
      view.sideGroups.filter(({ mergedInto }) => mergedInto === null),
    ),
    wanted: topics
      .filter(({ votes }) => votes !== null && votes > 0)
      .toSorted((a, b) => (b.votes ?? 0) - (a.votes ?? 0) || a.number - b.number)
      .slice(0, WANTED),
  };
}

/** Milliseconds since 1970; after all others without a time. */
function startOf({ startsAt }: { startsAt: string | null }): number {
  return startsAt === null ? Number.MAX_VALUE : Date.parse(startsAt);
}
