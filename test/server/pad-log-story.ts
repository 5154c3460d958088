/** A pad's log as several people would write it, without sockets: every edit an entry, or several in one. */
import fc from "fast-check";
import * as Y from "yjs";
import { encodePadEntry } from "../../server/notes/text/pad-entry.ts";
import { seedEntry } from "../../server/notes/text/pad-seed.ts";

/** What one of three people does, and how much later than what came before. Every now and then they hear from the others. */
export const editing = fc.array(
  fc.record({
    who: fc.nat(2),
    what: fc.oneof(
      {
        weight: 5,
        arbitrary: fc.record({ type: fc.string({ minLength: 1, maxLength: 6, unit: "grapheme" }), at: fc.nat() }),
      },
      { weight: 3, arbitrary: fc.record({ remove: fc.integer({ min: 1, max: 12 }), at: fc.nat() }) },
      { weight: 1, arbitrary: fc.constant("undo" as const) },
    ),
    hears: fc.boolean(),
    later: fc.oneof(fc.nat(800), fc.nat(12_000)),
    joined: fc.boolean(),
  }),
  { maxLength: 60 },
);
export type Editing = typeof editing extends fc.Arbitrary<infer E> ? E : never;

export const PEOPLE = ["ana", "bo", "cy"];

/** The log of a pad that was edited so. */
export function logOf(steps: Editing, seed = "# Notes\n"): Uint8Array[] {
  const writers = PEOPLE.map((id, index) => new Writer(id, 1_000_000_007 * (index + 1)));
  const start = 1_700_000_000_000;
  const entries = [seedEntry(seed, start)];
  const shared = new Y.Doc();
  applyEntryTo(shared, seed);
  let at = start;
  const authors: string[] = [];
  let pending: { author: number; update: Uint8Array }[] = [];
  let newAuthors: string[] = [];
  for (const writer of writers) Y.applyUpdate(writer.doc, Y.encodeStateAsUpdate(shared), "others");
  for (const { who, what, hears, later, joined } of steps) {
    const writer = writers[who % 3]!;
    if (hears) Y.applyUpdate(writer.doc, Y.encodeStateAsUpdate(shared), "others");
    for (const update of writer.does(what)) {
      Y.applyUpdate(shared, update);
      if (!authors.includes(writer.id)) {
        authors.push(writer.id);
        newAuthors.push(writer.id);
      }
      pending.push({ author: authors.indexOf(writer.id) + 1, update });
    }
    if (joined || pending.length === 0) continue;
    at += later;
    entries.push(encodePadEntry({ at, newAuthors, updates: pending }));
    [pending, newAuthors] = [[], []];
  }
  if (pending.length > 0) entries.push(encodePadEntry({ at: at + 1, newAuthors, updates: pending }));
  return entries;
}

/** Every character that ever was, in order: whose, at which clock, what, and whether it is deleted. */
export function charactersOf(doc: Y.Doc): [number, number, string, boolean][] {
  const all: [number, number, string, boolean][] = [];
  for (let item = doc.getText("markdown")._start; item !== null; item = item.right) {
    const { id, length, deleted, content } = item;
    const text = content instanceof Y.ContentString ? content.str : "";
    for (let at = 0; at < length; at += 1) all.push([id.client, id.clock + at, text.charAt(at), deleted]);
  }
  return all;
}

function applyEntryTo(doc: Y.Doc, seed: string): void {
  const made = new Y.Doc();
  made.clientID = 1;
  made.getText("markdown").insert(0, seed);
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(made));
}

/** As editors do: never between the two halves of a character. */
export function wholeCharacters(text: string, at: number): number {
  return text.slice(0, at).isWellFormed() ? at : at - 1;
}

class Writer {
  readonly id: string;
  readonly doc = new Y.Doc();
  readonly #text = this.doc.getText("markdown");
  readonly #undo = new Y.UndoManager(this.#text, { captureTimeout: 0 });
  #updates: Uint8Array[] = [];

  constructor(id: string, client: number) {
    this.id = id;
    this.doc.clientID = client;
    this.doc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin !== "others") this.#updates.push(update);
    });
  }

  does(what: Editing[number]["what"]): Uint8Array[] {
    const text = this.#text.toJSON();
    this.#updates = [];
    if (what === "undo") this.#undo.undo();
    else {
      const at = wholeCharacters(text, what.at % (text.length + 1));
      if ("type" in what) this.#text.insert(at, what.type);
      else this.#text.delete(at, wholeCharacters(text, Math.min(at + what.remove, text.length)) - at);
    }
    return this.#updates;
  }
}
