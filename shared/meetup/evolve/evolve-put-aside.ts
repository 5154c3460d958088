import { leftBehindBy } from "../left-behind.ts";
import { loggedTopic } from "./logged-things.ts";
import type { MeetupState, SideGroup } from "../meetup-state.ts";
import { survivorOf } from "../merged-topics.ts";
import type { Touch } from "../touch.ts";

/** What somebody who was removed has left is gone for everyone, and kept. */
export function putAside(state: MeetupState, personId: string, touched: Set<Touch>): void {
  const { comments, sideGroups } = leftBehindBy(state, personId);
  if (comments.length + sideGroups.length === 0) return;
  state.putAside.set(personId, {
    comments: comments.map(({ topic, comment }) => ({ topicId: topic.id, comment })),
    sideGroups: new Map(sideGroups.map((group) => [group.id, group])),
  });
  for (const topic of new Set(comments.map((each) => each.topic))) {
    topic.comments = topic.comments.filter(({ by }) => by !== personId);
    touched.add(`topic:${survivorOf(state, topic).id}`);
  }
  for (const { id } of sideGroups) state.sideGroups.delete(id);
  touchGroups(sideGroups, touched);
}

/** What was put aside of somebody is back, comments where they were said. */
export function bringBack(state: MeetupState, personId: string, touched: Set<Touch>): void {
  const aside = state.putAside.get(personId);
  if (!aside) return;
  state.putAside.delete(personId);
  for (const [topicId, back] of Map.groupBy(aside.comments, (each) => each.topicId)) {
    const topic = loggedTopic(state, topicId);
    topic.comments = [...topic.comments, ...back.map(({ comment }) => comment)].toSorted(
      (a, b) => Date.parse(a.at) - Date.parse(b.at),
    );
    touched.add(`topic:${survivorOf(state, topic).id}`);
  }
  const groups = [...aside.sideGroups.values()];
  for (const group of groups) state.sideGroups.set(group.id, group);
  touchGroups(groups, touched);
}

/** A topic shows whether it has a side group, and people may have planned to be there. */
function touchGroups(groups: readonly SideGroup[], touched: Set<Touch>): void {
  touched.add("names").add("mine");
  for (const { id, topicId } of groups) {
    touched.add(`sideGroup:${id}`);
    if (topicId !== null) touched.add(`topic:${topicId}`);
  }
}
