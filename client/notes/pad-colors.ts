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
 * 2. What a page says of its person is shown as it is: everywhere the same, also where others have it.
 * 3. Those who are there have different ones while there are as many; of two whose pages chose the same at once, the
 *    later by id chooses anew.
 * 4. With more than there are colours some have the same, and nobody chooses anew, then or when others have left.
 */
export class PadColors {
  readonly #given = new Map<string, number>();
  #present: ReadonlyMap<string, Colored> = new Map();
  #wasCrowded = false;

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
    const taken = this.#colorsOf(() => true);
    for (const { id, own } of people) {
      if (this.#given.has(id) || taken.has(own)) continue;
      this.#given.set(id, own);
      taken.add(own);
    }
    for (const { id, own } of people) this.colorOf(id, own);
  }

  /** These are there now. True: somebody has another colour than before. */
  meet(people: readonly Colored[]): boolean {
    const before = new Map(this.#given);
    const wereThere = this.#present;
    this.#present = new Map(people.map((person) => [person.id, person]));
    for (const { id, worn } of people) if (worn !== undefined) this.#given.set(id, worn);
    const others = people.filter(({ worn }) => worn === undefined).toSorted((a, b) => (a.id < b.id ? -1 : 1));
    this.give(others);
    if (people.length > COLORS.length) this.#wasCrowded = true;
    else this.#makeWay(others, wereThere);
    return [...before].some(([id, color]) => this.#given.get(id) !== color);
  }

  /** The colour that somebody's own page should say that they have here; undefined: what it has said, or who isn't here. */
  wishFor(id: string): number | undefined {
    const me = this.#present.get(id);
    if (!me) return undefined;
    if (me.worn !== undefined && (this.#wasCrowded || !this.#isTaken(me))) return undefined;
    const color = this.choiceFor(id, me.own);
    return color === me.worn ? undefined : color;
  }

  /** What somebody should have beside all who have one. */
  choiceFor(id: string, own: number): number {
    const taken = this.#colorsOf((other) => other !== id);
    if (!taken.has(own)) return own;
    if (taken.size < COLORS.length) return furthest(taken);
    const there = this.#colorsOf((other) => other !== id && this.#present.has(other));
    return there.has(own) && there.size < COLORS.length ? furthest(there) : own;
  }

  /** Who was there makes way for what pages say only, who comes in for all who were. */
  #makeWay(others: readonly Colored[], wereThere: ReadonlyMap<string, unknown>): void {
    const taken = new Set([...this.#present.values()].flatMap(({ worn }) => worn ?? []));
    const move = ({ id }: Colored) => {
      if (!taken.has(this.#given.get(id)!)) return;
      const there = new Set([...taken, ...this.#colorsOf((other) => other !== id && this.#present.has(other))]);
      if (there.size < COLORS.length) this.#given.set(id, furthest(there));
    };
    const stay = others.filter(({ id }) => wereThere.has(id));
    for (const each of stay) move(each);
    for (const { id } of stay) taken.add(this.#given.get(id)!);
    for (const each of others) {
      if (wereThere.has(each.id)) continue;
      move(each);
      taken.add(this.#given.get(each.id)!);
    }
  }

  /** Whether somebody before them says the same colour of themselves. */
  #isTaken({ id, worn }: Colored): boolean {
    for (const other of this.#present.values()) if (other.worn === worn && other.id < id) return true;
    return false;
  }

  #colorsOf(isMeant: (id: string) => boolean): Set<number> {
    const colors = new Set<number>();
    for (const [id, color] of this.#given) if (!colors.has(color) && isMeant(id)) colors.add(color);
    return colors;
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
