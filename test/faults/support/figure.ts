/** What a fault run says: rows of a table, each with its bar and what this run came to. */

/** How much of it: `test` within `npm test`, `short` to look, `full` for the figures that count. */
export type Scale = "test" | "short" | "full";

export interface Run {
  seed: number;
  scale: Scale;
  /** How long, where that is a choice of its own. */
  minutes?: number | undefined;
  /** Only kinds whose names have one of these in them, where there are several kinds. */
  kinds?: readonly string[] | undefined;
  /** Hears of each figure of a long run as it comes; all are in the table at its end. */
  tell?: ((figure: Figure) => void) | undefined;
  /** What is opened on the way is closed at the end, however the run ends. */
  ends: AsyncDisposableStack;
}

export interface Figure {
  /** What was done, in words. */
  what: string;
  bar: string;
  found: string;
  isMet: boolean;
  /** Depends on how fast the machine is and what else it does: tests don't insist on it. */
  isRough: boolean;
}

/** One kind of fault. */
export interface Fault {
  run(run: Run): Promise<Figure[]>;
}

/** Runs it and closes what it has opened. */
export async function figuresOf(fault: Fault, how: Omit<Run, "ends">): Promise<Figure[]> {
  await using ends = new AsyncDisposableStack();
  return await fault.run({ ...how, ends });
}

/** Picks by scale. */
export function sized<T>(scale: Scale, sizes: Record<Scale, T>): T {
  return sizes[scale];
}

/** Something that must not happen, and did so often; `of` says out of how many, or which. */
export function none(what: string, count: number, of = ""): Figure {
  return { what, bar: "0", found: of === "" ? `${count}` : `${count} (${of})`, isMet: count === 0, isRough: false };
}

/** Something that must hold each time. */
export function each(what: string, held: number, of: number): Figure {
  return { what, bar: `${of} of ${of}`, found: `${held} of ${of}`, isMet: held === of, isRough: false };
}

/** A time or a size that must not be larger. */
export function atMost(what: string, bar: number, found: number, unit: string): Figure {
  return {
    what,
    bar: `≤ ${bar} ${unit}`,
    found: `${rounded(found)} ${unit}`,
    isMet: found <= bar,
    isRough: true,
  };
}

/** Several quantiles of times, each with its own bar. */
export function quantiles(what: string, times: readonly number[], bars: [at: number, bar: number][]): Figure {
  const found = bars.map(([at]) => quantile(times, at));
  return {
    what,
    bar: bars.map(([at, bar]) => `${nameOf(at)} ≤ ${bar} ms`).join(", "),
    found: bars.map(([at], index) => `${nameOf(at)} ${rounded(found[index]!)} ms`).join(", "),
    isMet: bars.every(([, bar], index) => found[index]! <= bar),
    isRough: true,
  };
}

/** The value that a share `at` (0 to 1) of `values` doesn't exceed; NaN of none. */
export function quantile(values: readonly number[], at: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * at))] ?? Number.NaN;
}

function nameOf(at: number): string {
  if (at === 1) return "max";
  return at === 0.5 ? "median" : `p${at * 100}`;
}

function rounded(value: number): string {
  if (Math.abs(value) < 1) return value.toFixed(2);
  return Math.abs(value) < 10 ? value.toFixed(1) : value.toFixed(0);
}
