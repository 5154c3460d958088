import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { ListedAction } from "../../shared/notes/action-list.ts";
import { LatestAnswer } from "../latest-answer.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { server } from "../server-connection.ts";
import { onReconnect } from "../on-reconnect.ts";

/** What was written meanwhile is looked for this often while somebody looks at the page. Milliseconds. */
const LOOK_MS = 60_000;

/** What is to be done according to all notes of a page's meetup: asked for when it opens, and now and then after. */
export class ListedActions implements ReactiveController {
  /** Undefined until they have come. */
  all: ListedAction[] | undefined;
  /** Why they could not be loaded; empty when they could. */
  why = "";
  readonly #page: ReactiveControllerHost & { replica: MeetupReplica };
  readonly #latest = new LatestAnswer();
  #looking: ReturnType<typeof setInterval> | undefined;
  #stop: (() => void) | undefined;

  constructor(page: ReactiveControllerHost & { replica: MeetupReplica }) {
    this.#page = page;
    page.addController(this);
  }

  hostConnected(): void {
    void this.fetch();
    this.#stop = onReconnect(() => void this.fetch());
    this.#looking = setInterval(() => document.visibilityState === "visible" && void this.fetch(), LOOK_MS);
  }

  hostDisconnected(): void {
    this.#stop?.();
    clearInterval(this.#looking);
  }

  /** Asks again. */
  async fetch(): Promise<void> {
    const answer = await this.#latest.to(() => server.actions(this.#page.replica.slug));
    if (answer === undefined) return;
    if (!("problem" in answer)) {
      this.why = "";
      this.all = answer;
      // Without a connection what was loaded stands, and the bar above says as of when.
    } else if (this.all === undefined || answer.problem.status !== 0)
      this.why = `The actions can’t be loaded. ${answer.problem.detail}`;
    this.#page.requestUpdate();
  }
}
