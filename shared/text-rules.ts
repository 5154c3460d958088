import { z } from "zod";

/**
 * What text from outside may hold. Lengths are in characters as people count them (code points),
 * after trimming. Control characters could break logs and exports, direction overrides can make a
 * name read as another, and lone surrogates can't be stored: all three are refused, naming the field.
 */

// oxlint-disable-next-line no-control-regex -- matching control characters is its purpose
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/u;
// oxlint-disable-next-line no-control-regex -- the same, with tab and line feed allowed
const CONTROL_IN_TEXT = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/u;
const DIRECTION_OVERRIDE = /[\u202a-\u202e\u2066-\u2069]/u;
// Some letters and one symbol are blank: fillers of Hangul, and a Braille pattern without dots.
const VISIBLE = /(?![\p{Default_Ignorable_Code_Point}\u2800])[\p{L}\p{N}\p{P}\p{S}]/u;

/** One line of `min` to `max` characters, trimmed, with something visible in it unless `min` is 0. */
export const line = (min: number, max: number) =>
  z
    .string()
    .transform((text) => text.trim())
    .superRefine((text, context) => {
      const problem = lineProblem(text, min, max);
      if (problem) context.addIssue({ code: "custom", message: problem });
    });

/** The same of up to `max` characters, or nothing at all. */
export const lineOrNothing = (max: number) =>
  z
    .string()
    .transform((text) => text.trim())
    .superRefine((text, context) => {
      const problem = lineOrNothingProblem(text, max);
      if (problem) context.addIssue({ code: "custom", message: problem });
    });

/** Markdown or plain text of `min` to `max` characters; line ends become `\n`, outer space is trimmed. */
export const paragraphs = (min: number, max: number) =>
  z
    .string()
    .transform((text) => text.replaceAll(/\r\n?/gu, "\n").trim())
    .superRefine((text, context) => {
      const problem = paragraphsProblem(text, min, max);
      if (problem) context.addIssue({ code: "custom", message: problem });
    });

/** Why `text`, already trimmed, can't be such a line; undefined when it can. */
export function lineProblem(text: string, min: number, max: number): string | undefined {
  return (
    lengthProblem(text, min, max) ??
    charactersProblem(text, CONTROL) ??
    (min > 0 && !VISIBLE.test(text) ? "Needs at least one visible character" : undefined)
  );
}

/** The same where nothing at all is right too. */
export function lineOrNothingProblem(text: string, max: number): string | undefined {
  return text === "" ? undefined : lineProblem(text, 1, max);
}

/** Why `text`, already trimmed and with `\n` for line ends, can't be such a text; undefined when it can. */
export function paragraphsProblem(text: string, min: number, max: number): string | undefined {
  return lengthProblem(text, min, max) ?? charactersProblem(text, CONTROL_IN_TEXT);
}

function lengthProblem(text: string, min: number, max: number): string | undefined {
  // A string has at most as many code points as code units, so that only doubtful ones are counted.
  const length = text.length > max * 2 ? text.length : [...text].length;
  if (length < min) return min === 1 ? "Must not be empty" : `Needs at least ${min} characters`;
  if (length > max) return `Has ${length} characters; at most ${max} fit`;
  return undefined;
}

function charactersProblem(text: string, control: RegExp): string | undefined {
  if (control.test(text)) return "Must not contain control characters";
  if (DIRECTION_OVERRIDE.test(text)) return "Must not contain characters that change the direction of text";
  if (!text.isWellFormed()) return "Contains half of a character pair";
  return undefined;
}
