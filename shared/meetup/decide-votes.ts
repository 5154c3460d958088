import type { Reason } from "../problem.ts";
import type { CommandOf } from "./commands.ts";
import { fact, NOTHING, refuse, type Asker, type Decision } from "./decisions.ts";
import type { MeetupState, Topic } from "./meetup-state.ts";

/** "I will come", or one of the few top picks. */
export function castVote(
  state: MeetupState,
  { topicId, as }: CommandOf<"vote.cast">,
  { personId }: Asker,
): Decision {
  const topic = state.topics.get(topicId);
  if (!topic) return refuse("unknown-topic", "topicId");
  if (as === "pick" ? topic.picks.has(personId) : topic.voters.has(personId)) return NOTHING;
  const no = whyNoVote(state, topic);
  if (no) return refuse(no, "topicId");
  if (as === "pick" && picksOf(state, personId) >= state.facts.picks)
    return refuse("no-picks-left", "topicId");
  return fact({ type: "vote.cast", topicId, as });
}

/** Takes back a pick, or the whole vote. */
export function retractVote(
  state: MeetupState,
  { topicId, as }: CommandOf<"vote.retract">,
  { personId }: Asker,
): Decision {
  const topic = state.topics.get(topicId);
  if (!topic) return refuse("unknown-topic", "topicId");
  if (as === "pick" ? !topic.picks.has(personId) : !topic.voters.has(personId)) return NOTHING;
  const no = whyNoVote(state, topic);
  if (no) return refuse(no, "topicId");
  return fact({ type: "vote.retracted", topicId, as });
}

function whyNoVote(state: MeetupState, topic: Topic): Reason | undefined {
  if (topic.withdrawn) return "topic-withdrawn";
  return state.facts.votingOpen ? undefined : "voting-closed";
}

function picksOf(state: MeetupState, personId: string): number {
  let picks = 0;
  for (const topic of state.topics.values())
    if (topic.picks.has(personId) && !topic.withdrawn) picks += 1;
  return picks;
}
