import type { DeclinedView, WaitingView } from "../../shared/meetup/view.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";

/**
 * What has become of proposals of one's own that waited for an organizer. What was declined is kept by the server until it
 * is put away; what was let in is on the list, and told while the page is open.
 */
export class OwnWaiting {
  #person: string | undefined;
  readonly #waiting = new Map<string, WaitingView>();
  #letIn: WaitingView[] = [];
  #declined: readonly DeclinedView[] = [];

  /** What waits no more and has not been put away. */
  get over(): readonly DeclinedView[] {
    return [...this.#letIn, ...this.#declined];
  }

  /** Looks at what waits now; returns what is to be said of what doesn't any more. */
  look({ me, view, unconfirmed }: Pick<MeetupReplica, "me" | "view" | "unconfirmed">): string[] {
    if (me?.id !== this.#person) {
      this.#person = me?.id;
      this.#waiting.clear();
      this.#letIn = [];
    }
    this.#declined = me?.declined ?? [];
    // Organizers see what is let in by themselves; who is removed has nothing that waits.
    if (!me || !view || me.role === "organizer" || me.removed) {
      this.#waiting.clear();
      return [];
    }
    const news: string[] = [];
    for (const each of this.#waiting.values()) {
      const isIt = ({ id }: { id: string }) => id === each.id;
      const isIn = view.topics.some(isIt);
      // What is nowhere was taken back, or the rest of its news is on the way.
      if (me.queue.some(isIt) || !(isIn || this.#declined.some(isIt))) continue;
      this.#waiting.delete(each.id);
      if (isIn) this.#letIn.push(each);
      news.push(isIn ? `“${each.title}” is on the list now` : `“${each.title}” was not let in`);
    }
    // What is not answered yet may still be refused, and that is told where it is asked.
    const isAsked = (id: string) => unconfirmed.some(({ command }) => "id" in command && command.id === id);
    for (const each of me.queue) if (!isAsked(each.id)) this.#waiting.set(each.id, each);
    return news;
  }

  /** Puts away that something is on the list; false when it is not known to be. */
  putAway(id: string): boolean {
    const before = this.#letIn.length;
    this.#letIn = this.#letIn.filter((each) => each.id !== id);
    return this.#letIn.length < before;
  }
}
