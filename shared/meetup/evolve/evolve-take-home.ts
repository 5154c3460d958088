import { assertNever } from "../../assert-never.ts";
import { LIMITS } from "../../limits.ts";
import type { Fact } from "../entries.ts";
import { firstStep, isNextStep, nextStep, renameInSteps } from "../in-steps.ts";
import type { MeetupState } from "../meetup-state.ts";
import {
  commonThings,
  countNamed,
  countTold,
  NO_THINGS,
  NOTHING_TOLD,
  nothingCounted,
  thingOf,
  whatBecame,
  type Thing,
  type ToldThing,
} from "../take-home.ts";
import type { Touch } from "../touch.ts";

/** What people take home, and what became of what they took home last time. */
export type TakeHomeFact = Extract<Fact, { type: `takeHome.${string}` | `lastTime.${string}` }>;

/** Whether a fact is about what people take home. */
export function isTakeHomeFact(fact: Fact): fact is TakeHomeFact {
  return fact.type.startsWith("takeHome.") || fact.type.startsWith("lastTime.");
}

/** Folds a fact about what people take home into the state. Who did it is told of their own part anyhow. */
export function evolveTakeHome(state: MeetupState, fact: TakeHomeFact, by: string, touched: Set<Touch>): void {
  switch (fact.type) {
    case "takeHome.set": {
      const { number, text } = fact;
      const things = (state.takeHome.get(by) ?? NO_THINGS).with(number - 1, text === null ? null : thingOf(text));
      putThings(state, by, things);
      noteTakeHome(state, by, touched);
      return;
    }
    case "lastTime.told": {
      const { text, became } = fact;
      const thing = thingOf(text);
      const others = (state.told.get(by) ?? []).filter(({ key }) => key !== thing.key);
      putTold(state, by, became === null ? others : [...others, { ...thing, became }]);
      noteTold(state, by, touched);
      return;
    }
    default:
      assertNever(fact);
  }
}

/** Somebody counts otherwise now: was removed, is back, or is somebody else as well. */
export function noteOwnWords(state: MeetupState, personId: string, touched: Set<Touch>): void {
  noteTakeHome(state, personId, touched);
  noteTold(state, personId, touched);
}

/** Nothing of what somebody takes home, or has told, is there any more. */
export function forgetOwnWords({ takeHome, told }: MeetupState, personId: string): void {
  takeHome.delete(personId);
  told.delete(personId);
}

/** Two are one. What `into` has stands; what else `from` has takes the places that are free, as far as there are any. */
export function joinOwnWords(state: MeetupState, from: string, into: string): void {
  const [mine, theirs] = [state.takeHome.get(into) ?? NO_THINGS, state.takeHome.get(from) ?? NO_THINGS];
  const others = theirs.filter((each) => each !== null && !mine.some((one) => one?.key === each.key));
  putThings(
    state,
    into,
    mine.map((each) => each ?? others.shift() ?? null),
  );
  const told = state.told.get(into) ?? [];
  const isOther = ({ key }: ToldThing) => !told.some((each) => each.key === key);
  putTold(state, into, [...(state.told.get(from) ?? []).filter(isOther), ...told]);
  forgetOwnWords(state, from);
  countNamed(state.named, from, NO_THINGS);
  countTold(state.toldCounts, from, []);
  renameInSteps(state.takenHome, from, into);
  renameInSteps(state.lastTime, from, into);
}

/** The meetup before is another one: what people have said was about things that they took home elsewhere. */
export function forgetLastTime(state: MeetupState, touched: Set<Touch>): void {
  state.told = new Map();
  state.toldCounts = nothingCounted();
  state.lastTime = firstStep(NOTHING_TOLD);
  touched.add("lastTime").add("mine");
}

function putThings({ takeHome }: MeetupState, personId: string, things: (Thing | null)[]): void {
  if (things.some((each) => each !== null)) takeHome.set(personId, things);
  else takeHome.delete(personId);
}

/** As many as one can have taken home: those that were told last. */
function putTold({ told }: MeetupState, personId: string, things: ToldThing[]): void {
  if (things.length > 0) told.set(personId, things.slice(-LIMITS.takeHomeThings));
  else told.delete(personId);
}

function noteTakeHome(
  { takeHome, named, takenHome, removed }: MeetupState,
  personId: string,
  touched: Set<Touch>,
): void {
  countNamed(named, personId, (removed.has(personId) ? undefined : takeHome.get(personId)) ?? NO_THINGS);
  const countsAs = (id: string) => keysOf(named.of.get(id));
  if (!isNextStep(takenHome, personId, countsAs(personId))) return;
  nextStep(takenHome, commonThings(named), countsAs);
  touched.add("takenHome");
}

function noteTold({ told, toldCounts, lastTime, removed }: MeetupState, personId: string, touched: Set<Touch>): void {
  countTold(toldCounts, personId, (removed.has(personId) ? undefined : told.get(personId)) ?? []);
  const countsAs = (id: string) => endsOf(toldCounts.of.get(id));
  if (!isNextStep(lastTime, personId, countsAs(personId))) return;
  nextStep(lastTime, whatBecame(toldCounts), countsAs);
  touched.add("lastTime");
}

/** What somebody counts as who names these. */
function keysOf(things: readonly Thing[] | undefined): string | undefined {
  return things
    ?.map(({ key }) => key)
    .toSorted()
    .join("\n");
}

/** What somebody counts as who has told this. */
function endsOf(told: readonly ToldThing[] | undefined): string | undefined {
  return told
    ?.map(({ became }) => became)
    .toSorted()
    .join(" ");
}
