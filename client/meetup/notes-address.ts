import type { SessionView } from "../../shared/meetup/view.ts";

/** The address of a session's notes; the schedule's while the server has not made any, as it has not heard of it yet. */
export function notesAddress(slug: string, { padId }: SessionView): string {
  return padId === "" ? `/m/${slug}/schedule` : `/m/${slug}/notes/${padId}`;
}
