import type { InParts } from "../in-parts.ts";
import { endOfInterval, intervalOf } from "./five-minutes.ts";
import type { MeetupState } from "./meetup-state.ts";
import { mergedTopics, survivorOf } from "./merged-topics.ts";
import { talliesWithheld } from "./tallies-withheld.ts";

/** Of fewer people than this nothing is told, and no votes are set aside by when they came: nobody is singled out. */
export const FEWEST_NEWCOMERS = 5;

/** People who did their first thing here within the same five minutes, and what they voted. */
export interface BallotInterval {
  from: string;
  to: string;
  /** How many came who don't organize and were not removed. */
  newcomers: number;
  /** How many votes they have cast, whether or not these count; null where that can't be told. */
  votes: number | null;
  /** Their votes are set aside. */
  void: boolean;
  /** Where five of them or more voted, most votes first. */
  topics: { topicId: string; votes: number }[];
}

/** Whether an organizer has set aside the votes of those who came when this person did, or comes now. */
export function areBallotsVoid(state: MeetupState, personId: string, now?: string): boolean {
  if (state.voidIntervals.size === 0 || state.organizers.has(personId)) return false;
  const from = state.arrivals.get(personId) ?? (now === undefined ? undefined : intervalOf(now));
  return from !== undefined && state.voidIntervals.has(from);
}

/** Whose votes are at stake in these five minutes: all who came then but organizers, and whoever was removed. */
export function newcomersOf(state: MeetupState, from: string): string[] {
  const all = [...state.arrivals].filter(([personId, came]) => came === from && isNewcomer(state, personId));
  return all.map(([personId]) => personId);
}

function isNewcomer({ organizers, removed }: MeetupState, personId: string): boolean {
  return !organizers.has(personId) && !removed.has(personId);
}

/** When at least five people came, and what has been set aside, the latest first. It goes topic by topic. */
export function* burstsOf(state: MeetupState): InParts<BallotInterval[]> {
  const came = new Map<string, number>();
  for (const from of state.voidIntervals) came.set(from, 0);
  for (const [personId, from] of state.arrivals)
    if (isNewcomer(state, personId)) came.set(from, (came.get(from) ?? 0) + 1);
  const all = [...came].filter(([from, count]) => count >= FEWEST_NEWCOMERS || state.voidIntervals.has(from));
  const isTold = (count: number) => count >= FEWEST_NEWCOMERS && !talliesWithheld(state);
  const votes = new Map(all.flatMap(([from, count]) => (isTold(count) ? [[from, new Map<string, number>()]] : [])));
  if (votes.size > 0) yield* countInto(state, votes);
  return all
    .toSorted(([a], [b]) => (a < b ? 1 : -1))
    .map(([from, newcomers]) => {
      const counts = votes.get(from);
      const topics = [...(counts ?? [])].map(([topicId, each]) => ({ topicId, votes: each }));
      return {
        from,
        to: endOfInterval(from),
        newcomers,
        votes: counts ? topics.reduce((sum, each) => sum + each.votes, 0) : null,
        void: state.voidIntervals.has(from),
        topics: topics.filter((each) => each.votes >= FEWEST_NEWCOMERS).toSorted((a, b) => b.votes - a.votes),
      };
    });
}

/** Counts votes by interval and topic: each person once on all that was merged, whether or not the vote counts. */
function* countInto(state: MeetupState, votes: ReadonlyMap<string, Map<string, number>>): InParts<void> {
  const aside = yield* votersAside(state);
  for (const topic of state.topics.values()) {
    if (topic.mergedInto !== null) continue;
    const voters = new Set(aside.get(topic.id));
    for (const each of mergedTopics(state, topic)) for (const personId of each.voters) voters.add(personId);
    for (const personId of voters) {
      const counts = votes.get(state.arrivals.get(personId) ?? "");
      if (counts && isNewcomer(state, personId)) counts.set(topic.id, (counts.get(topic.id) ?? 0) + 1);
    }
    yield;
  }
}

/** Who voted on what that was set aside, by the topic that it would count for. */
function* votersAside(state: MeetupState): InParts<Map<string, string[]>> {
  const aside = new Map<string, string[]>();
  for (const [personId, ballots] of state.ballotsAside) {
    for (const [topicId, { isVoter }] of ballots) {
      const topic = isVoter ? state.topics.get(topicId) : undefined;
      if (!topic) continue;
      const { id } = survivorOf(state, topic);
      const voters = aside.get(id);
      if (voters) voters.push(personId);
      else aside.set(id, [personId]);
    }
    yield;
  }
  return aside;
}
