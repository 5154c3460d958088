import type { MeetupState } from "./meetup-state.ts";

/** How many topics a person has proposed, whatever has become of them. */
export function proposalsBy({ topics, queue, declined }: MeetupState, personId: string): number {
  const isTheirs = ({ proposedBy }: { proposedBy: string }) => proposedBy === personId;
  return [...topics.values(), ...queue.values(), ...declined.values()].filter(isTheirs).length;
}

/** How many comments of a person there are. */
export function commentsBy({ topics }: MeetupState, personId: string): number {
  let count = 0;
  for (const { comments } of topics.values()) for (const { by } of comments) if (by === personId) count += 1;
  return count;
}

/** How many side groups a person hosts, and how many of these are open. */
export function sideGroupsOf({ sideGroups }: MeetupState, personId: string): { all: number; open: number } {
  let [all, open] = [0, 0];
  for (const { host, ended } of sideGroups.values()) {
    if (host !== personId) continue;
    all += 1;
    if (!ended) open += 1;
  }
  return { all, open };
}
