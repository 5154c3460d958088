import type { Comment, MeetupState, Session, Topic } from "./meetup-state.ts";

/** The topic a comment is on. */
export function topicOfComment(state: MeetupState, commentId: string): { topic: Topic; comment: Comment } | undefined {
  for (const topic of state.topics.values()) {
    const comment = topic.comments.find(({ id }) => id === commentId);
    if (comment) return { topic, comment };
  }
  return undefined;
}

/** The session a topic is in, if it is on the agenda. */
export function sessionOf(state: MeetupState, topicId: string): Session | undefined {
  for (const session of state.sessions.values()) if (session.topicIds.includes(topicId)) return session;
  return undefined;
}
