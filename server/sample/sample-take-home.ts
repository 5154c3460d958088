import type { SeededChance } from "../../shared/seeded-chance.ts";
import { ask, type Asked } from "./sample-asks.ts";
import { SAMPLE_NAMES } from "./sample-people.ts";

/** What people take home, and about which part of those who say anything name it. */
const THINGS: readonly [text: string, share: number][] = [
  ["Alert on each queue, not on the broker", 0.65],
  ["Upgrade the switch and the agent in separate steps", 0.5],
  ["Try heartbeats with 500 hosts before we trust them", 0.42],
  ["Rehearse the database migration on a copy", 0.35],
  ["Keep one host a rack for trying new kernels", 0.25],
  ["Send our two patches upstream", 0.2],
];
/** About which part of the people say anything so early. */
const SAYING = 0.5;

/** Some have written already what they take home, in the words of others or in their own. */
export function takenHome(chance: SeededChance): Asked[] {
  return SAMPLE_NAMES.flatMap((by) => {
    if (chance.next() >= SAYING) return [];
    const wanted = chance.shuffled(THINGS).filter(([, share]) => chance.next() < share);
    return wanted.slice(0, 3).map(([text], at) => ask(by, { type: "takeHome.set", number: at + 1, text }));
  });
}
