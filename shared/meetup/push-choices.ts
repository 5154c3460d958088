import { votersForGroup, votersForTopics } from "./invitations.ts";
import type { MeetupState, SideGroup } from "./meetup-state.ts";
import { isModeratorOf } from "./moderators.ts";
import type { News } from "./news.ts";

/** What somebody wants to hear of a meetup on their devices. */
export interface PushChoices {
  /** A session of mine has another room or time, or was taken off. */
  moved: boolean;
  /** A session of mine starts in five minutes. */
  soon: boolean;
  /** A side group about a topic I voted for, or out of its session, starts; one that I am in moves or ends. */
  sideGroups: boolean;
}

/** Nothing. */
export const NO_PUSH: PushChoices = { moved: false, soon: false, sideGroups: false };

/** Under which of the choices a piece of news is told on devices, and whom it concerns; undefined: nobody. */
export function concerns(
  state: MeetupState,
  news: News,
): { choice: keyof PushChoices; isFor: (personId: string) => boolean } | undefined {
  switch (news.type) {
    case "session.moved":
    case "session.cancelled":
      return { choice: "moved", isFor: isMine(state, news.session.id) };
    case "session.soon":
      return { choice: "soon", isFor: isMine(state, news.session.id) };
    case "sideGroup.started": {
      const group = state.sideGroups.get(news.sideGroup.id);
      const voters = group ? votersForGroup(state, group) : [];
      return { choice: "sideGroups", isFor: (id) => !isIn(group, id) && voters.some((all) => all.has(id)) };
    }
    case "sideGroup.moved":
    case "sideGroup.ended": {
      const group = state.sideGroups.get(news.sideGroup.id);
      return { choice: "sideGroups", isFor: (id) => isIn(group, id) || hasPlanned(state, id, news.sideGroup.id) };
    }
    default:
      return undefined;
  }
}

/** A session is someone's who put it into their day, moderates it, or voted for one of its topics. */
function isMine(state: MeetupState, sessionId: string): (personId: string) => boolean {
  const session = state.sessions.get(sessionId) ?? state.cancelled.get(sessionId);
  if (!session) return () => false;
  const voters = votersForTopics(state, session.topicIds);
  return (id) => hasPlanned(state, id, sessionId) || isModeratorOf(session, id) || voters.some((all) => all.has(id));
}

function hasPlanned({ plans }: MeetupState, personId: string, id: string): boolean {
  return plans.get(personId)?.has(id) ?? false;
}

function isIn(group: SideGroup | undefined, personId: string): boolean {
  return group?.members.has(personId) ?? false;
}
