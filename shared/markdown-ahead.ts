/** Where a link may lead: to the web, or to a mail address. */
const HREF = /^(?:https?:\/\/[\p{L}\p{N}[][^\s<>"\\]*|mailto:[^\s<>"\\]+@[^\s<>"\\]+)$/iu;

/**
 * A text that is read from its beginning to its end, and what is next in it. Asked for the same no earlier in the text than
 * before, it passes each place once: a text of nothing but beginnings would else be searched to its end from each of them.
 */
export class Ahead {
  readonly text: string;
  readonly #next = new Map<string, number>();
  #href: { at: number; is: string | undefined } | undefined;

  constructor(text: string) {
    this.text = text;
  }

  /** Where a mark is next that `isOne`, always the same for each mark; -1 for nowhere. */
  next(mark: string, from: number, isOne: (at: number) => boolean = () => true): number {
    let at = this.#next.get(mark);
    if (at !== undefined && (at < 0 || at >= from)) return at;
    at = this.text.indexOf(mark, from);
    while (at >= 0 && !isOne(at)) at = this.text.indexOf(mark, at + 1);
    this.#next.set(mark, at);
    return at;
  }

  /** The address between a place and the next closing bracket, if a link may lead there. */
  hrefAt(at: number): string | undefined {
    if (this.#href?.at === at) return this.#href.is;
    const end = this.next(")", at);
    const href = this.text.slice(at, Math.max(at, end));
    this.#href = { at, is: HREF.test(href) ? href : undefined };
    return this.#href.is;
  }
}
