import type { ReactiveController } from "lit";

const MINUTE_MS = 60_000;

/** Wakes an element at each full minute, when what a clock shows changes and something may be about to start. */
export class MinuteTimer implements ReactiveController {
  readonly #wake: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(wake: () => void) {
    this.#wake = wake;
  }

  hostConnected(): void {
    this.#timer = setTimeout(
      () => {
        this.#wake();
        this.hostConnected();
      },
      MINUTE_MS - (Date.now() % MINUTE_MS),
    );
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
  }
}
