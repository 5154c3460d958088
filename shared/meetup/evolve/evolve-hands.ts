import { assertNever } from "../../assert-never.ts";
import type { Fact } from "../entries.ts";
import { countedAnswers, countHands } from "../hands.ts";
import { remember } from "./made.ts";
import { loggedHands } from "./logged-things.ts";
import type { MeetupState } from "../meetup-state.ts";
import type { Touch } from "../touch.ts";

/** What happens to shows of hands. */
export type HandsFact = Extract<Fact, { type: `hands.${string}` }>;

/** Whether a fact is about a show of hands. */
export function isHandsFact(fact: Fact): fact is HandsFact {
  return fact.type.startsWith("hands.");
}

/** Folds a fact about a show of hands into the state. */
export function evolveHands(state: MeetupState, fact: HandsFact, by: string, touched: Set<Touch>): void {
  switch (fact.type) {
    case "hands.asked":
      state.hands.set(fact.hands.id, { ...fact.hands, given: new Map(), result: null });
      remember(state, by, { type: "hands.ask", ...fact.hands });
      touched.add(`hands:${fact.hands.id}`);
      return;
    case "hands.answered": {
      const { given } = loggedHands(state, fact.handsId);
      // Another answer by the same person changes nothing that anybody else may see.
      if (!given.has(by)) touched.add(`hands:${fact.handsId}`);
      given.set(by, fact.answer);
      return;
    }
    case "hands.ended": {
      const hands = loggedHands(state, fact.handsId);
      const { answers } = hands;
      const given = countedAnswers(hands, state.removed);
      hands.result = countHands({ answers, given }, (id) => state.profiles.get(id));
      touched.add(`hands:${fact.handsId}`);
      return;
    }
    default:
      assertNever(fact);
  }
}

/** Someone was removed, or is back: their answers to what is open count no more, or again. */
export function touchAnswers(state: MeetupState, personId: string, touched: Set<Touch>): void {
  for (const { id, given, result } of state.hands.values())
    if (result === null && given.has(personId)) touched.add(`hands:${id}`);
}

/** A cancelled session's open question goes with it, uncounted. */
export function dropOpenHands(state: MeetupState, sessionId: string, touched: Set<Touch>): void {
  for (const hands of state.hands.values())
    if (hands.sessionId === sessionId && hands.result === null) {
      state.hands.delete(hands.id);
      touched.add(`hands:${hands.id}`);
    }
}
