import type { CommandInput } from "../../shared/meetup/commands.ts";

/**
 * How much of what somebody did waits for the connection, as a sentence; empty when nothing does. What the page tells by
 * itself, which topics were on screen, they have not done.
 */
export function waitingWords(unconfirmed: readonly { command: CommandInput }[]): string {
  const count = unconfirmed.filter(({ command }) => command.type !== "topic.markShown").length;
  if (count === 0) return "";
  return count === 1
    ? "One thing you did waits here and is sent then."
    : `${count} things you did wait here and are sent then.`;
}
