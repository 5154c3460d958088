import type { MeetupState, Topic } from "./meetup-state.ts";

/** Whether a session or side group already works in this pad. */
export function padInUse(state: MeetupState, padId: string): boolean {
  for (const session of state.sessions.values()) if (session.padId === padId) return true;
  for (const group of state.sideGroups.values()) if (group.padId === padId) return true;
  return false;
}

/** A session or side group of one topic takes over the topic's pad, unless another has it; others get their own. */
export function padFor(
  state: MeetupState,
  topics: readonly Topic[],
  title: string | undefined,
  { newPadId }: { newPadId: () => string },
): { padId: string; newPadTitle?: string } {
  const [topic] = topics;
  if (topic && topics.length === 1 && !padInUse(state, topic.padId)) return { padId: topic.padId };
  return { padId: newPadId(), newPadTitle: title ?? topics.map((each) => each.title).join(" + ") };
}
