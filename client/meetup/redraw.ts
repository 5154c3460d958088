import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { MeetupReplica } from "../replica/meetup-replica.ts";

/** The clock alone changes what is on: so often do pages of the day draw it anew. Milliseconds. */
export const DAY_REDRAW_MS = 30_000;

/** Draws an element anew at each news of its meetup, and now and then by itself where it shows what the clock changes. */
export class Redraw implements ReactiveController {
  readonly #element: ReactiveControllerHost & { replica: MeetupReplica };
  readonly #everyMs: number | undefined;
  #stop: (() => void) | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(element: ReactiveControllerHost & { replica: MeetupReplica }, everyMs?: number) {
    this.#element = element;
    this.#everyMs = everyMs;
  }

  hostConnected(): void {
    const redraw = () => this.#element.requestUpdate();
    this.#stop = this.#element.replica.subscribe(redraw);
    if (this.#everyMs !== undefined) this.#timer = setInterval(redraw, this.#everyMs);
  }

  hostDisconnected(): void {
    this.#stop?.();
    clearInterval(this.#timer);
  }
}
