/** Work that can be interrupted: wherever it yields, others may have their turn before it goes on. */
export type InParts<T> = Generator<undefined, T>;

/** All of it in one go. */
export function atOnce<T>(work: InParts<T>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}
