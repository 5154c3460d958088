import { syntaxTree } from "@codemirror/language";
import type { EditorState } from "@codemirror/state";
import type { SyntaxNode } from "@lezer/common";

/** What marks words in a line: how the parser names it, and what stands around it. */
export type Mark = { name: "StrongEmphasis" | "Emphasis" | "InlineCode"; text: string };

export interface Span {
  from: number;
  to: number;
}

/** What is chosen of what a node marks. */
export interface Piece {
  part: Span;
  node: SyntaxNode;
}

/** The blocks that words stand in. */
const LEAF = /^(?:Paragraph|ATXHeading\d|SetextHeading\d|TableCell|Task)$/u;
/** What a mark goes around as a whole, or not at all. */
const WHOLE = new Set(["InlineCode", "Autolink", "URL", "Image", "Escape"]);
const NESTS = new Set(["StrongEmphasis", "Emphasis", "Strikethrough", "InlineCode", "Link"]);
/** What can't be within code and still show as it does. */
const NEVER_CODE = new Set("EmphasisMark StrikethroughMark LinkMark Image Autolink HTMLTag Entity".split(" "));
const PUNCTUATION = /[\p{P}\p{S}\s]/u;

/** What of a span a mark is put around or taken from at once: code goes within other marks, others go around them. */
export function partsOf(state: EditorState, span: Span, mark: Mark): Span[] {
  const stretches = mark.name === "InlineCode" ? betweenMarks(state, span) : [withoutMarks(state, span)];
  return stretches
    .map((each) => trim(state, each))
    .filter(({ from, to }) => from < to)
    .map((each) => grown(state, each, mark));
}

/** The stretches of a span between what can't be in code. */
function betweenMarks(state: EditorState, { from, to }: Span): Span[] {
  const stretches: Span[] = [];
  let start = from;
  syntaxTree(state).iterate({
    from,
    to,
    enter: ({ name, from: at, to: end, node }) => {
      if (end <= from || at >= to) return undefined;
      if (!NEVER_CODE.has(name) && !isAddress(node)) return undefined;
      stretches.push({ from: start, to: Math.max(start, at) });
      start = end;
      return false;
    },
  });
  return [...stretches, { from: start, to: Math.max(start, to) }];
}

/** A span without marks at its ends, which are marks of what is beside it or grow back. */
function withoutMarks(state: EditorState, { from, to }: Span): Span {
  const markAt = (at: number, side: 1 | -1) => {
    const node = innermost(state, at, side);
    return node.from < node.to && (node.name.endsWith("Mark") || isAddress(node)) ? node : undefined;
  };
  let { from: start, to: end } = trim(state, { from, to });
  for (let node = markAt(start, 1); node && start < end; node = markAt(start, 1)) start = node.to;
  for (let node = markAt(end, -1); node && end > start; node = markAt(end, -1)) end = node.from;
  const isDone = start >= end || (start === from && end === to);
  return isDone ? { from: start, to: Math.max(start, end) } : withoutMarks(state, { from: start, to: end });
}

function isAddress(node: SyntaxNode): boolean {
  return ["URL", "LinkTitle", "LinkLabel"].includes(node.name) && node.parent?.name === "Link";
}

/** A span with all of what it reaches into or is the whole content of; but for the kind that is looked for. */
export function grown(state: EditorState, span: Span, mark: Mark): Span {
  let { from, to } = span;
  const grow = (): boolean => {
    for (const side of [1, -1] as const) {
      for (let node: SyntaxNode | null = innermost(state, side === 1 ? from : to, side); node; node = node.parent) {
        const { name } = node;
        if (!NESTS.has(name) && !WHOLE.has(name)) continue;
        if (node.from >= from && node.to <= to) continue;
        // Code is put within other marks.
        if (mark.name === "InlineCode" && !WHOLE.has(name)) continue;
        const content = contentOf(node);
        const isAll = content.from === from && content.to === to;
        const isWithin = content.from <= from && content.to >= to;
        if (name === mark.name && (isAll || isWithin)) continue;
        if (name === "Link" && isWithin) continue;
        if (isWithin && !isAll && !WHOLE.has(name)) continue;
        [from, to] = [Math.min(from, node.from), Math.max(to, node.to)];
        return true;
      }
    }
    return false;
  };
  while (grow());
  return { from, to };
}

/** What of this kind is around all of a span, be it exactly what is chosen; the outermost where there is more than one. */
export function nodeAround(state: EditorState, { from, to }: Span, { name }: Mark): SyntaxNode | undefined {
  const isAround = (node: SyntaxNode) => {
    const content = contentOf(node);
    return (content.from <= from && content.to >= to) || (from < to && node.from === from && node.to === to);
  };
  for (const side of [1, -1] as const) {
    let found: SyntaxNode | undefined;
    for (let node: SyntaxNode | null = innermost(state, from, side); node; node = node.parent)
      if (node.name === name && isAround(node)) found = node;
    if (found) return found;
  }
  return undefined;
}

/** What of a span is marked in this way, node by node; of nodes within each other the outermost. */
export function nodesIn(state: EditorState, { from, to }: Span, { name }: Mark): Piece[] {
  const pieces: Piece[] = [];
  syntaxTree(state).iterate({
    from,
    to,
    enter: ({ node }) => {
      if (node.name !== name) return undefined;
      const content = contentOf(node);
      const part = trim(state, { from: Math.max(from, content.from), to: Math.min(to, content.to) });
      if (part.from < part.to) pieces.push({ part, node });
      return false;
    },
  });
  return pieces;
}

/** What stands between a node's marks; all of it where it has none. */
export function contentOf(node: SyntaxNode): Span {
  const [open, close] = [node.firstChild, node.name === "Link" ? node.getChildren("LinkMark")[1] : node.lastChild];
  return open && close && open.from === node.from && close.from > open.from && open.name.endsWith("Mark")
    ? { from: open.to, to: close.from }
    : { from: node.from, to: node.to };
}

export function trim(state: EditorState, { from, to }: Span): Span {
  const text = state.sliceDoc(from, to);
  const start = from + text.length - text.trimStart().length;
  return { from: start, to: Math.max(start, from + text.trimEnd().length) };
}

/** Whether a line has words there; a rule, an underline, where a link's address stands, and HTML have none. */
export function hasWords(state: EditorState, { from }: Span): boolean {
  if (from >= syntaxTree(state).length) return true;
  return leafAt(state, from) !== undefined && innermost(state, from, 1).name !== "HeaderMark";
}

/** The block that a place is in; undefined where words can't be marked. */
export function leafAt(state: EditorState, at: number): Span | undefined {
  for (let node: SyntaxNode | null = innermost(state, at, 1); node; node = node.parent)
    if (LEAF.test(node.name)) return { from: node.from, to: node.to };
  return undefined;
}

/** What the parser has at a place, on one side of it. */
export function innermost(state: EditorState, at: number, side: 1 | -1): SyntaxNode {
  return syntaxTree(state).resolveInner(at, side);
}

/** A span with what has the same mark right beside it: two marks that touch would be no marks. */
export function joined(state: EditorState, { from, to }: Span, { name }: Mark): Span {
  const beside = (at: number, side: 1 | -1): SyntaxNode | undefined => {
    for (let node: SyntaxNode | null = innermost(state, at, side); node; node = node.parent)
      if (node.name === name && (side === 1 ? node.from : node.to) === at) return node;
    return undefined;
  };
  return { from: beside(from, -1)?.from ?? from, to: beside(to, 1)?.to ?? to };
}

/** A part of a node with all of each node in it that it lies in: marks don't cross. */
export function wholeNodes(state: EditorState, outer: SyntaxNode, part: Span): Span {
  let { from, to } = part;
  for (const [at, side] of [
    [part.from, 1],
    [part.to, -1],
  ] as const)
    for (let node: SyntaxNode | null = innermost(state, at, side); node; node = node.parent) {
      if (node.from <= outer.from && node.to >= outer.to) break;
      if (node.name === outer.name) continue;
      if (NESTS.has(node.name) || WHOLE.has(node.name)) [from, to] = [Math.min(from, node.from), Math.max(to, node.to)];
    }
  return { from, to };
}

/** A span without signs at its ends. */
export function withoutPunctuation(state: EditorState, { from, to }: Span): Span {
  let [start, end] = [from, to];
  while (start < end && PUNCTUATION.test(state.sliceDoc(start, start + 1))) start += 1;
  while (end > start && PUNCTUATION.test(state.sliceDoc(end - 1, end))) end -= 1;
  return { from: start, to: end };
}

/** A span with the signs beside it, within a limit. */
export function withPunctuation(state: EditorState, { from, to }: Span, limit: Span): Span {
  let [start, end] = [from, to];
  while (start > limit.from && PUNCTUATION.test(state.sliceDoc(start - 1, start))) start -= 1;
  while (end < limit.to && PUNCTUATION.test(state.sliceDoc(end, end + 1))) end += 1;
  return { from: start, to: end };
}
