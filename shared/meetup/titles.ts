import type { MeetupState, Session, SideGroup } from "./meetup-state.ts";

/** What a session is called: its own title, else its topics'. */
export function sessionTitle(state: MeetupState, session: Session): string {
  return session.title ?? session.topicIds.map((id) => state.topics.get(id)?.title ?? "").join(" + ");
}

/** What a side group is called: its own title, else that of what it came from. */
export function sideGroupTitle(state: MeetupState, group: SideGroup): string {
  if (group.title !== null) return group.title;
  if (group.topicId !== null) return state.topics.get(group.topicId)?.title ?? "";
  const session = state.sessions.get(group.sessionId ?? "") ?? state.cancelled.get(group.sessionId ?? "");
  return session ? sessionTitle(state, session) : "";
}
