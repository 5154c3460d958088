import type { MeetupPhase } from "./commands.ts";
import type { TopicStatus } from "./view.ts";

const WORDS: Record<TopicStatus, string> = {
  proposed: "Proposed",
  scheduled: "On the agenda",
  "side-group": "Side group",
  parked: "Not this time",
  merged: "Merged",
  withdrawn: "Withdrawn",
};

/** What has become of a topic, in words. Once a meetup is closed, nothing is still proposed. */
export function statusWords(status: TopicStatus, phase: MeetupPhase): string {
  return status === "proposed" && phase === "closed" ? "Not scheduled" : WORDS[status];
}
