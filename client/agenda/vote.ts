import type { TopicView } from "../../shared/meetup/view.ts";
import { say } from "../look/live-region.ts";
import { toast } from "../look/toast.ts";
import { ask } from "../meetup/act.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { enterRoom, needsRoomCode } from "./room-code.ts";

/** Votes, with the room code first where that is needed, or takes the vote back, and says so to those who don't see it. */
export async function vote(replica: MeetupReplica, topic: TopicView, isCast: boolean): Promise<void> {
  if (isCast && needsRoomCode(replica) && !(await enterRoom(replica))) return;
  const asked = ask(replica, { type: isCast ? "vote.cast" : "vote.retract", topicId: topic.id });
  const stop = replica.subscribe(() => {
    const now = replica.view?.topics.find(({ id }) => id === topic.id);
    if (!now || replica.me?.votes.includes(topic.id) !== isCast) return;
    stop();
    const count = now.votes === null ? "" : `, ${now.votes} ${now.votes === 1 ? "vote" : "votes"}`;
    say(`${isCast ? "Voted" : "Vote taken back"}: ${topic.title}${count}`);
  });
  const refusal = await asked;
  stop();
  if (refusal === undefined || refusal === "cancelled") return;
  const outcome = isCast ? "Your vote did not count" : "Your vote could not be taken back";
  toast(`${outcome}: ${topic.title}. ${refusal.detail}`, { isBad: true });
}
