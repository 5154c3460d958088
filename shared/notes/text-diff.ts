import { isFirstHalf, isSecondHalf } from "../surrogates.ts";
import { addTextOp, type TextOp } from "./text-ops.ts";

/** Beyond so many differences in a row, looking for fewer is given up: what lies between counts as rewritten. */
const MOST_CHANGED = 300;
/** Words are compared in parts of so many units at most; what is longer and has no line in common is rewritten. */
const MOST_UNITS = 10_000;

/**
 * What turns one text into another and leaves alone what both have: whole lines first, then words
 * within the lines that differ, and of those what is between their common beginnings and ends. Characters of two UTF-16 units are never parted. Takes bounded time.
 */
export function diffTexts(before: string, after: string): TextOp[] {
  const ops: TextOp[] = [];
  diffTrimmed(before, after, ops, (a, b) => {
    forEachHunk(a.match(LINES) ?? [], b.match(LINES) ?? [], (kept, from, to) => {
      addTextOp(ops, kept);
      diffTrimmed(from, to, ops, diffWords);
    });
  });
  if (typeof ops.at(-1) === "number" && (ops.at(-1) as number) > 0) ops.pop();
  return ops;

  function diffWords(a: string, b: string): void {
    if (a.length + b.length > MOST_UNITS) return replace(a, b);
    forEachHunk(a.match(WORDS) ?? [], b.match(WORDS) ?? [], (kept, from, to) => {
      addTextOp(ops, kept);
      diffTrimmed(from, to, ops, replace);
    });
  }

  function replace(a: string, b: string): void {
    addTextOp(ops, -a.length);
    addTextOp(ops, b);
  }
}

const LINES = /[^\n]*\n|[^\n]+$/gu;
const WORDS = /[\p{L}\p{N}]+|[^\p{L}\p{N}]/gsu;

/** Keeps what both begin and end with; `between` says how the middle changes, unless one of the two has none. */
function diffTrimmed(before: string, after: string, ops: TextOp[], between: (a: string, b: string) => void): void {
  const start = commonStart(before, after);
  const end = commonEnd(before.slice(start), after.slice(start));
  const a = before.slice(start, before.length - end);
  const b = after.slice(start, after.length - end);
  addTextOp(ops, start);
  if (a === "" || b === "") {
    addTextOp(ops, -a.length);
    addTextOp(ops, b);
  } else between(a, b);
  addTextOp(ops, end);
}

function commonStart(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let length = 0;
  while (length < most && a.charCodeAt(length) === b.charCodeAt(length)) length += 1;
  return length > 0 && isFirstHalf(a.charCodeAt(length - 1)) ? length - 1 : length;
}

function commonEnd(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let length = 0;
  while (length < most && a.charCodeAt(a.length - 1 - length) === b.charCodeAt(b.length - 1 - length)) length += 1;
  return length > 0 && isSecondHalf(a.charCodeAt(a.length - length)) ? length - 1 : length;
}

/** Calls `hunk` for every difference in order, with how many units before it are kept, and finally for what is kept at the end. */
function forEachHunk(
  before: readonly string[],
  after: readonly string[],
  hunk: (kept: number, from: string, to: string) => void,
): void {
  let [a, b] = [0, 0];
  for (const [toA, toB, length] of commonRuns(before, after)) {
    const from = before.slice(a, toA).join("");
    const to = after.slice(b, toB).join("");
    hunk(0, from, to);
    a = toA + length;
    b = toB + length;
    hunk(before.slice(toA, a).join("").length, "", "");
  }
  hunk(0, before.slice(a).join(""), after.slice(b).join(""));
}

type Run = [inBefore: number, inAfter: number, length: number];

/**
 * The runs of items that both rows share, in order: those that either has once come first, and what is
 * between them is compared by Myers' algorithm.
 */
function commonRuns(before: readonly string[], after: readonly string[]): Run[] {
  const [a, b] = numbered(before, after);
  const runs: Run[] = [];
  let [fromA, fromB] = [0, 0];
  for (const [atA, atB] of [...anchorsOf(a, b), [a.length, b.length] as const]) {
    const between = fewestChanges(a.subarray(fromA, atA), b.subarray(fromB, atB));
    for (const [inA, inB, length] of between) runs.push([fromA + inA, fromB + inB, length]);
    if (atA < a.length) runs.push([atA, atB, 1]);
    [fromA, fromB] = [atA + 1, atB + 1];
  }
  return runs;
}

/** Items that each row has once, as many as come in the same order in both (patience sorting). */
function anchorsOf(a: Int32Array, b: Int32Array): [inA: number, inB: number][] {
  const inB = onlyOnce(b);
  const pairs = [...onlyOnce(a)].flatMap(([item, at]): [number, number][] => {
    const other = inB.get(item);
    return other === undefined ? [] : [[at, other]];
  });
  /** The pair that ends the best row of each length, and the pair before each. */
  const ends: number[] = [];
  const before: number[] = [];
  pairs.forEach(([, at], index) => {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((pairs[ends[middle] ?? 0]?.[1] ?? 0) < at) low = middle + 1;
      else high = middle;
    }
    before[index] = low === 0 ? -1 : (ends[low - 1] ?? -1);
    ends[low] = index;
  });
  const anchors: [number, number][] = [];
  for (let index = ends.at(-1) ?? -1; index >= 0; index = before[index] ?? -1) {
    const pair = pairs[index];
    if (pair) anchors.push(pair);
  }
  return anchors.toReversed();
}

/** Where each item is that is there once, in order. */
function onlyOnce(items: Int32Array): Map<number, number> {
  const places = new Map<number, number>();
  const seen = new Set<number>();
  items.forEach((item, at) => {
    if (seen.has(item)) places.delete(item);
    else places.set(item, at);
    seen.add(item);
  });
  return places;
}

/** The shared runs that leave the fewest items in only one of the two; none when there are too many of those. */
function fewestChanges(a: Int32Array, b: Int32Array): Run[] {
  const limit = Math.min(MOST_CHANGED, a.length + b.length);
  /** How far each diagonal has come; diagonal 0 is in the middle. */
  const reach = new Int32Array(2 * limit + 3);
  const middle = limit + 1;
  /** What `reach` was before each round. */
  const rounds: Int32Array[] = [];
  for (let changes = 0; changes <= limit; changes += 1) {
    rounds.push(reach.slice(middle - changes - 1, middle + changes + 2));
    for (let diagonal = -changes; diagonal <= changes; diagonal += 2) {
      const down = reach[middle + diagonal + 1] ?? 0;
      const across = reach[middle + diagonal - 1] ?? 0;
      let x = isDown(diagonal, changes, { down, across }) ? down : across + 1;
      while (x < a.length && x - diagonal < b.length && a[x] === b[x - diagonal]) x += 1;
      reach[middle + diagonal] = x;
      if (x >= a.length && x - diagonal >= b.length) return runsBack(rounds, a.length, b.length);
    }
  }
  return [];
}

/** The same items as numbers, which are quicker to compare. */
function numbered(...rows: (readonly string[])[]): [Int32Array, Int32Array] {
  const numbers = new Map<string, number>();
  const [a, b] = rows.map((items) =>
    Int32Array.from(items, (item) => {
      const number = numbers.get(item) ?? numbers.size;
      numbers.set(item, number);
      return number;
    }),
  );
  return [a ?? new Int32Array(), b ?? new Int32Array()];
}

/** Whether a diagonal is best reached by an item that only the second row has. */
function isDown(diagonal: number, changes: number, { down, across }: { down: number; across: number }): boolean {
  return diagonal === -changes || (diagonal !== changes && across < down);
}

/** The way back from the end of both, round by round. */
function runsBack(rounds: readonly Int32Array[], endA: number, endB: number): Run[] {
  const runs: Run[] = [];
  let [x, y] = [endA, endB];
  for (let changes = rounds.length - 1; changes >= 0; changes -= 1) {
    const reachOf = (at: number) => rounds[changes]?.[at + changes + 1] ?? 0;
    const diagonal = x - y;
    const down = reachOf(diagonal + 1);
    const across = reachOf(diagonal - 1);
    const cameDown = isDown(diagonal, changes, { down, across });
    const before = cameDown ? diagonal + 1 : diagonal - 1;
    const fromX = changes === 0 ? 0 : cameDown ? down : across;
    const startX = changes === 0 || cameDown ? fromX : fromX + 1;
    if (x > startX) runs.push([startX, startX - diagonal, x - startX]);
    x = fromX;
    y = fromX - before;
  }
  return runs.toReversed();
}
