/**
 * Reads a document's text as it is when that is begun, in parts: between two of them others have their turn, and may change it. What
 * they write isn't in what is read, what they delete may be or not.
 */
import * as Y from "yjs";
import { PAD_TEXT } from "../../../shared/notes/pad-document.ts";
import type { StructId } from "../intake/scanned-struct.ts";
import type { DeleteRange } from "../intake/update-scanner.ts";

export class TextReading {
  readonly #text: Y.Text;
  readonly #store: Y.Doc["store"];
  /** How far each client had written when this was begun. */
  readonly #known = new Map<number, number>();
  readonly #parts: string[] = [];
  readonly #places: DeleteRange[] = [];
  /** The last unit that was passed. */
  #last: StructId | undefined;

  constructor(doc: Y.Doc) {
    const { store } = doc;
    this.#text = doc.getText(PAD_TEXT);
    this.#store = store;
    for (const client of store.clients.keys()) this.#known.set(client, Y.getState(store, client));
  }

  /** Goes on by so many items. True: that was all. */
  advance(most: number): boolean {
    let left = most;
    for (let item = this.#next(); item !== null && left > 0; item = item.right) {
      this.#note(item);
      this.#last = item.lastId;
      left -= 1;
    }
    return left > 0;
  }

  /** What it says, as far as it has been read. */
  get text(): string {
    return this.#parts.join("");
  }

  /** Where its units are, in its order; none of these is more than an item had. */
  get places(): readonly DeleteRange[] {
    return this.#places;
  }

  /** What stands behind the last unit. What has been joined with that one's item since then is newer, or deleted. */
  #next(): Y.Item | null {
    return this.#last === undefined ? this.#text._start : Y.getItem(this.#store, this.#last).right;
  }

  #note({ id: { client, clock }, lastId, deleted, content }: Y.Item): void {
    if (deleted || !(content instanceof Y.ContentString)) return;
    // Its writer may have gone on in it.
    const length = Math.min(lastId.clock + 1, this.#known.get(client) ?? 0) - clock;
    if (length <= 0) return;
    this.#parts.push(content.str.slice(0, length));
    this.#places.push({ client, clock, length });
  }
}
