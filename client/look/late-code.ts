import type { ReactiveControllerHost } from "lit";

/** Code that a page needs for some people only: asked for when they come, and drawn once it is there. */
export class LateCode {
  readonly #host: ReactiveControllerHost;
  readonly #load: () => Promise<unknown>;
  #isAsked = false;
  #isHere = false;

  constructor(host: ReactiveControllerHost, load: () => Promise<unknown>) {
    this.#host = host;
    this.#load = load;
  }

  /** Whether it has come. */
  get isHere(): boolean {
    return this.#isHere;
  }

  /** Has it come, unless it was asked for; what doesn't come may be asked for again. */
  ask(): void {
    if (this.#isAsked) return;
    this.#isAsked = true;
    this.#load().then(
      () => {
        this.#isHere = true;
        this.#host.requestUpdate();
      },
      () => (this.#isAsked = false),
    );
  }
}
