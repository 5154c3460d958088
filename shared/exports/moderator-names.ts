import type { MeetupView, SessionView } from "../meetup/view.ts";

/** What a session's moderators are called; people who were erased are left out. */
export function moderatorNames({ people }: Pick<MeetupView, "people">, { moderators }: SessionView): string[] {
  return moderators.flatMap((each) => ("name" in each ? each.name : (people.names[each.personId]?.name ?? [])));
}
