import { syntaxTree } from "@codemirror/language";
import {
  EditorSelection,
  type ChangeSpec,
  type EditorState,
  type Line,
  type SelectionRange,
  type StateCommand,
} from "@codemirror/state";
import type { SyntaxNode } from "@lezer/common";
import { linkableWords } from "./link-words.ts";
import type { Span } from "./mark-spans.ts";
import { toggleMark } from "./toggle-mark.ts";

/** What the toolbar and its keys can do to the text. */
export const FORMATS = [
  "heading",
  "bold",
  "italic",
  "list",
  "numbers",
  "checkbox",
  "quote",
  "code",
  "block",
  "link",
  "table",
] as const;
export type Format = (typeof FORMATS)[number];

/** The command that turns a format on, or off where it is on already. */
export function formatCommand(format: Format): StateCommand {
  switch (format) {
    case "bold":
      return toggleMark({ name: "StrongEmphasis", text: "**" });
    case "italic":
      return toggleMark({ name: "Emphasis", text: "_" });
    case "code":
      return toggleCode;
    case "link":
      return insertLink;
    case "heading":
      return eachLine((text) => text.replace(/^#{1,6} +|^/u, nextHeading));
    case "list":
      return toggleItems(/^(\s*)[-*+] +(?!\[[ xX-]\] )/u, "- ");
    case "numbers":
      return toggleNumbers;
    case "block":
      return insertBlock;
    case "table":
      return insertTable;
    case "checkbox":
      return toggleItems(/^(\s*)[-*+] +\[[ xX-]\] +/u, "- [ ] ");
    case "quote":
      return toggleItems(/^(\s*)> ?/u, "> ");
  }
}

/** No heading, second level, third level, none again: the first level is the pad's title. */
function nextHeading(marks: string): string {
  if (marks === "") return "## ";
  return marks.trim().length === 2 ? "### " : "";
}

/** Backticks around a selection in one line; a fenced block around one of several. */
const toggleCode: StateCommand = (target) => {
  const { doc, selection } = target.state;
  const first = doc.lineAt(selection.main.from);
  const last = doc.lineAt(selection.main.to);
  return first.number === last.number ? toggleMark({ name: "InlineCode", text: "`" })(target) : insertBlock(target);
};

/** Numbers the chosen lines from 1; takes the numbers away where all have one. */
const toggleNumbers: StateCommand = (target) => {
  const isOn = chosenLines(target.state).every(({ text }) => /^\s*\d+[.)] /u.test(text));
  let number = 0;
  return eachLine((text) => {
    if (isOn) return text.replace(/^(\s*)\d+[.)] +/u, "$1");
    number += 1;
    return text.replace(/^(\s*)(?:(?:[-*+]|\d+[.)]) +(?:\[[ xX-]\] +)?)?/u, `$1${number}. `);
  })(target);
};

/** A fenced block around the chosen lines, or an empty one with the cursor in it. */
const insertBlock: StateCommand = ({ state, dispatch }) => {
  if (state.readOnly) return false;
  const { from, to, empty } = state.selection.main;
  const first = state.doc.lineAt(from);
  const last = state.doc.lineAt(to);
  if (!empty || first.text.trim() !== "") {
    const runs = [...state.sliceDoc(first.from, last.to).matchAll(/`+/gu)].map(([run]) => run.length);
    const fence = "`".repeat(Math.max(2, ...runs) + 1);
    const changes = [
      { from: first.from, insert: `${fence}\n` },
      { from: last.to, insert: `\n${fence}` },
    ];
    const edit = state.changes(changes);
    const selection = state.selection.map(edit, -1);
    dispatch(state.update({ changes: edit, selection, scrollIntoView: true, userEvent: "input.format" }));
    return true;
  }
  const changes = { from: first.from, to: first.to, insert: "```\n\n```" };
  const selection = EditorSelection.cursor(first.from + 4);
  dispatch(state.update({ changes, selection, scrollIntoView: true, userEvent: "input.format" }));
  return true;
};

const TABLE = "| Column | Column |\n| ------ | ------ |\n|        |        |";

/** A small table below the cursor's line, its first heading chosen. */
const insertTable: StateCommand = ({ state, dispatch }) => {
  if (state.readOnly) return false;
  const line = state.doc.lineAt(state.selection.main.head);
  const isEmpty = line.text.trim() === "";
  const isBelowWords = isEmpty && line.number > 1 && state.doc.line(line.number - 1).text.trim() !== "";
  // Right below words it would go on with them.
  const above = isBelowWords ? "\n" : isEmpty ? "" : "\n\n";
  const isFollowed = line.number < state.doc.lines && state.doc.line(line.number + 1).text.trim() !== "";
  const from = isEmpty ? line.from : line.to;
  const changes = { from, to: line.to, insert: `${above}${TABLE}${isFollowed ? "\n" : ""}` };
  const heading = from + above.length + 2;
  const selection = EditorSelection.range(heading, heading + 6);
  dispatch(state.update({ changes, selection, scrollIntoView: true, userEvent: "input.format" }));
  return true;
};

/** `[words](https://)` with the address chosen, or the words where there are none yet; within a word, of that. In a link its address is chosen. */
const insertLink: StateCommand = ({ state, dispatch }) => {
  if (state.readOnly) return false;
  const update = state.changeByRange((chosen) => {
    const word = chosen.empty ? state.wordAt(chosen.head) : null;
    const isInWord = word !== null && word.from < chosen.head && word.to > chosen.head;
    const meant = isInWord ? word : chosen;
    const words = linkableWords(state, meant);
    if (!words) return { range: addressAround(state, chosen) ?? chosen };
    return linked(state, words);
  });
  dispatch(state.update(update, { scrollIntoView: true, userEvent: "input.format" }));
  return true;
};

function linked(state: EditorState, { from, to }: Span): { changes: ChangeSpec; range: SelectionRange } {
  const words = state.sliceDoc(from, to);
  const isAddress = /^https?:\/\/\S+$/u.test(words);
  const link = isAddress ? `[](${words})` : `[${words}](https://)`;
  const address = from + words.length + 3;
  const range = words && !isAddress ? EditorSelection.range(address, address + 8) : EditorSelection.cursor(from + 1);
  return { changes: { from, to, insert: link }, range };
}

/** Where something is a link already, its address is what one may want to change. */
function addressAround(state: EditorState, { head }: SelectionRange): SelectionRange | undefined {
  for (let node: SyntaxNode | null = syntaxTree(state).resolveInner(head, -1); node; node = node.parent) {
    const address = node.name === "Link" ? node.getChild("URL") : null;
    if (address) return EditorSelection.range(address.from, address.to);
  }
  return undefined;
}

/** Makes all chosen lines items of one kind, or, when all are already, plain again. */
function toggleItems(kind: RegExp, marker: string): StateCommand {
  return (target) => {
    const lines = chosenLines(target.state);
    const isOn = lines.every(({ text }) => kind.test(text));
    return eachLine((text) => {
      if (isOn) return text.replace(kind, "$1");
      if (kind.test(text)) return text;
      // One kind of list takes the place of another; a quote goes around whatever there is.
      const plain = marker === "> " ? text : text.replace(/^(\s*)(?:[-*+]|\d+[.)]) +(?:\[[ xX-]\] +)?/u, "$1");
      return plain.replace(/^\s*/u, (indent) => indent + marker);
    })(target);
  };
}

/** Rewrites the beginnings of the chosen lines; empty ones only when there is but one. */
function eachLine(rewrite: (text: string) => string): StateCommand {
  return ({ state, dispatch }) => {
    if (state.readOnly) return false;
    const changes: ChangeSpec[] = [];
    for (const { from, text } of chosenLines(state)) {
      const next = rewrite(text);
      // Only what differs is replaced, so that cursors, others' too, stay where they are.
      const kept = sharedEnd(text, next);
      if (next !== text)
        changes.push({ from, to: from + text.length - kept, insert: next.slice(0, next.length - kept) });
    }
    if (changes.length === 0) return false;
    const change = state.changes(changes);
    const selection = state.selection.map(change, 1);
    dispatch(state.update({ changes: change, selection, scrollIntoView: true, userEvent: "input.format" }));
    return true;
  };
}

function chosenLines(state: EditorState): Line[] {
  const { from, to } = state.selection.main;
  const lines: Line[] = [];
  for (let line = state.doc.lineAt(from); ; line = state.doc.line(line.number + 1)) {
    lines.push(line);
    if (line.to >= to || line.number === state.doc.lines) break;
  }
  return lines.length === 1 ? lines : lines.filter(({ text }) => text.trim() !== "");
}

function sharedEnd(a: string, b: string): number {
  let length = 0;
  while (length < Math.min(a.length, b.length) && a.at(-1 - length) === b.at(-1 - length)) length += 1;
  return length;
}
