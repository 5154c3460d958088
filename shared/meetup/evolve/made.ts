import type { Command } from "../commands.ts";
import type { MeetupState } from "../meetup-state.ts";

/** A command that makes something under an id of its own. */
export type MakingCommand = Extract<Command, { id: string }>;

/** Keeps who made something under which id, and by which command: tells a repeat from a clash. */
export function remember(state: MeetupState, by: string, command: MakingCommand): void {
  state.made.set(command.id, { by, content: contentOf(command) });
}

/** What a command makes, in a form that tells the same content from another. */
export function contentOf(command: MakingCommand): string {
  const entries = Object.entries(command).filter(([, value]) => value !== undefined);
  return JSON.stringify(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** The type of the command whose content that is. */
export function typeOf(content: string): unknown {
  return (JSON.parse(content) as [key: string, value: unknown][]).find(([key]) => key === "type")?.[1];
}
