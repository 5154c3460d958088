import type { CommandInput } from "../../shared/meetup/commands.ts";
import { copyText } from "../look/copy-text.ts";

/** How to copy all that people have written of what they asked for; undefined when that is nothing. */
export function copyWritten(command: CommandInput): (() => void) | undefined {
  const { title, description, body, text, note, outcome, question, answers, practical } = command as Written;
  const fields = [title, description, body, text, note, outcome, question, ...(answers ?? [])];
  const words = [...fields, ...Object.values(practical ?? {})]
    .map((each) => each?.trim())
    .filter(Boolean)
    .join("\n\n");
  return words ? () => void copyText(words, "What you wrote is") : undefined;
}

type Written = Partial<Record<"title" | "description" | "body" | "text" | "note" | "outcome" | "question", string>> & {
  answers?: string[];
  practical?: Record<string, string | undefined>;
};
