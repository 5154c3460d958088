import { colorIndexOf, PERSON_COLORS } from "../../shared/person-look.ts";

/** Someone, the colour they chose, and the one that their page says they have in this pad, each 1 to 12. */
export interface Colored {
  id: string;
  own: number;
  worn?: number | undefined;
}

const COLORS = Array.from(PERSON_COLORS, (_, at) => at + 1);
/** The last of the colours is a grey; the others go round in hue. */
const GREY = COLORS.length;
const HUES = GREY - 1;
/** How far the grey is from each hue, in steps between hues. */
const GREY_STEPS = 3;

/**
 * Who has which colour in one pad: their own, unless somebody else has that there. Each page chooses for its own person,
 * once it knows who is there, and says so: all pages show the same then.
 *
 * 1. Whoever has a colour keeps it while the page is open, gone or not: nothing that one reads changes colour.
 * 2. Those who are there have different ones while there are as many; of two whose pages chose the same at once, one
 *    shows another until their page has chosen anew.
 */
export class PadColors {
  readonly #given = new Map<string, number>();
  #present: ReadonlySet<string> = new Set();

  /** The colour of somebody, who is given one now if they have none. Who isn't known yet, or any more, has theirs by id. */
  colorOf(id: string, own: number | undefined): number {
    const given = this.#given.get(id);
    if (given !== undefined) return given;
    if (own === undefined) return colorIndexOf(id) + 1;
    const color = this.choiceFor(id, own);
    this.#given.set(id, color);
    return color;
  }

  /** Gives colours to some at once, the first to come first: those who can have their own leave the others what is left. */
  give(people: readonly Colored[]): void {
    const isLeft = ({ own }: Colored) => !this.#colorsOf(() => true).has(own);
    for (const person of people) if (!this.#given.has(person.id) && isLeft(person)) this.colorOf(person.id, person.own);
    for (const { id, own } of people) this.colorOf(id, own);
  }

  /** These are there now. True: somebody has another colour than before. */
  meet(people: readonly Colored[]): boolean {
    const before = new Map(this.#given);
    const wereThere = this.#present;
    const stays = ({ id }: Colored) => wereThere.has(id);
    const inOrder = people.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    const isMissing = this.#take(inOrder.filter(({ worn }) => worn !== undefined));
    this.#present = new Set(people.map(({ id }) => id));
    const others = inOrder.filter(({ worn, id }) => worn === undefined || isMissing.has(id));
    const taken = new Set(inOrder.filter((each) => !others.includes(each)).map(({ worn }) => worn!));
    this.give(others);
    const makeWay = (all: readonly Colored[]) => {
      for (const { id } of all) {
        if (!taken.has(this.#given.get(id)!)) continue;
        const there = new Set([...taken, ...this.#colorsOf((other) => other !== id && this.#present.has(other))]);
        if (there.size < COLORS.length) this.#given.set(id, furthest(there));
      }
    };
    // Who was there makes way for what pages say only, who comes in for all who were.
    makeWay(others.filter(stays));
    for (const { id } of others.filter(stays)) taken.add(this.#given.get(id)!);
    for (const each of others.filter((other) => !stays(other))) {
      makeWay([each]);
      taken.add(this.#given.get(each.id)!);
    }
    return [...before].some(([id, color]) => this.#given.get(id) !== color);
  }

  /** What somebody should have beside all who have one. */
  choiceFor(id: string, own: number): number {
    const taken = this.#colorsOf((other) => other !== id);
    if (!taken.has(own)) return own;
    if (taken.size < COLORS.length) return furthest(taken);
    const there = this.#colorsOf((other) => other !== id && this.#present.has(other));
    return there.has(own) && there.size < COLORS.length ? furthest(there) : own;
  }

  /** What pages say of their own people, who then have it; returns those who said what another has said before them. */
  #take(people: readonly Colored[]): Set<string> {
    const taken = new Set<number>();
    const missing = new Set<string>();
    for (const { id, worn } of people) {
      if (taken.has(worn!)) missing.add(id);
      else this.#given.set(id, worn!);
      taken.add(worn!);
    }
    return missing;
  }

  #colorsOf(isMeant: (id: string) => boolean): Set<number> {
    return new Set([...this.#given].filter(([id]) => isMeant(id)).map(([, color]) => color));
  }
}

/** Of the colours that are left the one that is least like those taken. */
function furthest(taken: ReadonlySet<number>): number {
  const left = COLORS.filter((color) => !taken.has(color));
  const apart = (color: number) => Math.min(...[...taken].map((other) => steps(color, other)));
  return left.reduce((best, color) => (apart(color) > apart(best) ? color : best));
}

function steps(a: number, b: number): number {
  if (a === GREY || b === GREY) return GREY_STEPS;
  const around = Math.abs(a - b);
  return Math.min(around, HUES - around);
}
