import { syntaxTree } from "@codemirror/language";
import { ChangeSet, type ChangeSpec, type EditorState } from "@codemirror/state";
import type { SyntaxNode } from "@lezer/common";
import { isOnlyMarked, shownIn } from "./shown-words.ts";

/** What marks words in a line: how the parser names it, and what stands around it. */
export type Mark = { name: "StrongEmphasis" | "Emphasis" | "InlineCode"; text: string };

export interface Span {
  from: number;
  to: number;
}

/** Edits of longer blocks aren't tried: it would take too long. Characters. */
const LONGEST = 10_000;
/** The blocks that words stand in. */
const LEAF = /^(?:Paragraph|ATXHeading\d|SetextHeading\d|TableCell|Task)$/u;
/** What a mark goes around as a whole, or not at all. */
const WHOLE = new Set(["InlineCode", "Autolink", "URL", "Image", "Escape"]);
const NESTS = new Set(["StrongEmphasis", "Emphasis", "Strikethrough", "InlineCode", "Link"]);
/** What can't be within code and still show as it does. */
const NEVER_CODE = new Set("EmphasisMark StrikethroughMark LinkMark Image Autolink HTMLTag Entity".split(" "));
const PUNCTUATION = /[\p{P}\p{S}\s]/u;

/** Ways of doing one thing, the best first; what is meant may be a little more or less in each. */
type Way = Span & { changes: ChangeSpec[] };

/** Puts a mark around a part; undefined where Markdown has no way to. The same marks within it go. */
export function marked(state: EditorState, part: Span, mark: Mark): ChangeSpec[] | undefined {
  if (mark.name === "InlineCode") return firstThatWorks(state, [coded(state, part, mark)], mark.name, true);
  const inner = withoutPunctuation(state, part);
  const texts = [textFor(state, part, mark), mark.text.replaceAll("_", "*"), mark.text.replaceAll("*", "_")];
  const parts = inner.from === part.from && inner.to === part.to ? [part] : [part, inner];
  const ways = parts.flatMap((span) => texts.map((text) => around(state, joined(state, span, mark), text, mark)));
  return firstThatWorks(state, ways, mark.name, true);
}

/** Whether a part has a mark as far as it can: a mark can't end behind a bracket that a letter follows. */
export function nodeAsFarAsCan(state: EditorState, part: Span, mark: Mark): SyntaxNode | undefined {
  const node = nodeAround(state, part, mark);
  if (node || mark.name === "InlineCode") return node;
  const inner = withoutPunctuation(state, part);
  const within = inner.from < inner.to ? nodeAround(state, inner, mark) : undefined;
  if (!within) return undefined;
  const way = around(state, joined(state, part, mark), textFor(state, part, mark), mark);
  return firstThatWorks(state, [way], mark.name, true) ? undefined : within;
}

/** Takes a mark from part of what has it: what is before and behind keeps it, where there is a way to. */
export function unmarked(state: EditorState, node: SyntaxNode, part: Span): ChangeSpec[] | undefined {
  const content = contentOf(node);
  const { name } = node;
  if (name === "InlineCode") {
    const marks = [
      { from: node.from, to: content.from },
      { from: content.to, to: node.to },
    ];
    return firstThatWorks(state, [{ ...content, changes: marks }, escaped(state, content, marks)], name, false);
  }
  const whole = wholeNodes(state, node, part);
  const open = state.sliceDoc(node.from, content.from);
  const again = marksWithin(state, node);
  const ways = [whole, withPunctuation(state, whole, content), content].flatMap((span) =>
    [open, open.replaceAll("_", "*")].map((text) => without(state, node, span, { text, again })),
  );
  return firstThatWorks(state, ways, name, false);
}

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

/** Tries each way on the block that it is in, and takes the first that people see as it is meant. */
function firstThatWorks(
  state: EditorState,
  ways: readonly Way[],
  name: string,
  isOn: boolean,
): ChangeSpec[] | undefined {
  const leaf = ways[0] && leafAt(state, ways[0].from);
  // What isn't parsed yet is far from what one sees.
  if (!leaf || leaf.to - leaf.from > LONGEST) return ways[0]?.changes;
  const shown = shownIn(state.sliceDoc(leaf.from, leaf.to));
  return ways.find(({ from, to, changes }) => {
    if (from >= to) return false;
    const set = ChangeSet.of(changes, state.doc.length);
    const after = set.apply(state.doc).sliceString(leaf.from, set.mapPos(leaf.to, 1));
    return isOnlyMarked(shown, shownIn(after), { from: from - leaf.from, to: to - leaf.from, name, isOn });
  })?.changes;
}

/** Whether what is done to several parts at once leaves the words as they are. */
export function keepsWords(state: EditorState, changes: ChangeSet, { from, to }: Span): boolean {
  const start = leafAt(state, from)?.from ?? from;
  const end = leafAt(state, to)?.to ?? to;
  if (end - start > LONGEST) return true;
  const words = (text: string) =>
    shownIn(text)
      .map(({ character }) => character)
      .join("");
  const after = changes.apply(state.doc).sliceString(start, changes.mapPos(end, 1));
  return words(after) === words(state.sliceDoc(start, end));
}

/** Whether a line has words there; a rule, an underline, where a link's address stands, and HTML have none. */
export function hasWords(state: EditorState, { from }: Span): boolean {
  if (from >= syntaxTree(state).length) return true;
  return leafAt(state, from) !== undefined && innermost(state, from, 1).name !== "HeaderMark";
}

function leafAt(state: EditorState, at: number): Span | undefined {
  for (let node: SyntaxNode | null = innermost(state, at, 1); node; node = node.parent)
    if (LEAF.test(node.name)) return { from: node.from, to: node.to };
  return undefined;
}

function innermost(state: EditorState, at: number, side: 1 | -1): SyntaxNode {
  return syntaxTree(state).resolveInner(at, side);
}

/** A span with what has the same mark right beside it: two marks that touch would be no marks. */
function joined(state: EditorState, { from, to }: Span, { name }: Mark): Span {
  const beside = (at: number, side: 1 | -1): SyntaxNode | undefined => {
    for (let node: SyntaxNode | null = innermost(state, at, side); node; node = node.parent)
      if (node.name === name && (side === 1 ? node.from : node.to) === at) return node;
    return undefined;
  };
  return { from: beside(from, -1)?.from ?? from, to: beside(to, 1)?.to ?? to };
}

function around(state: EditorState, { from, to }: Span, text: string, { name }: Mark): Way {
  const gone: Span[] = [];
  syntaxTree(state).iterate({
    from,
    to,
    enter: ({ node }) => {
      if (node.name !== name || node.from < from || node.to > to) return;
      const content = contentOf(node);
      gone.push({ from: node.from, to: content.from }, { from: content.to, to: node.to });
    },
  });
  return { from, to, changes: [{ from, insert: text }, ...gone, { from: to, insert: text }] };
}

/** Code around a stretch; around backticks it takes more of them. */
function coded(state: EditorState, { from, to }: Span, { text }: Mark): Way {
  const gone: Span[] = [];
  syntaxTree(state).iterate({
    from,
    to,
    enter: (node) => {
      if (node.from < from || node.to > to) return;
      if (node.name === "CodeMark") gone.push({ from: node.from, to: node.to });
      if (node.name === "Escape") gone.push({ from: node.from, to: node.from + 1 });
    },
  });
  let size = 1;
  for (const { index, 0: run } of state.sliceDoc(from, to).matchAll(/`+/gu))
    if (!gone.some((span) => span.from === from + index)) size = Math.max(size, run.length + 1);
  const marks = text.repeat(size);
  return { from, to, changes: [{ from, insert: marks }, ...gone, { from: to, insert: marks }] };
}

/** What was code, with a backslash before all that would mark something now. */
function escaped(state: EditorState, content: Span, marks: readonly ChangeSpec[]): Way {
  const changes: ChangeSpec[] = [...marks];
  for (const { index } of state.sliceDoc(content.from, content.to).matchAll(/[\\`*_~[\]<>&#|+.)-]/gu))
    changes.push({ from: content.from + index, insert: "\\" });
  return { ...content, changes };
}

/** The marks of what has the same mark once more within: they mark nothing anew. */
function marksWithin(state: EditorState, outer: SyntaxNode): Span[] {
  const marks: Span[] = [];
  syntaxTree(state).iterate({
    from: outer.from,
    to: outer.to,
    enter: ({ node }) => {
      if (node.name !== outer.name || node.from <= outer.from || node.to >= outer.to) return;
      const content = contentOf(node);
      marks.push({ from: node.from, to: content.from }, { from: content.to, to: node.to });
    },
  });
  return marks;
}

/** `again`: marks within that go too. */
function without(
  state: EditorState,
  node: SyntaxNode,
  part: Span,
  { text, again }: { text: string; again: readonly Span[] },
): Way {
  const content = contentOf(node);
  const before = trimmed(state, { from: content.from, to: Math.max(part.from, content.from) }, again);
  const behind = trimmed(state, { from: Math.min(part.to, content.to), to: content.to }, again);
  const isSame = text === state.sliceDoc(node.from, content.from);
  const changes: ChangeSpec[] = [...again];
  const mark = (at: Span, rest: Span, cut: number) => {
    if (rest.from === rest.to) return changes.push(at);
    if (!isSame) changes.push({ ...at, insert: text });
    return changes.push({ from: cut, insert: text });
  };
  mark({ from: node.from, to: content.from }, before, before.to);
  mark({ from: content.to, to: node.to }, behind, behind.from);
  return { from: Math.max(part.from, content.from), to: Math.min(part.to, content.to), changes };
}

/** A span without room and these marks at its ends. */
function trimmed(state: EditorState, span: Span, marks: readonly Span[]): Span {
  const { from, to } = trim(state, span);
  const first = marks.find((mark) => mark.from === from && mark.to <= to);
  const last = marks.find((mark) => mark.to === to && mark.from >= from);
  if (from === to || (!first && !last)) return { from, to };
  const start = first?.to ?? from;
  return trimmed(state, { from: start, to: Math.max(start, last?.from ?? to) }, marks);
}

/** A part of a node with all of each node in it that it lies in: marks don't cross. */
function wholeNodes(state: EditorState, outer: SyntaxNode, part: Span): Span {
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

function withoutPunctuation(state: EditorState, { from, to }: Span): Span {
  let [start, end] = [from, to];
  while (start < end && PUNCTUATION.test(state.sliceDoc(start, start + 1))) start += 1;
  while (end > start && PUNCTUATION.test(state.sliceDoc(end - 1, end))) end -= 1;
  return { from: start, to: end };
}

function withPunctuation(state: EditorState, { from, to }: Span, limit: Span): Span {
  let [start, end] = [from, to];
  while (start > limit.from && PUNCTUATION.test(state.sliceDoc(start - 1, start))) start -= 1;
  while (end < limit.to && PUNCTUATION.test(state.sliceDoc(end, end + 1))) end += 1;
  return { from: start, to: end };
}

/** Within a word only stars emphasize. */
function textFor(state: EditorState, { from, to }: Span, { name, text }: Mark): string {
  const beside = state.sliceDoc(from - 1, from) + state.sliceDoc(to, to + 1);
  return name === "Emphasis" && /[\p{L}\p{N}]/u.test(beside) ? "*" : text;
}
