import type { MeetupView, SessionView } from "../../shared/meetup/view.ts";

/** Who moderates a session, by name. */
export function moderatorNames({ people }: MeetupView, { moderators }: SessionView): string[] {
  return moderators.flatMap((each) => ("name" in each ? each.name : (people.names[each.personId]?.name ?? [])));
}
