import type { MeetupView } from "../../shared/meetup/view.ts";
import { namesIn } from "../../shared/meetup/names-in.ts";
import { initialsOf } from "../../shared/person-look.ts";
import { paletteNumber, type PadPerson } from "./pad-people.ts";

/** Somebody who can be named in notes. */
export interface KnownPerson {
  name: string;
  initials: string;
  /** 1 to 12: which of the design's participant colours. */
  color: number;
  isHere: boolean;
}

/**
 * Everyone whom a page knows by name, each name once: who has the pad open, and whom the meetup's view names, which
 * everyone may see. Those who are here come first, the others in order of name.
 */
export function knownPeople(view: MeetupView | undefined, here: readonly PadPerson[]): KnownPerson[] {
  const people = new Map<string, KnownPerson>();
  for (const { name, initials, color } of here)
    if (!people.has(name)) people.set(name, { name, initials, color, isHere: true });
  if (!view) return [...people.values()];
  const colors = new Map(Object.values(view.people.names).map(({ name, color }) => [name, color]));
  for (const name of namesIn(view).toSorted((a, b) => a.localeCompare(b)))
    if (!people.has(name))
      people.set(name, { name, initials: initialsOf(name), color: paletteNumber(colors.get(name)), isHere: false });
  return [...people.values()];
}
