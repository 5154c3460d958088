import type { CommandInput } from "../../shared/meetup/commands.ts";
import type { MeetupView, TopicView } from "../../shared/meetup/view.ts";
import { toast } from "../look/toast.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { server } from "../server-connection.ts";

/** As many as one step takes. */
const MOST = 200;

/** What somebody proposed that is still up for votes; what is on the agenda or put aside was an organizer's decision. */
export function topicsLeftBy({ topics, meetup }: MeetupView, personId: string): TopicView[] {
  if (meetup.phase === "closed") return [];
  return topics
    .filter(({ proposedBy, forName }) => proposedBy === personId && forName === null)
    .filter(({ status }) => status === "proposed" || status === "side-group")
    .slice(0, MOST);
}

/** Takes topics off the list in one step, with a way back: whoever floods a meetup mustn't cost more presses than they made. */
export async function withdrawTopics(
  replica: MeetupReplica,
  topics: readonly TopicView[],
  proposer: string,
): Promise<void> {
  const each = (type: "topic.withdraw" | "topic.restore") =>
    topics.map(({ id }): CommandInput => ({ type, topicId: id }));
  const ask = async (commands: CommandInput[]): Promise<boolean> => {
    const answer = await server.batch(replica.slug, commands);
    if ("problem" in answer) toast(answer.problem.detail, { isBad: true });
    return !("problem" in answer);
  };
  if (!(await ask(each("topic.withdraw")))) return;
  const what = topics.length === 1 ? "1 topic" : `${topics.length} topics`;
  toast(`Withdrawn: ${what} of ${proposer}`, {
    undo: () => void ask(each("topic.restore")).then((isBack) => isBack && toast("Undone")),
  });
}
