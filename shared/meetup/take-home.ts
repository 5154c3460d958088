import { LIMITS } from "../limits.ts";
import type { Became } from "./commands/commands-take-home.ts";
import { FEWEST } from "./lens.ts";
import { thingKey } from "./thing-key.ts";

/** One thing that somebody takes home, in their own words. */
export interface Thing {
  text: string;
  /** By what it is recognised. */
  key: string;
}

/** What somebody has said of a thing that they took home from the meetup before. */
export interface ToldThing extends Thing {
  became: Became;
}

/** What everybody sees of what people take home: no more than three or more people have in common. */
export interface TakenHomeView {
  /** How many people named something; null for fewer than three. */
  people: number | null;
  /** What three or more people named, the most named first. */
  things: { text: string; people: number }[];
}

/** What became of what people took home last time: how many things; null where fewer than three people say so. */
export interface LastTimeView {
  /** How many people have said. */
  people: number | null;
  done: number | null;
  partly: number | null;
  notYet: number | null;
}

/** Before three people have said anything. */
export const NOTHING_TAKEN_HOME: TakenHomeView = { people: null, things: [] };
export const NOTHING_TOLD: LastTimeView = { people: null, done: null, partly: null, notYet: null };

/** The places for what one takes home, none of them taken. */
export const NO_THINGS: readonly (Thing | null)[] = Array.from({ length: LIMITS.takeHomeThings }, () => null);

/** A thing in these words. */
export function thingOf(text: string): Thing {
  return { text, key: thingKey(text) };
}

/** What these people have in common, each person counting once for a thing. It is written as most of them write it. */
export function commonThings(all: Iterable<readonly (Thing | null)[]>): TakenHomeView {
  const named = new Map<string, Map<string, number>>();
  let people = 0;
  for (const things of all) {
    people += 1;
    const own = new Map<string, string>();
    for (const each of things) if (each && !own.has(each.key)) own.set(each.key, each.text);
    for (const [key, text] of own) {
      const spellings = named.get(key) ?? new Map<string, number>();
      named.set(key, spellings.set(text, (spellings.get(text) ?? 0) + 1));
    }
  }
  const things = [...named.values()].flatMap((spellings) => {
    const count = [...spellings.values()].reduce((sum, each) => sum + each, 0);
    return count < FEWEST ? [] : [{ text: mostWritten(spellings), people: count }];
  });
  return {
    people: people < FEWEST ? null : people,
    things: things.toSorted((a, b) => b.people - a.people || inOrder(a.text, b.text)).slice(0, LIMITS.takenHome),
  };
}

/** What became of what these people took home. */
export function whatBecame(all: Iterable<readonly ToldThing[]>): LastTimeView {
  const [things, who] = [new Map<Became, number>(), new Map<Became, number>()];
  let people = 0;
  for (const told of all) {
    people += 1;
    for (const { became } of told) things.set(became, (things.get(became) ?? 0) + 1);
    for (const became of new Set(told.map((each) => each.became))) who.set(became, (who.get(became) ?? 0) + 1);
  }
  const count = (became: Became) => ((who.get(became) ?? 0) < FEWEST ? null : (things.get(became) ?? null));
  if (people < FEWEST) return NOTHING_TOLD;
  return { people, done: count("done"), partly: count("partly"), notYet: count("not-yet") };
}

/** What became of it last time in a row, as far as it may be said: `31 done, 20 not yet`; empty without anything. */
export function becameInWords({ done, partly, notYet }: LastTimeView): string {
  const parts = [
    [done, "done"],
    [partly, "partly"],
    [notYet, "not yet"],
  ] as const;
  return parts.flatMap(([count, words]) => (count === null ? [] : [`${count} ${words}`])).join(", ");
}

function mostWritten(spellings: ReadonlyMap<string, number>): string {
  const [[text]] = [...spellings].toSorted(([a, m], [b, n]) => n - m || inOrder(a, b)) as [[string, number]];
  return text;
}

/** The same everywhere, whatever language a machine speaks. */
function inOrder(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
