import { ask, type Asked } from "./sample-asks.ts";
import type { SampleName } from "./sample-people.ts";
import { topicCalled, type SampleTopic } from "./sample-topics.ts";

/** Title, who says it, and what; `re` answers the comment before. */
const COMMENTS: { on: string; by: SampleName; body: string; re?: true }[] = [
  {
    on: "Rabbit HA and queue issues",
    by: "Rania",
    body: "Who runs without mirrored queues? I'd like to hear how that goes.",
  },
  { on: "Rabbit HA and queue issues", by: "Mei", body: "We do, for two of our services. Happy to tell.", re: true },
  {
    on: "Rabbit HA and queue issues",
    by: "Chidi",
    body: "Bring the metrics you alert on, so that we can make one list.",
  },
  {
    on: "OVS issues, fixes, best practices",
    by: "Anselm K",
    body: "Please include upgrades of the switch itself, not only the agent.",
  },
  { on: "OVS issues, fixes, best practices", by: "Linh", body: "Yes, that is half of what I have.", re: true },
  { on: "Nova feedback", by: "Yara", body: "Could somebody who works on it be in the room?" },
  {
    on: "Rolling upgrades with N-1 compatibility",
    by: "Bashir",
    body: "Skipping a release is what we really need. Same topic or another one?",
  },
  { on: "Rolling upgrades with N-1 compatibility", by: "Marisol", body: "Same topic, I'll add it.", re: true },
  {
    on: "Database maintenance",
    by: "Haruto",
    body: "If this doesn't make the agenda, I'll be at the lunch table by the window.",
  },
  { on: "Packaging", by: "Jarek", body: "This and the toolchain topic could be one session." },
  { on: "Fix bad defaults", by: "Sofia T", body: "A DHCP lease of two minutes cost us a weekend." },
  { on: "Actionable error messages", by: "Aiko", body: "Bring your worst one. There should be a prize." },
];

/** What people say about the topics, and who offers to moderate, speak or take notes. */
export function talk(topics: readonly SampleTopic[]): Asked[] {
  const id = (index: number) => `sample-comment-${String(index + 1).padStart(2, "0")}`;
  const offer = (by: SampleName, title: string, as: "moderator" | "speaker" | "notes") =>
    ask(by, { type: "volunteer.offer", topicId: topicCalled(topics, title), as });
  return [
    ...COMMENTS.map(({ on, by, body, re }, index) =>
      ask(by, {
        type: "comment.add",
        id: id(index),
        topicId: topicCalled(topics, on),
        body,
        ...(re && { replyTo: id(index - 1) }),
      }),
    ),
    offer("Chidi", "Rabbit HA and queue issues", "moderator"),
    offer("Wanjiru", "Rabbit HA and queue issues", "notes"),
    offer("Linh", "OVS issues, fixes, best practices", "moderator"),
    offer("Marisol", "Rolling upgrades with N-1 compatibility", "moderator"),
    offer("Beatriz", "Rolling upgrades with N-1 compatibility", "speaker"),
    offer("Olumide", "Stability of core components", "moderator"),
  ];
}
