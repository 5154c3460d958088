import { syntaxTree } from "@codemirror/language";
import type { EditorState } from "@codemirror/state";
import { isInCode } from "./is-in-code.ts";
import { leadOf } from "./line-lead.ts";
import { trim, type Span } from "./mark-spans.ts";

/** What a link can't stand in, or reach into. */
const CLOSED = new Set(["Link", "Image", "InlineCode", "Autolink"]);

/**
 * The chosen words of one line that a link can go around, without what stands before a line's words; undefined where
 * none can: in a link, an image or code, and across cells of a table.
 */
export function linkableWords(state: EditorState, chosen: Span): Span | undefined {
  const line = state.doc.lineAt(chosen.from);
  if (chosen.to > line.to || isInCode(state, chosen.from)) return undefined;
  const from = Math.max(chosen.from, Math.min(chosen.to, line.from + leadOf(line.text).length));
  const span = trim(state, { from, to: chosen.to });
  let isClosed = false;
  syntaxTree(state).iterate({
    ...span,
    enter: ({ name, from: start, to: end }) => {
      if (end <= span.from || start >= span.to) return;
      const isWhole = start >= span.from && end <= span.to;
      isClosed ||= name === "TableDelimiter" || (CLOSED.has(name) && !(isWhole && name === "InlineCode"));
    },
  });
  return isClosed ? undefined : span;
}
