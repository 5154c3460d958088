/** A topic has been seen when most of its row was on screen for this long. Milliseconds. */
const SEEN_MS = 1000;

/** Watches rows come onto the screen, and says which stayed for a second. */
export class SeenRows {
  readonly #observer: IntersectionObserver;
  readonly #timers = new Map<Element, ReturnType<typeof setTimeout>>();
  readonly #watched = new Set<Element>();

  constructor(onSeen: (topicId: string) => void) {
    this.#observer = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          clearTimeout(this.#timers.get(target));
          this.#timers.delete(target);
          if (!isIntersecting) continue;
          const seen = () => {
            const id = (target as HTMLElement).dataset.id;
            if (id !== undefined && document.visibilityState === "visible") onSeen(id);
          };
          this.#timers.set(target, setTimeout(seen, SEEN_MS));
        }
      },
      { threshold: 0.6 },
    );
  }

  /** Watches these rows, and no longer those that are gone. */
  watch(rows: Iterable<Element>): void {
    const now = new Set(rows);
    for (const row of this.#watched) {
      if (now.has(row)) continue;
      this.#observer.unobserve(row);
      this.#watched.delete(row);
      clearTimeout(this.#timers.get(row));
      this.#timers.delete(row);
    }
    for (const row of now) {
      if (this.#watched.has(row)) continue;
      this.#watched.add(row);
      this.#observer.observe(row);
    }
  }

  close(): void {
    this.#observer.disconnect();
    for (const timer of this.#timers.values()) clearTimeout(timer);
  }
}
