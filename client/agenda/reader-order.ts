import { inOrder, type Ordering } from "../../shared/meetup/ordering.ts";
import type { TopicView } from "../../shared/meetup/view.ts";
import { holdOrder, type HeldOrder } from "./agenda-order.ts";

/** The order of the list as its reader sees it: nothing moves under their pointer or their focus. */
export class ReaderOrder {
  readonly #changed: () => void;
  /** The order shown while someone points at the list; undefined while it may move. */
  #held: string[] | undefined;
  /** One's own shuffle as it was shown last. */
  #yours: string[] = [];

  /** `changed` is called when what is shown may differ from then on. */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** One's own shuffle, in which what was shown before keeps its place. */
  yours(seed: string): Ordering {
    return { by: "yours", seed, before: this.#yours };
  }

  /** The order as it is; while someone points at the list, the order they point at, and what waits. */
  of(topics: readonly TopicView[], ordering: Ordering, me: string | undefined): HeldOrder {
    const current = this.#current(topics, ordering);
    if (!this.#held) return { ids: current, added: 0, moved: 0 };
    const own = new Set(topics.filter(({ proposedBy }) => proposedBy === me).map(({ id }) => id));
    return holdOrder(this.#held, current, (id) => own.has(id));
  }

  /** Holds what is shown, unless that is held already. */
  hold(shown: string[]): void {
    if (this.#held) return;
    this.#held = shown;
    this.#changed();
  }

  /** Takes in the news once; what comes after waits again. */
  takeNews(topics: readonly TopicView[], ordering: Ordering): void {
    this.#held = undefined;
    this.hold(this.#current(topics, ordering));
  }

  /** Lets the list move. */
  letGo(): void {
    if (!this.#held) return;
    this.#held = undefined;
    this.#changed();
  }

  #current(topics: readonly TopicView[], ordering: Ordering): string[] {
    const ids = inOrder(topics, ordering).map(({ id }) => id);
    if (!this.#held && ordering.by === "yours") this.#yours = ids;
    return ids;
  }
}
