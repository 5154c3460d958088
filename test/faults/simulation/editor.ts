import * as decoding from "lib0/decoding";
import * as Y from "yjs";
import { PAD_MESSAGE, SYNC_MESSAGE } from "../../../shared/notes/pad-frames.ts";
import type { Person } from "../../../shared/person.ts";
import type { Chance } from "../../together/support/seeded-chance.ts";
import { bytesOf, frameOf } from "../support/pad-bytes.ts";
import type { Line } from "./line.ts";

const WORD = /\[[\w-]+:\d+\] /gu;

/** What is known of words, by everybody. */
export interface WordBook {
  typed: Set<string>;
  /** Somebody has taken it out. */
  removed: Set<string>;
  /** A fence has called these saved: words, and removals. */
  savedWords: Set<string>;
  savedRemovals: Set<string>;
}

/** Someone who writes and takes out words, through a provider that does what y-websocket's does, and fences as our page does. */
export class Editor {
  readonly doc = new Y.Doc();
  readonly text = this.doc.getText("markdown");
  readonly person: Person;
  line: Line | undefined;
  readonly #book: WordBook;
  readonly #mine: { words: string[]; removals: string[] } = { words: [], removals: [] };
  readonly #fences = new Map<number, { words: number; removals: number }>();
  /** On this line the server has been given all that was typed without one. */
  #hasToldAll = false;
  #fence = 0;

  constructor(person: Person, clientId: number, book: WordBook) {
    this.person = person;
    this.#book = book;
    this.doc.clientID = clientId;
    this.doc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin !== "server") this.line?.toServer.push(frameOf(PAD_MESSAGE.sync, SYNC_MESSAGE.update, update));
    });
  }

  connects(line: Line): void {
    this.line = line;
    this.#hasToldAll = false;
    this.#fences.clear();
    line.toServer.push(frameOf(PAD_MESSAGE.sync, SYNC_MESSAGE.step1, Y.encodeStateVector(this.doc)));
  }

  /** The line is gone; what was under way may or may not have arrived. */
  disconnects(): void {
    if (this.line) this.line.isCut = true;
    this.line = undefined;
    this.#fences.clear();
  }

  types(chance: Chance): void {
    const word = `[${this.person.name}:${this.#mine.words.length}]`;
    this.#mine.words.push(word);
    this.#book.typed.add(word);
    const places = [this.text.length, ...[...this.text.toString().matchAll(WORD)].map(({ index }) => index)];
    this.text.insert(chance.oneOf(places)!, `${word} `);
  }

  removes(chance: Chance): void {
    const found = chance.oneOf([...this.text.toString().matchAll(WORD)]);
    if (found === undefined) return;
    const word = found[0].trimEnd();
    this.#book.removed.add(word);
    this.#mine.removals.push(word);
    this.text.delete(found.index, found[0].length);
  }

  /** Asks whether everything so far is saved. */
  fences(): void {
    if (this.line === undefined || !this.#hasToldAll) return;
    this.#fence += 1;
    this.#fences.set(this.#fence, { words: this.#mine.words.length, removals: this.#mine.removals.length });
    this.line.toServer.push(bytesOf(PAD_MESSAGE.fence, this.#fence));
  }

  /** Reads the next message of its line, or its end. Returns the close code when it was that. */
  reads(): number | undefined {
    const { line } = this;
    const message = line?.toEditor.shift();
    if (message === undefined) {
      const code = line?.closed;
      if (code !== undefined) this.disconnects();
      return code;
    }
    const decoder = decoding.createDecoder(message);
    switch (decoding.readVarUint(decoder)) {
      case PAD_MESSAGE.sync:
        this.#readsSync(decoder);
        break;
      case PAD_MESSAGE.fence:
        this.#isSaved(decoding.readVarUint(decoder));
        break;
      case PAD_MESSAGE.auth:
        throw new Error(`${this.person.name} was refused an edit`);
      default:
    }
    return undefined;
  }

  #readsSync(decoder: decoding.Decoder): void {
    const kind = decoding.readVarUint(decoder);
    const bytes = decoding.readVarUint8Array(decoder);
    if (kind !== SYNC_MESSAGE.step1) return Y.applyUpdate(this.doc, bytes, "server");
    this.line?.toServer.push(frameOf(PAD_MESSAGE.sync, SYNC_MESSAGE.step2, Y.encodeStateAsUpdate(this.doc, bytes)));
    this.#hasToldAll = true;
  }

  #isSaved(fence: number): void {
    const { words, removals } = this.#fences.get(fence) ?? { words: 0, removals: 0 };
    this.#fences.delete(fence);
    for (const word of this.#mine.words.slice(0, words)) this.#book.savedWords.add(word);
    for (const word of this.#mine.removals.slice(0, removals)) this.#book.savedRemovals.add(word);
  }
}

/** How often each word is in a text. */
export function wordsIn(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [found] of text.matchAll(WORD)) {
    const word = found.trimEnd();
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}
