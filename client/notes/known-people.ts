import type { MeetupView } from "../../shared/meetup/view.ts";
import { namesIn } from "../../shared/meetup/names-in.ts";
import { initialsOf } from "../../shared/person-look.ts";
import { paletteNumber, type PadPerson } from "./pad-people.ts";

/** Somebody who can be named in notes, so that actions know whom. */
export interface KnownPerson {
  name: string;
  initials: string;
  /** 1 to 12: which of the design's participant colours. */
  color: number;
  isHere: boolean;
}

/**
 * Everyone whom the meetup's view names, each name once: actions are read with the same names, so whoever only looks on is
 * not among them. Those who have the pad open come first, each in order of name.
 */
export function knownPeople(view: MeetupView | undefined, here: readonly PadPerson[]): KnownPerson[] {
  if (!view) return [];
  const colors = new Map(Object.values(view.people.names).map(({ name, color }) => [name, color]));
  const present = new Map(here.map((person) => [person.name, person]));
  const people = namesIn(view)
    .toSorted((a, b) => a.localeCompare(b))
    .map((name) => ({
      name,
      initials: initialsOf(name),
      color: present.get(name)?.color ?? paletteNumber(colors.get(name)),
      isHere: present.has(name),
    }));
  return people.toSorted((a, b) => Number(b.isHere) - Number(a.isHere));
}
