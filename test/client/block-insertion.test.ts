import { expect, it } from "vitest";
import { blockInsertion } from "../../client/notes/editor/block-insertion.ts";

/** The text with the block in it; `^` marks the place. */
function withBlock(marked: string): string {
  const at = marked.indexOf("^");
  const text = marked.replace("^", "");
  const { from, insert } = blockInsertion(text, at, "| a |");
  return text.slice(0, from) + insert + text.slice(from);
}

it.each([
  ["an empty text", "^", "| a |\n"],
  ["the end of a line", "One^", "One\n\n| a |\n"],
  ["the middle of a line", "O^ne\nTwo", "One\n\n| a |\n\nTwo"],
  ["an empty line between two", "One\n^\nTwo", "One\n\n| a |\n\nTwo"],
  ["the second of two empty lines", "One\n\n^\nTwo", "One\n\n| a |\n\nTwo"],
  ["a line of spaces", "One\n\n  ^", "One\n\n  | a |\n"],
  ["before an empty line", "One^\n\nTwo", "One\n\n| a |\n\nTwo"],
  ["the first line, empty", "^\nTwo", "| a |\n\nTwo"],
])("[H3] a table put into the notes stands apart: %s", (_, marked, expected) => {
  expect(withBlock(marked)).toBe(expected);
});
