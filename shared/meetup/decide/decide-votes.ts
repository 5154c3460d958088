import type { Reason } from "../../problem.ts";
import { areBallotsVoid } from "../bursts.ts";
import type { CommandOf } from "../commands.ts";
import { fact, isClosed, NOTHING, refuse, votingOpen, type Asker, type Decision } from "./decisions.ts";
import { mustEnterRoom } from "./decide-room-code.ts";
import type { MeetupState, Topic } from "../meetup-state.ts";
import { mergedTopics, survivorOf } from "../merged-topics.ts";
import { picksLeftOf } from "../view-of/me-of.ts";

/** "I will come", or one of the few top picks. On a merged topic it counts for the survivor. */
export function castVote(state: MeetupState, { topicId, as }: CommandOf<"vote.cast">, asker: Asker): Decision {
  const named = state.topics.get(topicId);
  if (!named) return refuse("unknown-topic", "topicId");
  const topic = survivorOf(state, named);
  if (hasVoted(state, topic, as, asker)) return NOTHING;
  if (mustEnterRoom(state, asker)) return refuse("room-code");
  if (areBallotsVoid(state, asker.personId, asker.at)) return refuse("ballots-void", "topicId");
  const no = whyNoVote(state, topic, asker);
  if (no) return refuse(no, "topicId");
  if (as === "pick" && picksLeftOf(state, asker.personId) === 0) return refuse("no-picks-left", "topicId");
  return fact({ type: "vote.cast", topicId: topic.id, as });
}

/** Takes back a pick, or the whole vote. */
export function retractVote(state: MeetupState, { topicId, as }: CommandOf<"vote.retract">, asker: Asker): Decision {
  const named = state.topics.get(topicId);
  if (!named) return refuse("unknown-topic", "topicId");
  if (areBallotsVoid(state, asker.personId, asker.at)) return refuse("ballots-void", "topicId");
  const topic = survivorOf(state, named);
  if (!hasVoted(state, topic, as, asker)) return NOTHING;
  const no = whyNoVote(state, topic, asker);
  if (no) return refuse(no, "topicId");
  return fact({ type: "vote.retracted", topicId: topic.id, as });
}

/** Puts on record which topics a person has been shown; those shown before are left out. */
export function markShown(
  state: MeetupState,
  command: CommandOf<"topic.markShown">,
  { personId, at }: Asker,
): Decision {
  const unknown = command.topicIds.findIndex((id) => !state.topics.has(id));
  if (unknown >= 0) return refuse("unknown-topic", `topicIds.${unknown}`);
  // It is the other half of a ballot.
  if (areBallotsVoid(state, personId, at)) return NOTHING;
  const topicIds = [...new Set(command.topicIds)].filter((id) => {
    const topic = state.topics.get(id)!;
    return !topic.shown.has(personId) && !topic.voters.has(personId);
  });
  if (topicIds.length === 0) return NOTHING;
  return isClosed(state) ? refuse("meetup-closed") : fact({ type: "topics.shown", topicIds });
}

function hasVoted(state: MeetupState, topic: Topic, as: "come" | "pick", { personId }: Asker): boolean {
  return mergedTopics(state, topic).some((each) => (as === "pick" ? each.picks : each.voters).has(personId));
}

function whyNoVote(state: MeetupState, topic: Topic, asker: Asker): Reason | undefined {
  if (topic.withdrawnBy !== null) return "topic-withdrawn";
  return votingOpen(state, asker) && !isClosed(state) ? undefined : "voting-closed";
}
