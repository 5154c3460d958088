import { colorIndexOf, PERSON_COLORS } from "../../shared/person-look.ts";

/** Someone and the colour they chose, 1 to 12. */
export interface Colored {
  id: string;
  own: number;
}

const COLORS = Array.from(PERSON_COLORS, (_, at) => at + 1);
/** The last of the colours is a grey; the others go round in hue. */
const GREY = COLORS.length;
const HUES = GREY - 1;
/** How far the grey is from each hue, in steps between hues. */
const GREY_STEPS = 3;

/**
 * Who has which colour in one pad, as this page shows it: their own, unless somebody else here has that.
 *
 * 1. Whoever has been given a colour keeps it while the page is open, gone or not: nothing that one reads changes colour.
 * 2. Only who comes in with the colour of somebody who is there is given another, while there is one left: after twelve
 *    have been seen, that is one of somebody who isn't there.
 */
export class PadColors {
  readonly #given = new Map<string, { own: number; color: number }>();
  #present: ReadonlySet<string> = new Set();

  /** The colour of somebody, who is given one now if they have none. Who isn't known yet, or any more, has theirs by id. */
  colorOf(id: string, own: number | undefined): number {
    const given = this.#given.get(id);
    if (own === undefined) return given?.color ?? colorIndexOf(id) + 1;
    if (given?.own === own) return given.color;
    const taken = this.#takenBy((other) => other !== id);
    // Who chooses another colour has it at once, if it is left.
    const color = taken.has(own) ? (given?.color ?? this.#choose(own, taken)) : own;
    this.#given.set(id, { own, color });
    return color;
  }

  /** Gives colours to some at once, the first to come first: those who can have their own leave the others what is left. */
  give(people: readonly Colored[]): void {
    const isLeft = ({ own }: Colored) => !this.#takenBy(() => true).has(own);
    for (const person of people) if (!this.#given.has(person.id) && isLeft(person)) this.colorOf(person.id, person.own);
    for (const { id, own } of people) this.colorOf(id, own);
  }

  /** These are there now. True: somebody has another colour than before. */
  meet(people: readonly Colored[]): boolean {
    const before = this.#present;
    this.#present = new Set(people.map(({ id }) => id));
    this.give(people);
    const isNew = ({ id }: Colored) => !before.has(id);
    const there = () => this.#takenBy((id) => this.#present.has(id));
    const taken = this.#takenBy((id) => before.has(id) && this.#present.has(id));
    let hasChanged = false;
    for (const { id, own } of people.filter(isNew)) {
      const { color } = this.#given.get(id)!;
      const isLeft = there().size < COLORS.length;
      if (taken.has(color) && isLeft) {
        this.#given.set(id, { own, color: furthest(there()) });
        hasChanged = true;
      }
      taken.add(this.#given.get(id)!.color);
    }
    return hasChanged;
  }

  #takenBy(isMeant: (id: string) => boolean): Set<number> {
    return new Set([...this.#given].filter(([id]) => isMeant(id)).map(([, { color }]) => color));
  }

  /** Another colour for somebody whose own is taken. */
  #choose(own: number, taken: ReadonlySet<number>): number {
    if (taken.size < COLORS.length) return furthest(taken);
    const there = this.#takenBy((id) => this.#present.has(id));
    return there.has(own) && there.size < COLORS.length ? furthest(there) : own;
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
