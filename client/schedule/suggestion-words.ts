import type { MeetupView } from "../../shared/meetup/view.ts";
import type { Suggestion } from "../../shared/schedule/suggest.ts";

/** `12 people want both “Ceph” and “Upgrades”, on at the same time`; how many one or two are is not told. */
export function pairWords(
  { topics }: Pick<MeetupView, "topics">,
  { topicIds, people }: Suggestion["worst"][number],
): string {
  const [one, other] = topicIds.map((id) => topics.find((topic) => topic.id === id)?.title ?? "");
  return `${people === null ? "A few people want" : `${people} people want`} both “${one}” and “${other}”`;
}

/** `3 topics are new on the agenda, 2 sessions move, 1 session is taken off`. */
export function countWords({
  added,
  moved,
  dropped,
}: Record<"added" | "moved" | "dropped", readonly unknown[]>): string {
  const parts = [
    words(added.length, "topic is new on the agenda", "topics are new on the agenda"),
    words(moved.length, "session moves", "sessions move"),
    words(dropped.length, "session is taken off", "sessions are taken off"),
  ].filter(Boolean);
  return `${parts.join(", ")}.`;
}

function words(count: number, one: string, many: string): string {
  return count === 0 ? "" : `${count} ${count === 1 ? one : many}`;
}
