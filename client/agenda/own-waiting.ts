import type { WaitingView } from "../../shared/meetup/view.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";

/**
 * What one has proposed that waited for an organizer and, while the page was open, does so no more: its words would be
 * gone without a word.
 */
export class OwnWaiting {
  #person: string | undefined;
  #waiting = new Map<string, WaitingView>();
  readonly #takenBack = new Set<string>();
  #over: WaitingView[] = [];

  /** What waits no more and has not been put away. */
  get over(): readonly WaitingView[] {
    return this.#over;
  }

  /** Looks at what waits now; returns what doesn't any more, and whether it is on the list. */
  look({
    me,
    view,
    unconfirmed,
  }: Pick<MeetupReplica, "me" | "view" | "unconfirmed">): { title: string; isIn: boolean }[] {
    if (me?.id !== this.#person) {
      this.#person = me?.id;
      this.#waiting.clear();
      this.#over = [];
    }
    // Organizers see what becomes of it by themselves; who is removed has nothing that waits.
    if (!me || !view || me.role === "organizer" || me.removed) {
      this.#waiting.clear();
      return [];
    }
    const ids = new Set(me.queue.map(({ id }) => id));
    const gone = [...this.#waiting.values()].filter(({ id }) => !ids.has(id) && !this.#takenBack.has(id));
    this.#over = [...this.#over.filter(({ id }) => !ids.has(id)), ...gone];
    // What is not answered yet may still be refused, and that is told where it is asked.
    const isAsked = (id: string) => unconfirmed.some(({ command }) => "id" in command && command.id === id);
    this.#waiting = new Map(me.queue.filter(({ id }) => !isAsked(id)).map((each) => [each.id, each]));
    return gone.map(({ id, title }) => ({ title, isIn: view.topics.some((topic) => topic.id === id) }));
  }

  /** Its person takes it back: what becomes of it is no news to them. */
  takesBack(id: string): void {
    this.#takenBack.add(id);
  }

  /** They have read what has become of it. */
  putAway(id: string): void {
    this.#over = this.#over.filter((each) => each.id !== id);
  }
}
