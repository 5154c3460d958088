/** Brings one's own comment into view as it is sent, and once more as it grows when it has arrived. */
export class SentComment {
  readonly #drawn: (id: string) => Element | null;
  #id: string | undefined;
  #isFirst = true;

  /** `drawn` finds a comment where it is drawn. */
  constructor(drawn: (id: string) => Element | null) {
    this.#drawn = drawn;
  }

  /** After each time that comments were drawn: the newest that waits to be sent, and whether one has arrived. */
  follow(waiting: string | undefined, hasArrived: (id: string) => boolean): void {
    const isFirst = this.#isFirst;
    this.#isFirst = false;
    const before = this.#id;
    if (waiting !== undefined) {
      this.#id = waiting;
      // What waited before these were opened is no news.
      if (waiting !== before && !isFirst) this.#drawn(waiting)?.scrollIntoView({ block: "nearest" });
    } else if (before !== undefined && hasArrived(before)) {
      this.#id = undefined;
      const comment = this.#drawn(before);
      // Not where one has gone on to something else meanwhile.
      if (comment && comment.getBoundingClientRect().top < innerHeight) comment.scrollIntoView({ block: "nearest" });
    }
  }
}
