import type { Person } from "../../shared/person.ts";
import { initialsOf, PERSON_COLORS } from "../../shared/person-look.ts";

/** Someone who has a pad open, once however many tabs they have. */
export interface PadPerson {
  /** The person's id as the server says it; their connection's number where it says none. */
  key: string;
  name: string;
  initials: string;
  /** 1 to 12: which of the design's participant colours. */
  color: number;
  /** Which of them their page says they have in this pad; undefined until it does. */
  worn?: number;
}

/** What a connection says of itself; null for one without a name, which says nothing. */
export function awarenessState(person: Person | null): { user: { id: string; name: string; color: string } } | null {
  return person && { user: { id: person.id, name: person.name, color: person.color } };
}

/** Who is in a pad, in order of name, from what the connections say of themselves; never trusts its shape. */
export function padPeople(states: ReadonlyMap<number, Record<string, unknown>>): PadPerson[] {
  const people = new Map<string, PadPerson>();
  for (const [client, state] of states) {
    const person = padPerson(client, state);
    if (!person) continue;
    const known = people.get(person.key);
    // One of their tabs may have chosen for all.
    if (!known || (known.worn === undefined && person.worn !== undefined)) people.set(person.key, person);
  }
  return [...people.values()].toSorted((a, b) => a.name.localeCompare(b.name) || (a.key < b.key ? -1 : 1));
}

/** The person behind one connection, or undefined for readers without a name. */
export function padPerson(client: number, state: Record<string, unknown> | undefined): PadPerson | undefined {
  const user = state?.["user"];
  if (typeof user !== "object" || user === null) return undefined;
  const { id, name, color } = user as Record<string, unknown>;
  if (typeof name !== "string" || name.trim() === "") return undefined;
  const key = typeof id === "string" ? id : `connection ${client}`;
  const worn = state?.["color"];
  const isWorn = Number.isInteger(worn) && Number(worn) >= 1 && Number(worn) <= PERSON_COLORS.length;
  return {
    key,
    name,
    initials: initialsOf(name),
    color: paletteNumber(color),
    ...(isWorn && { worn: Number(worn) }),
  };
}

/** Which of the 12 colours a hex colour is, 1 to 12; slate for any other. */
export function paletteNumber(color: unknown): number {
  const at = PERSON_COLORS.findIndex((each) => each === color);
  return at < 0 ? PERSON_COLORS.length : at + 1;
}
