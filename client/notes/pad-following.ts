import type { ReactiveControllerHost } from "lit";
import { headingAt } from "./pad-outline.ts";
import type { PadPerson } from "./pad-people.ts";
import type { PadSession } from "./replica/pad-session.ts";
import type { Whereabouts } from "./editor/remote-cursors.ts";

/** Where others are in a pad, and whose cursor the page scrolls along with. */
export class PadFollowing {
  whereabouts: readonly Whereabouts[] = [];
  #person: PadPerson | undefined;
  readonly #host: ReactiveControllerHost;
  readonly #session: () => PadSession | undefined;

  constructor(host: ReactiveControllerHost, session: () => PadSession | undefined) {
    this.#host = host;
    this.#session = session;
  }

  /** Whose cursor is followed, while they are there. */
  get person(): PadPerson | undefined {
    return this.#session()?.people.some(({ key }) => key === this.#person?.key) ? this.#person : undefined;
  }

  /** Follows somebody, or, who is followed already, no more. */
  readonly toggle = (person: PadPerson): void => {
    this.#person = this.person?.key === person.key ? undefined : person;
    this.#host.requestUpdate();
  };

  readonly end = (): void => {
    this.#person = undefined;
    this.#host.requestUpdate();
  };

  /** In another pad are others. */
  reset(): void {
    this.#person = undefined;
    this.whereabouts = [];
  }

  /** Others are somewhere else. Most moves are within a part of the text, and change nothing beside it. */
  moved(now: readonly Whereabouts[]): void {
    const headings = this.#session()?.headings ?? [];
    const parts = (all: readonly Whereabouts[]) =>
      JSON.stringify(all.map(({ person, line }) => [person, headingAt(headings, line)?.line]));
    const hasChanged = parts(now) !== parts(this.whereabouts);
    this.whereabouts = now;
    if (hasChanged) this.#host.requestUpdate();
  }
}
