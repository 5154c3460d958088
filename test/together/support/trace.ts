import { readFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";

/** `[position, how much is deleted there, what is inserted]`. */
export type Patch = [at: number, deleted: number, inserted: string];

/** Typing as it was recorded; see test/data/editing-traces. */
export interface Trace {
  endContent: string;
  txns: { patches: Patch[]; parents?: number[]; agent?: number }[];
}

export async function trace(name: "friendsforever" | "automerge-paper"): Promise<Trace> {
  const file = new URL(`../../data/editing-traces/${name}.json.gz`, import.meta.url);
  return JSON.parse(gunzipSync(await readFile(file)).toString("utf8")) as Trace;
}

/** What one person types before hearing from the other again. */
export interface Turn {
  /** How many turns of the other they have heard by then. */
  heard: number;
  patches: Patch[];
}

/** At most so many keystrokes in a turn, so that each travels as one message. */
const TURN_KEYSTROKES = 20;

/** A recording of two people as what each does in turns, and what each has heard of the other by then. */
export function turnsOf({ txns }: Trace): [Turn[], Turn[]] {
  /** How many of each person's keystrokes are known behind each one. */
  const known: [number, number][] = [];
  const counts: [number, number] = [0, 0];
  /** After which of their own keystrokes a person must have spoken, because the other builds on it. */
  const spoken: [Set<number>, Set<number>] = [new Set(), new Set()];
  const typed: [{ heard: number; patches: Patch[] }[], { heard: number; patches: Patch[] }[]] = [[], []];
  for (const { parents = [], agent = 0, patches } of txns) {
    const me = agent === 0 ? 0 : 1;
    const other = 1 - me;
    const before = [0, 1].map((each) => Math.max(0, ...parents.map((index) => known[index]?.[each] ?? 0)));
    counts[me] += 1;
    const behind: [number, number] = [before[0] ?? 0, before[1] ?? 0];
    behind[me] = counts[me];
    known.push(behind);
    const heard = behind[other] ?? 0;
    spoken[other]?.add(heard);
    typed[me].push({ heard, patches });
  }
  const ends: [number[], number[]] = [[], []];
  const turns: [Turn[], Turn[]] = [[], []];
  for (const me of [0, 1] as const) {
    typed[me].forEach(({ heard, patches }, index) => {
      const turn = turns[me].at(-1);
      const isNew =
        turn === undefined ||
        turn.heard !== heard ||
        spoken[me].has(index) ||
        index - (ends[me].at(-2) ?? 0) >= TURN_KEYSTROKES;
      if (isNew) {
        turns[me].push({ heard, patches: [...patches] });
        ends[me].push(index + 1);
      } else {
        turn.patches.push(...patches);
        ends[me][ends[me].length - 1] = index + 1;
      }
    });
  }
  // So far `heard` counts the other's keystrokes; a turn of theirs ends at each that is built on.
  for (const me of [0, 1] as const)
    for (const turn of turns[me]) turn.heard = turn.heard === 0 ? 0 : ends[1 - me]!.indexOf(turn.heard) + 1;
  return turns;
}
