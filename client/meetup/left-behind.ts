import type { CommandInput } from "../../shared/meetup/commands.ts";
import type { MeetupView, TopicView } from "../../shared/meetup/view.ts";
import { toast } from "../look/toast.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { server } from "../server-connection.ts";
import { actWithUndo } from "./with-undo.ts";

/** As many topics as one step takes, with the rest of what somebody left. */
const MOST = 199;

interface Counts {
  topics: readonly unknown[];
  comments: number;
  sideGroups: number;
}

/** What somebody who was removed left in everybody’s way, and what of it is put aside already. */
export interface WhatIsLeft extends Counts {
  personId: string;
  topics: readonly TopicView[];
  aside: Counts | undefined;
}

/** What there is to take away of somebody who was removed. */
export function whatIsLeft({ me }: MeetupReplica, view: MeetupView, personId: string): WhatIsLeft {
  const { comments = 0, sideGroups = 0, isPutAside = false } = me?.leftBehind?.[personId] ?? {};
  const rest = { comments, sideGroups };
  const none = { comments: 0, sideGroups: 0 };
  return {
    personId,
    topics: topicsLeftBy(view, personId),
    ...(isPutAside ? none : rest),
    aside: isPutAside ? { topics: [], ...rest } : undefined,
  };
}

/** How much of each: `3 topics, 12 comments and 1 side group`. */
export function leftWords({ topics, comments, sideGroups }: Counts): string {
  const parts = [
    [topics.length, "topic"],
    [comments, "comment"],
    [sideGroups, "side group"],
  ] as const;
  const words = parts.flatMap(([count, one]) => (count === 0 ? [] : `${count} ${one}${count === 1 ? "" : "s"}`));
  return new Intl.ListFormat("en-GB", { type: "conjunction" }).format(words);
}

/** Takes all of it away in one step, with a way back: whoever floods a meetup mustn't cost more presses than they made. */
export async function putAway(replica: MeetupReplica, left: WhatIsLeft, name: string): Promise<void> {
  const { personId, topics, comments, sideGroups } = left;
  const hasMore = comments + sideGroups > 0;
  const commands = (ofTopics: "topic.withdraw" | "topic.restore", ofMore: "person.putAside" | "person.bringBack") => [
    ...topics.map(({ id }): CommandInput => ({ type: ofTopics, topicId: id })),
    ...(hasMore ? [{ type: ofMore, personId } satisfies CommandInput] : []),
  ];
  const ask = async (all: CommandInput[]): Promise<boolean> => {
    const answer = await server.batch(replica.slug, all);
    if ("problem" in answer) toast(answer.problem.detail, { isBad: true });
    return !("problem" in answer);
  };
  if (!(await ask(commands("topic.withdraw", "person.putAside")))) return;
  toast(`${hasMore ? "Taken away" : "Withdrawn"}: ${leftWords(left)} of ${name}`, {
    undo: () => void ask(commands("topic.restore", "person.bringBack")).then((isBack) => isBack && toast("Undone")),
  });
}

/** Has everybody see again what was put aside of somebody, with the opposite way back. */
export function bringBack(replica: MeetupReplica, personId: string, name: string): Promise<boolean> {
  return actWithUndo(replica, { type: "person.bringBack", personId }, `Back: what ${name} had left`, {
    type: "person.putAside",
    personId,
  });
}

/** What somebody proposed that is still up for votes; what is on the agenda or put aside was an organizer's decision. */
function topicsLeftBy({ topics, meetup }: MeetupView, personId: string): TopicView[] {
  if (meetup.phase === "closed") return [];
  return topics
    .filter(({ proposedBy, forName }) => proposedBy === personId && forName === null)
    .filter(({ status }) => status === "proposed" || status === "side-group")
    .slice(0, MOST);
}
