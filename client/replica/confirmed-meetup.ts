import type { MeetupView, MeView } from "../../shared/meetup/view.ts";
import type { Changes } from "../../shared/protocol/changes.ts";
import { applyChanges } from "./apply-changes.ts";
import type { Contained } from "./command-outbox.ts";
import { asTaken } from "./as-taken.ts";
import { withWaiting } from "./optimistic-queue.ts";
import { meAfter, type Picture } from "./optimistic-view.ts";

/** A meetup as the server has told it, and up to which of its entries. */
export interface Told extends Picture {
  seq: number;
}

/**
 * What the server has confirmed of a meetup. The view moves only by a whole one, or by changes that take it from where
 * it stands; one's own part comes apart from it, and may lag behind.
 */
export class ConfirmedMeetup {
  #told: Told | undefined;
  /** Up to which entry one's own part is known. */
  #ownSeq = 0;

  /** What is confirmed; undefined before anything is. */
  get told(): Told | undefined {
    return this.#told;
  }

  /** Takes a whole view in place of what was known. */
  take({ seq, view, me }: { seq: number; view: MeetupView; me: MeView | null }): void {
    this.#told = { seq, view, me };
    this.#ownSeq = seq;
  }

  /** Takes changes: "gap" when they start after where the view stands, "known" when they end before. */
  step({ from, seq, changes }: Pick<Changes, "from" | "seq" | "changes">): "moved" | "known" | "gap" | "deleted" {
    const told = this.#told;
    if (!told || from > told.seq) return "gap";
    if (seq < told.seq) return "known";
    const view = applyChanges(told.view, changes);
    if (view === "deleted") return "deleted";
    this.#told = { ...told, seq, view };
    return "moved";
  }

  /** Takes one's own part; false when a later one is known. */
  takeOwn({ seq, me }: { seq: number; me: MeView }): boolean {
    if (!this.#told || seq < this.#ownSeq) return false;
    this.#told = { ...this.#told, me };
    this.#ownSeq = seq;
    return true;
  }

  /** Helps one's own part along that lags behind a command which the view contains. */
  accept({ command, at, acceptedAt }: Contained): void {
    const { view, me } = this.#told ?? {};
    if (!this.#told || !view || !me || acceptedAt <= this.#ownSeq) return;
    // What is accepted and not on the list waits for an organizer.
    const waits = command.type === "topic.propose" && !view.topics.some(({ id }) => id === command.id);
    this.#told = { ...this.#told, me: waits ? withWaiting(me, asTaken(command), at) : meAfter(me, command) };
  }

  /** Whether this is what that person sees, and nobody else. */
  isOf(personId: string | undefined): boolean {
    return this.#told !== undefined && this.#told.me?.id === personId;
  }
}
