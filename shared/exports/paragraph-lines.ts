/** What a line of Markdown is part of: a paragraph that began at `from`, set in by so much, or nothing in which an underline makes a heading. */
export type Part = { from: number; indent: number } | "nothing" | "something else";

/** A line under a paragraph that makes a heading of it, of the first or second level. */
const UNDERLINE = /^( {0,3})(=+|-+)[ \t\r]*$/u;
const BLANK = /^[ \t\r]*$/u;
/** A heading, or a line across. */
const ALONE = /^ {0,3}(?:#{1,6}(?=\s|$)|([-*_])(?:[ \t]*\1){2,}[ \t\r]*$)/u;
const QUOTE = /^ {0,3}>/u;
const ITEM = /^ {0,3}(?:[-+*]|\d{1,9}[.)])(?=\s|$)/u;
/** Within a paragraph other numbers than 1 are part of the text, and so is an item without words. */
const ITEM_WITHIN = /^ {0,3}(?:[-+*]|1[.)])[ \t]+\S/u;
const INDENTED = /^(?: {4}| {0,3}\t)/u;
const DEFINITION = /^ {0,3}\[[^\]]+\]:/u;
/** What makes the line above it the head of a table. */
const COLUMNS = /^ {0,3}(?=.*[|:])\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*(?:\|[ \t]*)?\r?$/u;

/** The level of the heading that a line makes of the paragraph above it, if it does. */
export function underlined(above: Part, line: string): 1 | 2 | undefined {
  const [, indent = "", mark] = UNDERLINE.exec(line) ?? [];
  if (mark === undefined || typeof above === "string") return undefined;
  // Text that is set in may be in a list, which ends before a line that isn't.
  if (above.indent >= 2 && indent.length < above.indent) return undefined;
  return mark.startsWith("=") ? 1 : 2;
}

/** What a line is part of, which is neither code nor HTML nor an underline; `at` is where it stands, `above` what the one before it is part of. */
export function partOf(line: string, at: number, above: Part): Part {
  if (BLANK.test(line) || ALONE.test(line)) return "nothing";
  if (above === "something else" || QUOTE.test(line)) return "something else";
  if (above === "nothing") {
    const isOther = ITEM.test(line) || INDENTED.test(line) || DEFINITION.test(line);
    return isOther ? "something else" : { from: at, indent: line.length - line.trimStart().length };
  }
  // Text that is set in may be in a list, which goes on with any item.
  return [above.indent < 2 ? ITEM_WITHIN : ITEM, COLUMNS, UNDERLINE].some((each) => each.test(line))
    ? "something else"
    : above;
}
