/**
 * Reads a document's text as it is when that is begun, in parts: between two of them others have their turn, and may change it. What
 * they write isn't in what is read, what they delete may be or not.
 */
import * as Y from "yjs";
import { PAD_TEXT } from "../../shared/notes/pad-document.ts";
import type { StructId } from "./scanned-struct.ts";
import type { DeleteRange } from "./update-scanner.ts";

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

  /** The item with what stands behind the last unit: since then it may have been joined with that one's. */
  #next(): Y.Item | null {
    if (this.#last === undefined) return this.#text._start;
    const item = Y.getItem(this.#store, this.#last);
    return item.lastId.clock === this.#last.clock ? item.right : item;
  }

  #note({ id: { client, clock }, lastId, deleted, content }: Y.Item): void {
    if (deleted || !(content instanceof Y.ContentString)) return;
    const all = lastId.clock + 1;
    const last = this.#last?.client === client ? this.#last.clock : -1;
    const from = last >= clock && last < all ? last + 1 : clock;
    // Its writer may have gone on in it.
    const end = Math.min(all, this.#known.get(client) ?? 0);
    if (end <= from) return;
    this.#parts.push(content.str.slice(from - clock, end - clock));
    this.#places.push({ client, clock: from, length: end - from });
  }
}
