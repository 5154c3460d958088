import { commandSchema, type CommandInput } from "../../shared/meetup/commands.ts";
import type { LoggedCommand } from "../../shared/meetup/decide.ts";
import type { SampleName } from "./sample-people.ts";

/** Who asks for something in the sample: the organizer, or one of its made-up people. */
export type Asking = "organizer" | SampleName;

/** One thing that somebody asks for, in a story told in order. */
export interface Asked {
  by: Asking;
  command: LoggedCommand;
}

/** As if it had come through the door: with defaults filled in; throws when a field breaks a limit. */
export function ask(by: Asking, input: Exclude<CommandInput, { type: "meetup.delete" }>): Asked {
  return { by, command: commandSchema.parse(input) as LoggedCommand };
}
