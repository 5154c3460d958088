import type { CommandInput } from "../../shared/meetup/commands.ts";
import type { MeetupView, SessionView } from "../../shared/meetup/view.ts";
import type { Problem } from "../../shared/problem.ts";
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

/** The title of the session that a refusal of a batch is about, if it names one. */
export function sessionIn(
  { errors }: Problem,
  commands: readonly CommandInput[],
  sessions: readonly SessionView[],
): string | undefined {
  const [, at, , place] = /^commands\.(\d+)(\.sessions\.(\d+))?/u.exec(errors?.[0]?.path ?? "") ?? [];
  const command = commands[Number(at)];
  const id =
    command?.type === "schedule.arrange"
      ? command.sessions[Number(place)]?.sessionId
      : command && "sessionId" in command
        ? command.sessionId
        : undefined;
  return sessions.find((each) => each.id === id)?.title;
}
