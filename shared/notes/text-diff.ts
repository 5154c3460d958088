import { addTextOp, type TextOp } from "./text-ops.ts";

/** Beyond so many differences, looking for fewer is given up: what lies between counts as rewritten. */
const MOST_LINES_CHANGED = 1000;
const MOST_WORDS_CHANGED = 300;

/**
 * What turns one text into another and leaves alone what both have: whole lines first, then words
 * within the lines that differ. Characters of two UTF-16 units are never parted. Takes bounded time.
 */
export function diffTexts(before: string, after: string): TextOp[] {
  const ops: TextOp[] = [];
  diffTrimmed(before, after, ops, (a, b) => {
    forEachHunk(a.match(LINES) ?? [], b.match(LINES) ?? [], MOST_LINES_CHANGED, (kept, from, to) => {
      addTextOp(ops, kept);
      diffTrimmed(from, to, ops, diffWords);
    });
  });
  if (typeof ops.at(-1) === "number" && (ops.at(-1) as number) > 0) ops.pop();
  return ops;

  function diffWords(a: string, b: string): void {
    forEachHunk(a.match(WORDS) ?? [], b.match(WORDS) ?? [], MOST_WORDS_CHANGED, (kept, from, to) => {
      addTextOp(ops, kept);
      addTextOp(ops, -from.length);
      addTextOp(ops, to);
    });
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

function isFirstHalf(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function isSecondHalf(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

/** Calls `hunk` for every difference in order, with how many units before it are kept, and finally for what is kept at the end. */
function forEachHunk(
  before: readonly string[],
  after: readonly string[],
  most: number,
  hunk: (kept: number, from: string, to: string) => void,
): void {
  let [a, b] = [0, 0];
  for (const [toA, toB, length] of commonRuns(before, after, most)) {
    const from = before.slice(a, toA).join("");
    const to = after.slice(b, toB).join("");
    hunk(0, from, to);
    a = toA + length;
    b = toB + length;
    hunk(before.slice(toA, a).join("").length, "", "");
  }
  hunk(0, before.slice(a).join(""), after.slice(b).join(""));
}

/**
 * The runs of items that both rows share, in order, by Myers' algorithm: the fewest items that are
 * in only one of them. None when there are more than `most` of those.
 */
function commonRuns(
  a: readonly string[],
  b: readonly string[],
  most: number,
): [inA: number, inB: number, length: number][] {
  const reach = new Map<number, number>([[1, 0]]);
  /** How far each diagonal had come before each round. */
  const rounds: Map<number, number>[] = [];
  for (let changes = 0; changes <= Math.min(most, a.length + b.length); changes += 1) {
    rounds.push(new Map(reach));
    for (let diagonal = -changes; diagonal <= changes; diagonal += 2) {
      let x = stepDown(reach, diagonal, changes) ? (reach.get(diagonal + 1) ?? 0) : (reach.get(diagonal - 1) ?? 0) + 1;
      while (x < a.length && x - diagonal < b.length && a[x] === b[x - diagonal]) x += 1;
      reach.set(diagonal, x);
      if (x >= a.length && x - diagonal >= b.length) return runsBack(rounds, a.length, b.length);
    }
  }
  return [];
}

function stepDown(reach: ReadonlyMap<number, number>, diagonal: number, changes: number): boolean {
  if (diagonal === -changes) return true;
  return diagonal !== changes && (reach.get(diagonal - 1) ?? 0) < (reach.get(diagonal + 1) ?? 0);
}

/** The way back from the end of both, round by round. */
function runsBack(rounds: readonly Map<number, number>[], endA: number, endB: number): [number, number, number][] {
  const runs: [number, number, number][] = [];
  let [x, y] = [endA, endB];
  for (let changes = rounds.length - 1; changes >= 0; changes -= 1) {
    const reach = rounds[changes] ?? new Map<number, number>();
    const diagonal = x - y;
    const isDown = stepDown(reach, diagonal, changes);
    const before = isDown ? diagonal + 1 : diagonal - 1;
    const fromX = changes === 0 ? 0 : (reach.get(before) ?? 0);
    const startX = changes === 0 ? 0 : isDown ? fromX : fromX + 1;
    if (x > startX) runs.push([startX, startX - diagonal, x - startX]);
    x = fromX;
    y = changes === 0 ? 0 : fromX - before;
  }
  return runs.toReversed();
}
