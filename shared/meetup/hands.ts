import { FEWEST } from "./fewest.ts";
import { smallCellsFolded, type Profile } from "./lens.ts";

/** A show of hands as the state holds it: who answered what never leaves the server. */
export interface Hands {
  id: string;
  sessionId: string;
  question: string;
  answers: string[];
  /** By person, which of the answers; each has one. */
  given: Map<string, number>;
  /** Null while it is open. */
  result: HandsResult | null;
}

/** What came of it, worked out once, when it ended: later profiles and answers change nothing. */
export interface HandsResult {
  /** How many people had answered. */
  answered: number;
  /** How many gave each answer. */
  totals: number[];
  /** Each answer's people by the size of their team; null when fewer than three people answered. */
  bySize: HandsBySize[] | null;
}

/** How many of those who gave one answer work in teams of which size; a count that could single someone out is in `unknown`. */
export type HandsBySize = Record<TeamSize, number | null> & { unknown: number };

/** How many people run someone's cloud, as their profile says it. */
export type TeamSize = NonNullable<Profile["people"]>;

export const TEAM_SIZES = ["1-4", "5-15", "over-15"] as const satisfies readonly TeamSize[];

/** A show of hands as everybody sees it: no count of any answer before it has ended. */
export interface HandsView {
  id: string;
  sessionId: string;
  question: string;
  answers: string[];
  state: "open" | "ended";
  /** How many people have answered. */
  answered: number;
  totals: number[] | null;
  bySize: HandsBySize[] | null;
}

/** Answers that count: not those of people who were removed, as long as they are. */
export function countedAnswers({ given }: Hands, removed: ReadonlyMap<string, unknown>): Map<string, number> {
  return new Map([...given].filter(([personId]) => !removed.has(personId)));
}

/** What everybody may see of a show of hands. */
export function handsViewOf(hands: Hands, removed: ReadonlyMap<string, unknown>): HandsView {
  const { id, sessionId, question, answers, result } = hands;
  return {
    id,
    sessionId,
    question,
    answers,
    state: result ? "ended" : "open",
    answered: result?.answered ?? countedAnswers(hands, removed).size,
    totals: result?.totals ?? null,
    bySize: result?.bySize ?? null,
  };
}

/** Counts the hands, as few cells as single nobody out: the rule of the lens, for each answer. */
export function countHands(
  { answers, given }: Pick<Hands, "answers" | "given">,
  profileOf: (personId: string) => Profile | undefined,
): HandsResult {
  const all = [...given];
  const sizesOf = (answer: number) =>
    all.filter(([, each]) => each === answer).map(([personId]) => profileOf(personId)?.people);
  return {
    answered: given.size,
    totals: answers.map((_, answer) => sizesOf(answer).length),
    bySize: given.size < FEWEST ? null : answers.map((_, answer) => smallCellsFolded(TEAM_SIZES, sizesOf(answer))),
  };
}
