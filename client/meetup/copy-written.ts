import type { CommandInput } from "../../shared/meetup/commands.ts";
import { copyText } from "../look/copy-text.ts";

/** How to copy all that people have written of what they asked for; undefined when that is nothing. */
export function copyWritten(command: CommandInput): (() => void) | undefined {
  const words = wordsOf(command);
  return words ? () => void copyText(words, "What you wrote is") : undefined;
}

/** All that people have written of what they asked for, from the most telling part to the least. */
export function wordsOf(command: CommandInput): string {
  const { practical, answers = [], tags = [], places = [], ...texts } = command as Written;
  const written = [...PARTS.map((part) => texts[part]), ...answers, places.join("\n"), tags.join(", ")];
  return [...written, ...Object.values(practical ?? {})]
    .map((each) => each?.trim())
    .filter(Boolean)
    .join("\n\n");
}

const PARTS = [
  "title",
  "name",
  "label",
  "description",
  "body",
  "text",
  "note",
  "outcome",
  "question",
  "place",
  "where",
  "forName",
] as const;

type Written = Partial<Record<(typeof PARTS)[number], string>> & {
  answers?: string[];
  tags?: string[];
  places?: string[];
  practical?: Record<string, string | undefined>;
};
