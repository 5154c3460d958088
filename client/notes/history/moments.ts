import type { PadMoment } from "../../../shared/notes/history-replay.ts";

/** At most this much of what was written is quoted. Characters. */
const QUOTE_LENGTH = 40;

/** What one moment has done to the text. */
export interface MomentSize {
  written: number;
  removed: number;
}

/** How much a moment has written and removed, in characters. */
export function sizeOf({ ops }: Pick<PadMoment, "ops">): MomentSize {
  let [written, removed] = [0, 0];
  for (const op of ops) {
    if (typeof op === "string") written += op.length;
    else if (op < 0) removed -= op;
  }
  return { written, removed };
}

/** What someone did in a moment, as it goes on after their name: `wrote “What broke”`. */
export function didIn(moment: Pick<PadMoment, "ops">): string {
  const { written, removed } = sizeOf(moment);
  const words = moment.ops.flatMap((op) => (typeof op === "string" ? op.split("\n") : [])).map((line) => line.trim());
  const quote = words.find((line) => /[\p{L}\p{N}]/u.test(line)) ?? words.find((line) => line !== "");
  const wrote = quote === undefined ? "added line breaks" : `wrote “${shortened(quote)}”`;
  const gone = `removed ${counted(removed)}`;
  if (removed === 0) return written === 0 ? "changed nothing" : wrote;
  if (written === 0) return gone;
  // What was mistyped and mended on the way is no news.
  return removed > written ? `${wrote} and ${gone}` : wrote;
}

/** Where a moment's first change is in the text behind it. */
export function placeOf({ ops }: Pick<PadMoment, "ops">): number {
  const [first] = ops;
  return typeof first === "number" && first > 0 ? first : 0;
}

/** `3,200 characters`. */
export function counted(characters: number): string {
  return `${characters.toLocaleString("en")} ${characters === 1 ? "character" : "characters"}`;
}

/** A bar of the timeline: how much was changed in some moments that follow each other, and by whom. */
export interface Bar {
  /** The first and the last of its moments. */
  from: number;
  to: number;
  /** 0 to 1, of the busiest bar. */
  height: number;
  /** Whose parts of it, largest first, as shares of 1. */
  shares: { by: string | null; share: number }[];
}

/** At most so many bars over all moments. */
export function barsOf(moments: readonly PadMoment[], most: number): Bar[] {
  const count = Math.min(most, moments.length);
  const bars = Array.from({ length: count }, (_, n) => {
    const from = Math.floor((n * moments.length) / count);
    const to = Math.floor(((n + 1) * moments.length) / count) - 1;
    const amounts = new Map<string | null, number>();
    for (const moment of moments.slice(from, to + 1)) {
      const { written, removed } = sizeOf(moment);
      amounts.set(moment.by, (amounts.get(moment.by) ?? 0) + written + removed);
    }
    const total = [...amounts.values()].reduce((sum, each) => sum + each, 0);
    const shares = [...amounts]
      .map(([by, amount]) => ({ by, share: total === 0 ? 1 / amounts.size : amount / total }))
      .toSorted((a, b) => b.share - a.share);
    return { from, to, total, shares };
  });
  // A paste of a whole text would make everything else flat.
  const scale = (total: number) => Math.sqrt(total);
  const top = Math.max(1, ...bars.map(({ total }) => scale(total)));
  return bars.map(({ from, to, total, shares }) => ({ from, to, shares, height: scale(total) / top }));
}

function shortened(words: string): string {
  return words.length <= QUOTE_LENGTH ? words : `${words.slice(0, QUOTE_LENGTH).trimEnd()}…`;
}
