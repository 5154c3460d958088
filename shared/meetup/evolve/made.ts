import type { MeetupState } from "../meetup-state.ts";

/** Keeps who made something under which id, and what: tells a repeat from a clash. */
export function remember(state: MeetupState, by: string, made: { id: string }): void {
  state.made.set(made.id, { by, content: contentOf(made) });
}

/** What a command made, in a form that tells the same content from another. */
export function contentOf(made: { id: string }): string {
  const entries = Object.entries(made).filter(([, value]) => value !== undefined);
  return JSON.stringify(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
