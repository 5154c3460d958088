/**
 * Brings one's own comment into view as it is sent, and again as what is drawn above it or of it grows, until it has
 * arrived: unless one has gone on to something else.
 */
export class SentComment {
  readonly #drawn: (id: string) => Element | null;
  #id: string | undefined;
  #isFirst = true;
  /** How far down what scrolls was when the comment was brought into view last. */
  #scrolled: number | undefined;

  /** `drawn` finds a comment where it is drawn. */
  constructor(drawn: (id: string) => Element | null) {
    this.#drawn = drawn;
  }

  /** After each time that comments were drawn: the newest that waits to be sent, and whether one has arrived. */
  follow(waiting: string | undefined, hasArrived: (id: string) => boolean): void {
    const isFirst = this.#isFirst;
    this.#isFirst = false;
    const before = this.#id;
    if (waiting !== undefined && waiting !== before) {
      this.#id = waiting;
      this.#scrolled = undefined;
      // What waited before these were opened is no news.
      if (!isFirst) this.#show(waiting);
      return;
    }
    if (before === undefined) return;
    const isThere = waiting === undefined && hasArrived(before);
    const comment = this.#drawn(before);
    const isStill = comment !== null && scrollerOf(comment)?.scrollTop === this.#scrolled;
    if (isStill || (isThere && comment && isInSight(comment))) this.#show(before);
    if (isThere) this.#id = undefined;
  }

  #show(id: string): void {
    const comment = this.#drawn(id);
    comment?.scrollIntoView({ block: "nearest" });
    this.#scrolled = comment ? scrollerOf(comment)?.scrollTop : undefined;
  }
}

function scrollerOf(comment: Element): Element | null {
  return comment.closest(".d-scroll");
}

function isInSight(comment: Element): boolean {
  const { top, bottom } = comment.getBoundingClientRect();
  return top < innerHeight && bottom > 0;
}
