import { SeededChance } from "../seeded-chance.ts";
import type { Wishes } from "./wishes.ts";

/** At most this many changes are tried, and this many wishes looked at: the answer depends on the seed, never on the clock. */
const STEPS = 600_000;
const LOOKS = 60_000_000;
/** Steps of one slice, after which others may have their turn. */
const SLICE_STEPS = 2000;
/** A change for the worse of about this much is taken now and then at first, and never at the end. */
const HEAT = 0.8;
const PICK = 2;

/**
 * Puts topics into times so that the fewest wishes are lost, a top pick weighing two: simulated annealing by swaps, in
 * slices. `start` says where each topic is to begin with; those in `fixed` stay there. Free places are topics that
 * nobody wants.
 */
export function* placeTopics(
  wishes: Wishes,
  start: readonly number[],
  { fixed, times, seed }: { fixed: ReadonlySet<number>; times: number; seed: number },
): Generator<undefined, number[]> {
  const chance = new SeededChance(seed);
  const movable = start.map((_, topic) => topic).filter((topic) => !fixed.has(topic));
  const time = [...start];
  const board = new Board(wishes, time, times);
  yield undefined;
  const looksInStep = 1 + (2 * wishes.topics.reduce((sum, { size }) => sum + size, 0)) / Math.max(1, start.length);
  const steps = movable.length > 1 ? Math.min(STEPS, Math.floor(LOOKS / looksInStep)) : 0;
  let cost = board.lostAtFirst;
  let best = cost;
  // What has been swapped since it was best: to keep a copy of tens of thousands of places each time would take longest.
  // Two numbers for each: hundreds of thousands of pairs would be collected for long.
  const since: number[] = [];
  for (let step = 0; step < steps && best > 0; step++) {
    if (step % SLICE_STEPS === 0) yield undefined;
    const [a, b] = [chance.oneOf(movable), chance.oneOf(movable)];
    const [from, to] = [time[a]!, time[b]!];
    if (from === to) continue;
    const change = board.move(a, from, to) + board.move(b, to, from);
    const heat = HEAT * (1 - step / steps);
    if (change <= 0 || chance.next() < Math.exp(-change / heat)) {
      time[a] = to;
      time[b] = from;
      cost += change;
      since.push(a, b);
      if (cost < best) {
        best = cost;
        since.length = 0;
      }
    } else {
      board.move(b, from, to);
      board.move(a, to, from);
    }
  }
  for (let at = since.length - 2; at >= 0; at -= 2) {
    const [a, b] = [since[at]!, since[at + 1]!];
    [time[a], time[b]] = [time[b]!, time[a]!];
  }
  return time;
}

const NOBODY = new Int32Array(0);

/**
 * How many plain wishes and top picks each person has in each time, so that a move costs only those who want the topic.
 * What is lost at a time is all that someone wants then but the dearest.
 */
class Board {
  /** For each topic its people, those for whom it is a top pick apart. */
  readonly #plainOf: Int32Array[];
  readonly #picksOf: Int32Array[];
  readonly #people: number;
  /** By time, then by person. */
  readonly #plain: Uint16Array;
  readonly #picks: Uint16Array;
  /** What is lost before anything is moved. */
  readonly lostAtFirst: number;

  constructor({ topics, people }: Wishes, time: readonly number[], times: number) {
    const those = (isWished: boolean) =>
      topics.map((wishers) => {
        if (wishers.size === 0) return NOBODY;
        const people: number[] = [];
        for (const [who, isPick] of wishers) if (isPick === isWished) people.push(who);
        return Int32Array.from(people);
      });
    this.#plainOf = those(false);
    this.#picksOf = those(true);
    this.#people = people;
    this.#plain = new Uint16Array(people * times);
    this.#picks = new Uint16Array(people * times);
    this.lostAtFirst = time.reduce((lost, at, topic) => lost + this.#join(topic, at), 0);
  }

  /** Moves a topic, and says how much more is lost then. */
  move(topic: number, from: number, to: number): number {
    return this.#leave(topic, from) + this.#join(topic, to);
  }

  #leave(topic: number, time: number): number {
    const [plain, picks, before] = [this.#plain, this.#picks, time * this.#people];
    let change = 0;
    for (const who of this.#plainOf[topic]!) {
      const at = before + who;
      plain[at]! -= 1;
      if (plain[at]! + picks[at]! > 0) change -= 1;
    }
    for (const who of this.#picksOf[topic]!) {
      const at = before + who;
      picks[at]! -= 1;
      change -= picks[at]! > 0 ? PICK : plain[at]! > 0 ? 1 : 0;
    }
    return change;
  }

  #join(topic: number, time: number): number {
    const [plain, picks, before] = [this.#plain, this.#picks, time * this.#people];
    let change = 0;
    for (const who of this.#plainOf[topic]!) {
      const at = before + who;
      if (plain[at]! + picks[at]! > 0) change += 1;
      plain[at]! += 1;
    }
    for (const who of this.#picksOf[topic]!) {
      const at = before + who;
      change += picks[at]! > 0 ? PICK : plain[at]! > 0 ? 1 : 0;
      picks[at]! += 1;
    }
    return change;
  }
}
