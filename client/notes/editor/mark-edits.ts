import { syntaxTree } from "@codemirror/language";
import { ChangeSet, type ChangeSpec, type EditorState } from "@codemirror/state";
import type { SyntaxNode } from "@lezer/common";
import {
  contentOf,
  joined,
  leafAt,
  nodeAround,
  trim,
  wholeNodes,
  withoutPunctuation,
  withPunctuation,
  type Mark,
  type Span,
} from "./mark-spans.ts";
import { hasKind, isOnlyMarked, isSameBut, shownIn } from "./shown-words.ts";

/** Edits of longer blocks aren't tried: it would take too long. Characters. */
const LONGEST = 10_000;

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

/** Whether all that people see of a part has a mark, the room between words aside. */
export function isAllMarked(state: EditorState, { from, to }: Span, { name }: Mark): boolean {
  const leaf = leafAt(state, from);
  if (!leaf || leaf.to - leaf.from > LONGEST) return false;
  const shown = shownIn(state.sliceDoc(leaf.from, leaf.to)).filter(
    ({ at }) => at >= from - leaf.from && at < to - leaf.from,
  );
  return shown.length > 0 && shown.every((each) => hasKind(each, name));
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

/** Whether what is done to several parts at once leaves the words, and all other marks, as they are. */
export function changesOnly({ name }: Mark, state: EditorState, changes: ChangeSet, { from, to }: Span): boolean {
  const start = leafAt(state, from)?.from ?? from;
  const end = leafAt(state, to)?.to ?? to;
  if (end - start > LONGEST) return true;
  const after = changes.apply(state.doc).sliceString(start, changes.mapPos(end, 1));
  return isSameBut(name, shownIn(state.sliceDoc(start, end)), shownIn(after));
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

/** Within a word only stars emphasize. */
function textFor(state: EditorState, { from, to }: Span, { name, text }: Mark): string {
  const beside = state.sliceDoc(from - 1, from) + state.sliceDoc(to, to + 1);
  return name === "Emphasis" && /[\p{L}\p{N}]/u.test(beside) ? "*" : text;
}
