import { LIMITS } from "../limits.ts";
import type { Became } from "./commands/commands-take-home.ts";
import { FEWEST } from "./fewest.ts";
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

/** How many people name what, kept up to date: to count all anew with each step would take long where many people are. */
export interface Named {
  byKey: Map<string, { people: number; spellings: Map<string, number> }>;
  /** What three or more people name. */
  often: Set<string>;
  /** What is counted of each person, each thing once, as they wrote it first. */
  of: Map<string, Thing[]>;
}

/** Nobody has named anything. */
export function nothingNamed(): Named {
  return { byKey: new Map(), often: new Set(), of: new Map() };
}

/** From now on a person names these, in place of what they named before. */
export function countNamed(named: Named, personId: string, things: readonly (Thing | null)[]): void {
  for (const thing of named.of.get(personId) ?? []) count(named, thing, -1);
  const own = new Map<string, Thing>();
  for (const each of things) if (each && !own.has(each.key)) own.set(each.key, each);
  for (const thing of own.values()) count(named, thing, 1);
  if (own.size > 0) named.of.set(personId, [...own.values()]);
  else named.of.delete(personId);
}

function count({ byKey, often }: Named, { key, text }: Thing, by: 1 | -1): void {
  const all = byKey.get(key) ?? { people: 0, spellings: new Map<string, number>() };
  const written = (all.spellings.get(text) ?? 0) + by;
  if (written > 0) all.spellings.set(text, written);
  else all.spellings.delete(text);
  all.people += by;
  if (all.people > 0) byKey.set(key, all);
  else byKey.delete(key);
  if (all.people >= FEWEST) often.add(key);
  else often.delete(key);
}

/** What people have in common, as most of them write it. */
export function commonThings({ byKey, often, of }: Named): TakenHomeView {
  const things = [...often].map((key) => {
    const { people, spellings } = byKey.get(key)!;
    return { text: mostWritten(spellings), people };
  });
  return {
    people: of.size < FEWEST ? null : of.size,
    things: things.toSorted((a, b) => b.people - a.people || inOrder(a.text, b.text)).slice(0, LIMITS.takenHome),
  };
}

/** How many things became what, and how many people say so of any, kept up to date as well. */
export interface ToldCounts {
  things: Map<Became, number>;
  people: Map<Became, number>;
  /** What is counted of each person. */
  of: Map<string, ToldThing[]>;
}

/** Nobody has told anything. */
export function nothingCounted(): ToldCounts {
  return { things: new Map(), people: new Map(), of: new Map() };
}

/** From now on a person has told this, in place of what they had told before. */
export function countTold(counts: ToldCounts, personId: string, told: readonly ToldThing[]): void {
  countEach(counts, counts.of.get(personId) ?? [], -1);
  countEach(counts, told, 1);
  if (told.length > 0) counts.of.set(personId, [...told]);
  else counts.of.delete(personId);
}

function countEach({ things, people }: ToldCounts, told: readonly ToldThing[], by: 1 | -1): void {
  const all = told.map(({ became }) => became);
  for (const became of all) things.set(became, (things.get(became) ?? 0) + by);
  for (const became of new Set(all)) people.set(became, (people.get(became) ?? 0) + by);
}

/** What became of what people took home. */
export function whatBecame({ things, people, of }: ToldCounts): LastTimeView {
  if (of.size < FEWEST) return NOTHING_TOLD;
  const shownOf = (became: Became) => ((people.get(became) ?? 0) < FEWEST ? null : (things.get(became) ?? null));
  return { people: of.size, done: shownOf("done"), partly: shownOf("partly"), notYet: shownOf("not-yet") };
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
  let [most, times] = ["", 0];
  for (const [text, count] of spellings)
    if (count > times || (count === times && inOrder(text, most) < 0)) [most, times] = [text, count];
  return most;
}

/** The same everywhere, whatever language a machine speaks. */
function inOrder(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
