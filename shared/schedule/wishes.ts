import type { InParts } from "../in-parts.ts";

/** What people would come to, and when it would be on: everything that a plan of a day is judged by. */
export interface Wishes {
  /** For each topic, by its place in a list, the people who would come to it; true: for them it is a top pick. */
  topics: readonly ReadonlyMap<number, boolean>[];
  people: number;
}

/** A span of time in which things are on, in ms since 1970. */
export interface Span {
  start: number;
  end: number;
}

/** Whether two spans have a moment in common. */
export function overlap(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end;
}

/**
 * Spans that overlap, directly or by others between, as one time in which a person has to choose: for each span the
 * number of its time, counted from 0.
 */
export function timesOf(spans: readonly Span[]): number[] {
  const order = spans.map((_, at) => at).toSorted((a, b) => spans[a]!.start - spans[b]!.start);
  const times = spans.map(() => 0);
  let [time, end] = [-1, Number.NEGATIVE_INFINITY];
  for (const at of order) {
    const span = spans[at]!;
    if (span.start >= end) time += 1;
    end = Math.max(end, span.end);
    times[at] = time;
  }
  return times;
}

/** How many wishes are lost: of what one person wants at overlapping times, all but as much as they can go to. */
export function lostWishes({ topics, people }: Wishes, spans: readonly Span[]): number {
  const wanted: number[][] = Array.from({ length: people }, () => []);
  for (const [topic, wishers] of topics.entries()) for (const person of wishers.keys()) wanted[person]!.push(topic);
  let lost = 0;
  for (const mine of wanted) {
    // Whoever takes what ends first can go to most.
    let until = Number.NEGATIVE_INFINITY;
    for (const topic of mine.toSorted((a, b) => spans[a]!.end - spans[b]!.end)) {
      if (spans[topic]!.start < until) lost += 1;
      else until = spans[topic]!.end;
    }
  }
  return lost;
}

/** The pairs on at overlapping times that most people want both of, most first; pairs that nobody wants are left out. */
export function* worstPairs(
  { topics }: Wishes,
  spans: readonly Span[],
  most: number,
): InParts<{ pair: [number, number]; people: number }[]> {
  const pairs: { pair: [number, number]; people: number }[] = [];
  for (let a = 0; a < topics.length; a++) {
    for (let b = a + 1; b < topics.length; b++) {
      if (!overlap(spans[a]!, spans[b]!)) continue;
      let people = 0;
      for (const person of topics[a]!.keys()) if (topics[b]!.has(person)) people += 1;
      if (people > 0) pairs.push({ pair: [a, b], people });
    }
    yield;
  }
  return pairs.toSorted((x, y) => y.people - x.people).slice(0, most);
}
