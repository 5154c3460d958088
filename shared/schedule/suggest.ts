import { z } from "zod";
import { clientId } from "../ids.ts";
import type { InParts } from "../in-parts.ts";
import { instant } from "../meetup/commands/command-fields.ts";
import { FEWEST } from "../meetup/fewest.ts";
import type { MeetupState, Session, Slot, Topic } from "../meetup/meetup-state.ts";
import { timesOf as ownTimes } from "../meetup/moderators.ts";
import { bestFirst } from "../meetup/ordering.ts";
import { wilsonLowerBound } from "../meetup/ranking.ts";
import { TopicFacts } from "../meetup/topic-facts.ts";
import { placeTopics } from "./place-topics.ts";
import { lostWishes, timesOf, worstPairs, type Span, type Wishes } from "./wishes.ts";

/** The body of `POST /api/meetups/:slug/schedule/suggestions`. */
export const suggestSchema = z.strictObject({
  seed: z.int("Must be a whole number").min(0, "At least 0").max(0xffff_ffff, "At most 4294967295").default(1),
  /** Sessions that stay where they are. */
  pinned: z.array(clientId).max(500, "At most 500 sessions").default([]),
  /** What has begun by then is over or on: it stays, and nothing is placed there. */
  from: instant.optional(),
});
export type SuggestWish = z.output<typeof suggestSchema>;

/** A plan that loses few wishes, as the contract names its parts. */
export interface Suggestion {
  placements: Placement[];
  /** Pairs of a person and a placed topic that they would come to. */
  wishes: number;
  lost: number;
  /** What most people have to choose between; `people` is null under three. */
  worst: { topicIds: [string, string]; people: number | null }[];
}

export interface Placement {
  topicIds: [string];
  roomId: string;
  slotId: string;
}

interface Cell {
  roomId: string;
  slotId: string;
  span: Span;
}

const WORST = 10;
/** Who wants a place that stays empty; there may be tens of thousands. */
const NOBODY: ReadonlyMap<number, boolean> = new Map();

/**
 * Where the best supported topics could go, as many as there are places, so that the fewest wishes are lost. Sessions
 * that are pinned, or have begun, stay where they are; nothing is changed by asking. The same seed gives the same answer. The state is looked
 * at at once; what takes long goes on in slices.
 */
export function suggestSchedule(state: MeetupState, { seed, pinned, from }: SuggestWish): InParts<Suggestion> {
  const start = from === undefined ? -Infinity : Date.parse(from);
  const stay = [...state.sessions.values()].filter(
    (session) => pinned.includes(session.id) || session.state !== "planned" || hasBegun(state, session, start),
  );
  const fixed = stay.flatMap((session) => fixedOf(state, session));
  const cells = freeCells(state, stay, start);
  const isFixed = new Set(stay.flatMap(({ topicIds }) => topicIds));
  const facts = new TopicFacts(state);
  const chosen = candidates(state, facts)
    .filter(({ id }) => !isFixed.has(id))
    .slice(0, cells.length);
  const fixedCells = fixed.map(({ cell }) => cell);
  const topics = [...fixed.map(({ topic }) => topic), ...chosen];
  // What stays empty is a topic that nobody wants, so that every change is a swap.
  const wishes = wishesOf(facts, topics, fixedCells.length + cells.length);
  const topicIds = topics.map(({ id }) => id);
  return suggesting(topicIds, wishes, { fixedCells, cells, seed });
}

function* suggesting(
  topicIds: readonly string[],
  wishes: Wishes,
  { fixedCells, cells, seed }: { fixedCells: readonly Cell[]; cells: readonly Cell[]; seed: number },
): InParts<Suggestion> {
  const times = timesOf([...fixedCells, ...cells].map(({ span }) => span));
  yield;
  const fixed = new Set(fixedCells.keys());
  const placed = yield* placeTopics(wishes, times, { fixed, times: new Set(times).size, seed });
  const chosen = inCells(topicIds.length - fixed.size, cells, placed, times, fixed.size);
  yield;
  return yield* suggestionOf(topicIds, wishes, [...fixedCells, ...chosen]);
}

function* suggestionOf(topicIds: readonly string[], wishes: Wishes, cellOf: readonly Cell[]): InParts<Suggestion> {
  const real: Wishes = { ...wishes, topics: wishes.topics.slice(0, topicIds.length) };
  const on = cellOf.map(({ span }) => span);
  const worst = yield* worstPairs(real, on, WORST);
  yield;
  const lost = lostWishes(real, on);
  yield;
  return {
    placements: topicIds.map((id, at) => ({
      topicIds: [id],
      roomId: cellOf[at]!.roomId,
      slotId: cellOf[at]!.slotId,
    })),
    wishes: real.topics.reduce((sum, { size }) => sum + size, 0),
    lost,
    worst: worst.map(({ pair: [a, b], people }) => ({
      topicIds: [topicIds[a]!, topicIds[b]!],
      people: people < FEWEST ? null : people,
    })),
  };
}

/** All topics that could be on, the best supported first. */
function candidates(state: MeetupState, facts: TopicFacts): Topic[] {
  const ranked = [...state.topics.values()].flatMap((topic) => {
    const status = facts.statusOf(topic);
    if (status === "withdrawn" || status === "merged" || status === "parked") return [];
    const { votes, shown } = facts.talliesOf(topic);
    return { topic, id: topic.id, number: topic.number, status, votes, support: wilsonLowerBound(votes, shown) };
  });
  return bestFirst(ranked, "support").map(({ topic }) => topic);
}

/** The topics of a session that stays, where they are. */
function fixedOf(state: MeetupState, session: Session): { topic: Topic; cell: Cell }[] {
  const { topicIds, roomId, slotId } = session;
  const cell = { roomId, slotId, span: spanOf(ownTimes(state, session)) };
  return topicIds.flatMap((id) => {
    const topic = state.topics.get(id);
    return topic ? [{ topic, cell }] : [];
  });
}

/** Whether a session's time, or that of its slot, has come. */
function hasBegun(state: MeetupState, session: Session, at: number): boolean {
  const slot = state.slots.get(session.slotId);
  return spanOf(ownTimes(state, session)).start <= at || (slot !== undefined && spanOf(slot).start <= at);
}

/** Every place to come that a session could have, but those of the ones that stay; in order of time, larger rooms first. */
function freeCells(state: MeetupState, stay: readonly Session[], start: number): Cell[] {
  const rooms = [...state.rooms.values()].toSorted((a, b) => (b.capacity ?? 0) - (a.capacity ?? 0));
  const slots = [...state.slots.values()]
    .filter((slot) => slot.kind === "sessions" && spanOf(slot).start > start)
    .toSorted((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt));
  const taken = Map.groupBy(stay, ({ slotId }) => slotId);
  return slots.flatMap((slot) => {
    const span = spanOf(slot);
    const used = new Set((taken.get(slot.id) ?? []).map(({ roomId }) => roomId));
    return rooms.filter(({ id }) => !used.has(id)).map(({ id }) => ({ roomId: id, slotId: slot.id, span }));
  });
}

function wishesOf(facts: TopicFacts, topics: readonly Topic[], places: number): Wishes {
  const numbers = new Map<string, number>();
  const numberOf = (personId: string) => {
    const known = numbers.get(personId) ?? numbers.size;
    numbers.set(personId, known);
    return known;
  };
  const wanted = Array.from({ length: places }, (_, at) => {
    const topic = topics[at];
    if (!topic) return NOBODY;
    const picks = facts.pickersOf(topic);
    return new Map([...facts.votersOf(topic)].map((id) => [numberOf(id), picks.has(id)] as const));
  });
  return { topics: wanted, people: numbers.size };
}

/** Gives each of so many topics behind the first `before` a place at its time: the most wanted ones, which come first, the larger rooms. */
function inCells(
  count: number,
  cells: readonly Cell[],
  placed: readonly number[],
  times: readonly number[],
  before: number,
): Cell[] {
  const free = Map.groupBy(cells.keys(), (at) => times[before + at]!);
  return Array.from({ length: count }, (_, at) => cells[free.get(placed[before + at]!)!.shift()!]!);
}

function spanOf({ startsAt, endsAt }: Pick<Slot, "startsAt" | "endsAt">): Span {
  return { start: Date.parse(startsAt), end: Date.parse(endsAt) };
}
