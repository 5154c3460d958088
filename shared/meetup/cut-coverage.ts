import { aboveCut, takesPlace, type Places } from "./cut-line.ts";
import { FEWEST } from "./fewest.ts";
import type { MeetupState } from "./meetup-state.ts";
import { talliesWithheld } from "./tallies-withheld.ts";
import { isOut, bestFirst, type Ranked } from "./ordering.ts";
import { placesAt } from "./places-left.ts";
import { wilsonLowerBound } from "./ranking.ts";
import type { TopicFacts } from "./topic-facts.ts";
import type { CutView, ScheduleFacts } from "./view.ts";

/**
 * Whom the agenda would leave out if the best topics got the places there are, once by votes and once by share of those
 * who saw them. Null while tallies are withheld, and where no line is: without places, or when everything fits.
 *
 * One or two people are never counted: such a count is null, and a topic that only so few wait for isn't named.
 *
 * It is counted by the clock of the log, so that the same log gives the same: `unused` says what had gone by then.
 */
export function cutOf(state: MeetupState, facts: TopicFacts): ScheduleFacts["cut"] {
  const places = placesAt(venueOf(state), state.lastMinute * 60_000);
  if (places.fits === 0 || talliesWithheld(state)) return null;
  const topics = rankedTopics(state, facts);
  const picks = picksByPerson(state, topics, facts);
  const votes = coverage(bestFirst(topics, "votes"), places, picks);
  const support = coverage(bestFirst(topics, "support"), places, picks);
  return votes && support ? { votes, support, unused: places.unused } : null;
}

/** What each person has picked. */
type Picks = ReadonlyMap<string, readonly string[]>;

function coverage(topics: readonly Ranked[], places: Places, picks: Picks): CutView | undefined {
  const placed = aboveCut(topics, places);
  if (!placed) return undefined;
  for (const { id, status } of topics) if (status === "scheduled") placed.add(id);
  const left = [...picks.values()].filter((ids) => !ids.some((id) => placed.has(id)));
  return {
    covered: unlessFew(picks.size - left.length),
    uncovered: unlessFew(left.length),
    next: nextBest(topics.filter(takesPlace), left),
  };
}

/** The topic that most of those left out have picked, the best ranked of several. */
function nextBest(topics: readonly Ranked[], left: readonly (readonly string[])[]): CutView["next"] {
  const people = new Map<string, number>();
  for (const id of left.flat()) people.set(id, (people.get(id) ?? 0) + 1);
  let next: CutView["next"] = null;
  for (const { id } of topics) {
    const count = people.get(id) ?? 0;
    if (count >= FEWEST && count > (next?.people ?? 0)) next = { topicId: id, people: count };
  }
  return next;
}

/** The topics that can take place, with what ranks them. */
function rankedTopics(state: MeetupState, facts: TopicFacts): Ranked[] {
  return [...state.topics.values()].flatMap((topic) => {
    const status = facts.statusOf(topic);
    if (isOut({ status })) return [];
    const { votes, shown } = facts.talliesOf(topic);
    return { id: topic.id, number: topic.number, status, votes, support: wilsonLowerBound(votes, shown) };
  });
}

function picksByPerson(state: MeetupState, topics: readonly Ranked[], facts: TopicFacts): Picks {
  const all = new Map<string, string[]>();
  for (const { id } of topics)
    for (const personId of facts.pickersOf(state.topics.get(id)!)) {
      const picks = all.get(personId);
      if (picks) picks.push(id);
      else all.set(personId, [id]);
    }
  return all;
}

function unlessFew(count: number): number | null {
  return count > 0 && count < FEWEST ? null : count;
}

function venueOf({ rooms, slots, sessions }: MeetupState) {
  return { rooms: [...rooms.values()], slots: [...slots.values()], sessions: [...sessions.values()] };
}
