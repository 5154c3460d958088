import type { ReactiveController, ReactiveControllerHost } from "lit";
import { isOut } from "../../shared/meetup/ordering.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { lastVisit, rememberLatest } from "./last-visit.ts";

/** Knows which topics are new since this device was here last, and notes that it is here now. */
export class NewTopics implements ReactiveController {
  readonly #page: ReactiveControllerHost & { replica: MeetupReplica };
  /** The number of the latest topic at the last visit; undefined on the first one, or once they have looked. */
  #then: number | undefined;
  #latest = 0;

  constructor(page: ReactiveControllerHost & { replica: MeetupReplica }) {
    this.#page = page;
    page.addController(this);
  }

  hostConnected(): void {
    this.#then = lastVisit(this.#page.replica.slug);
  }

  hostUpdated(): void {
    const { slug, view } = this.#page.replica;
    const latest = Math.max(0, ...(view?.topics ?? []).map(({ number }) => number));
    if (latest <= this.#latest || document.visibilityState !== "visible") return;
    this.#latest = latest;
    rememberLatest(slug, latest);
  }

  get count(): number {
    const { view, person } = this.#page.replica;
    const then = this.#then;
    if (then === undefined || !view) return 0;
    return view.topics.filter((topic) => topic.number > then && topic.proposedBy !== person?.id && !isOut(topic))
      .length;
  }

  /** They have looked at what is new. */
  letGo(): void {
    this.#then = undefined;
    this.#page.requestUpdate();
  }
}
