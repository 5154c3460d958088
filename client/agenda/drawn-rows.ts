import type { ReactiveController, ReactiveControllerHost } from "lit";

/** Rows that are drawn at first; more come as the reader comes near the end, so that every key answers at once. */
const AT_ONCE = 40;
const AT_A_TIME = 40;
/** How near: pixels below the screen. */
const AHEAD = "1600px";

/** How many rows of a long list are drawn. The list says where its end is with `.list-end`. */
export class DrawnRows implements ReactiveController {
  readonly #list: ReactiveControllerHost & HTMLElement;
  #count = AT_ONCE;
  #nearEnd: IntersectionObserver | undefined;

  constructor(list: ReactiveControllerHost & HTMLElement) {
    this.#list = list;
    list.addController(this);
  }

  get count(): number {
    return this.#count;
  }

  /** Begins anew: it is another list. */
  startOver(): void {
    this.#count = AT_ONCE;
  }

  /** Draws as many as there are up to this place, and some more. */
  async reach(at: number): Promise<void> {
    this.#draw(at + AT_A_TIME);
    await this.#list.updateComplete;
  }

  hostConnected(): void {
    this.#nearEnd = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) this.#draw(this.#count + AT_A_TIME);
      },
      { rootMargin: `0px 0px ${AHEAD}` },
    );
  }

  hostDisconnected(): void {
    this.#nearEnd?.disconnect();
  }

  hostUpdated(): void {
    // Watched anew, it says where it stands now.
    this.#nearEnd?.disconnect();
    const end = this.#list.querySelector(".list-end");
    if (end) this.#nearEnd?.observe(end);
  }

  #draw(rows: number): void {
    this.#count = rows;
    this.#list.requestUpdate();
  }
}
