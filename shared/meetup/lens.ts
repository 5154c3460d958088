import { FEWEST } from "./fewest.ts";
import { firstStep, isNextStep, type InSteps } from "./in-steps.ts";
import type { Voters } from "./united-voters.ts";

/**
 * The lens of scale and maturity: what kind of operation the people behind the votes run, without
 * saying who. Operators differ not by their number of nodes but by how many people run the cloud,
 * what they offer, how mature their processes are and how much is automated.
 *
 * - Scale is people: a team of three lives another life than one of thirty, whatever it runs. Six
 *   or more kinds of service count one step more, since breadth costs people's attention as well.
 * - Maturity is the median of three habits (how changes are deployed, how much is automated, what
 *   becomes of a bug), the lower of two, so that one proud answer doesn't lift the rest.
 */
export interface Profile {
  /** How many people run the cloud. */
  people?: "1-4" | "5-15" | "over-15" | undefined;
  services?: Service[] | undefined;
  deployment?: "by-hand" | "scripted" | "automated" | "continuous" | undefined;
  automation?: "little" | "some" | "most" | undefined;
  /** What happens when they hit a bug. */
  fixes?: "file" | "some" | "patches" | "upstream" | undefined;
}

export const SERVICES = [
  "compute",
  "storage",
  "network",
  "dns",
  "load-balancing",
  "firewall",
  "database",
  "containers",
  "other",
] as const;
export type Service = (typeof SERVICES)[number];

export type Scale = "small" | "medium" | "large";
export type Maturity = "starting" | "growing" | "established";

/** Counts of voters; a cell that could single someone out is null, and its people are in `unknown`. */
export interface LensView {
  scale: Record<Scale, number | null> & { unknown: number };
  maturity: Record<Maturity, number | null> & { unknown: number };
}

const SCALES = ["small", "medium", "large"] as const;
const MATURITIES = ["starting", "growing", "established"] as const;
const PEOPLE_STEP = { "1-4": 0, "5-15": 1, "over-15": 2 } as const;
const DEPLOYMENT_STEP = { "by-hand": 0, scripted: 1, automated: 2, continuous: 2 } as const;
const AUTOMATION_STEP = { little: 0, some: 1, most: 2 } as const;
const FIXES_STEP = { file: 0, some: 0, patches: 1, upstream: 2 } as const;
const MANY_SERVICES = 6;

/** The scale that the answers speak of; undefined without the number of people. */
export function scaleOf({ people, services = [] }: Profile): Scale | undefined {
  if (people === undefined) return undefined;
  const step = PEOPLE_STEP[people] + (services.length >= MANY_SERVICES ? 1 : 0);
  return SCALES[Math.min(2, step)];
}

/** The maturity that the answers speak of: their median, the lower of two; undefined without any. */
export function maturityOf({ deployment, automation, fixes }: Profile): Maturity | undefined {
  const steps = [
    ...(deployment === undefined ? [] : [DEPLOYMENT_STEP[deployment]]),
    ...(automation === undefined ? [] : [AUTOMATION_STEP[automation]]),
    ...(fixes === undefined ? [] : [FIXES_STEP[fixes]]),
  ].toSorted((a, b) => a - b);
  const median = steps[Math.floor((steps.length - 1) / 2)];
  return median === undefined ? undefined : MATURITIES[median];
}

/** What the lens says of these people, each given by what they count as; null for fewer than three. */
function lensOfKinds(kinds: readonly string[]): LensView | null {
  if (kinds.length < FEWEST) return null;
  const [scale, maturity] = [new Map<string, number>(), new Map<string, number>()];
  const add = (counts: Map<string, number>, answer: string, count: number) =>
    counts.set(answer, (counts.get(answer) ?? 0) + count);
  // Few kinds, many people: each kind is taken apart once.
  const people = new Map<string, number>();
  for (const kind of kinds) add(people, kind, 1);
  for (const [kind, count] of people) {
    const [scaleOfKind = "", maturityOfKind = ""] = kind.split(" ");
    add(scale, scaleOfKind, count);
    add(maturity, maturityOfKind, count);
  }
  return { scale: foldSmall(SCALES, scale), maturity: foldSmall(MATURITIES, maturity) };
}

/**
 * Counts each kind. A count under three is withheld and its people join the unknown; when those
 * would then be one or two, the next smallest cell joins them too, so that nobody is found by
 * subtraction.
 */
export function smallCellsFolded<T extends string>(
  kinds: readonly T[],
  answers: readonly (T | undefined)[],
): Record<T, number | null> & { unknown: number } {
  const counts = new Map<string, number>();
  for (const answer of answers) counts.set(answer ?? NOT_SAID, (counts.get(answer ?? NOT_SAID) ?? 0) + 1);
  return foldSmall(kinds, counts);
}

function foldSmall<T extends string>(
  kinds: readonly T[],
  answers: ReadonlyMap<string, number>,
): Record<T, number | null> & { unknown: number } {
  let unknown = answers.get(NOT_SAID) ?? 0;
  const counts = new Map<T, number | null>();
  for (const kind of kinds) {
    const count = answers.get(kind) ?? 0;
    counts.set(kind, count < FEWEST ? null : count);
    if (count < FEWEST) unknown += count;
  }
  if (unknown > 0 && unknown < FEWEST) {
    const [smallest] = [...counts]
      .flatMap(([kind, count]) => (count === null ? [] : [{ kind, count }]))
      .toSorted((a, b) => a.count - b.count);
    if (smallest) {
      counts.set(smallest.kind, null);
      unknown += smallest.count;
    }
  }
  return { ...(Object.fromEntries(counts) as Record<T, number | null>), unknown };
}

/** A topic's lens as it was last released; each voter counts as what `kindOf` says. */
export type LensState = InSteps<LensView | null>;

/** A lens nobody has voted under. */
export function emptyLens(): LensState {
  return firstStep(null);
}

/**
 * Notes that these people's votes or profiles may have changed, and releases new counts once three
 * or more differ from the last release: a single change never shows, and taking a vote back undoes
 * its part. Returns whether it released.
 */
export function noteInLens(
  lens: LensState,
  people: Iterable<string>,
  voters: Voters,
  profileOf: (personId: string) => Profile | undefined,
): boolean {
  let isNext = false;
  for (const personId of people)
    isNext = isNextStep(lens, personId, voters.has(personId) ? kindOf(profileOf(personId)) : undefined);
  if (!isNext) return false;
  releaseLens(lens, voters, profileOf);
  return true;
}

/** Releases the counts as they are. */
export function releaseLens(
  lens: LensState,
  voters: Voters,
  profileOf: (personId: string) => Profile | undefined,
): void {
  lens.counted = new Map([...voters].map((id) => [id, kindOf(profileOf(id))]));
  lens.shown = lensOfKinds([...lens.counted.values()]);
  lens.differing = new Set();
}

/** Answers are replaced, never changed, and looked at again with every release. */
const kinds = new WeakMap<Profile, string>();
const NOT_SAID = "";
const SILENT = `${NOT_SAID} ${NOT_SAID}`;

/** What someone counts as: their scale and maturity. */
export function kindOf(profile: Profile | undefined): string {
  if (!profile) return SILENT;
  let kind = kinds.get(profile);
  if (kind === undefined) {
    kind = `${scaleOf(profile) ?? NOT_SAID} ${maturityOf(profile) ?? NOT_SAID}`;
    kinds.set(profile, kind);
  }
  return kind;
}
