import * as Y from "yjs";
import { LIMITS } from "../limits.ts";
import { stableKey } from "../exports/stable-ids.ts";
import { actionsIn, type ActionState } from "./actions.ts";
import { PAD_TEXT } from "./pad-document.ts";

/** No name is longer, however its letters are counted. */
const LONGEST_NAME = 4 * LIMITS.personName.max;

/** An action as it is listed: with an id that stays while the line is edited, ticked or moved by what is above it. */
export interface ListedAction {
  /** The line's own name (`^name`) where it has one; else it is the mark's place in the pad's document, which no edit beside it changes. */
  id: string;
  text: string;
  /** Whom the line names first with `@`. */
  owner: string | null;
  /** The first day that the line names. */
  due: string | null;
  state: ActionState;
  padId: string;
  line: number;
}

/**
 * The actions in a pad. `names` are those that people here are called by, to tell where one with a space ends; `whole` is
 * its text, which takes a while to put together when it is long, from who has it already.
 */
export function listActions(
  doc: Y.Doc,
  padId: string,
  names: readonly string[],
  whole = doc.getText(PAD_TEXT).toJSON(),
): ListedAction[] {
  const text = doc.getText(PAD_TEXT);
  const actions = actionsIn(whole);
  const places = placesIn(
    text,
    actions.map(({ at }) => at),
  );
  return actions.map(({ text: words, state, line, name }, index) => ({
    id: name ?? stableKey(`${padId} ${places[index]}`),
    text: words,
    owner: ownerIn(words, names),
    due: dayIn(words),
    state,
    padId,
    line,
  }));
}

/** Where the characters at these offsets, in ascending order, are in the document: by client and clock. */
function placesIn(text: Y.Text, offsets: readonly number[]): string[] {
  const places: string[] = [];
  let passed = 0;
  for (let item = text._start; item !== null && places.length < offsets.length; item = item.right) {
    if (item.deleted || !item.countable) continue;
    for (let at = offsets[places.length]; at !== undefined && at < passed + item.length; at = offsets[places.length])
      places.push(`${item.id.client} ${item.id.clock + at - passed}`);
    passed += item.length;
  }
  return places;
}

function ownerIn(words: string, names: readonly string[]): string | null {
  const at = /(?:^|[\s(,])@(?=\S)/u.exec(words);
  if (!at) return null;
  const rest = words.slice(at.index + at[0].length);
  const begun = rest.slice(0, LONGEST_NAME).toLowerCase();
  const known = names
    .filter((name) => begun.startsWith(name.toLowerCase()) && !/^[\p{L}\p{N}]/u.test(rest.slice(name.length)))
    .toSorted((a, b) => b.length - a.length)[0];
  return known ?? /^[\p{L}\p{N}](?:[\p{L}\p{N}._-]*[\p{L}\p{N}])?/u.exec(rest)?.[0] ?? null;
}

function dayIn(words: string): string | null {
  for (const [day] of words.matchAll(/(?<![\p{L}\p{N}-])\d{4}-\d{2}-\d{2}(?![\p{N}-])/gu)) if (isDay(day)) return day;
  return null;
}

function isDay(day: string): boolean {
  const at = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day);
}
