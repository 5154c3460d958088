import { syntaxTree } from "@codemirror/language";
import {
  EditorSelection,
  type EditorState,
  type Extension,
  type Line,
  type StateCommand,
  type TransactionSpec,
} from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import type { SyntaxNode } from "@lezer/common";
import { MARKER } from "./list-marker.ts";
import { begunItem } from "./typed-again.ts";

/** Marks of quotes, and room. */
const LEAD = /^(?:\s*>)*\s*/u;

/**
 * A code block that one begins by three backticks ends at once, on the next line: until its end was typed, all that others write below would be
 * code for everyone. Where its end is typed all the same, what is there already is gone to.
 */
export const fencePairs: Extension = EditorView.inputHandler.of((view, from, to, text) => {
  const edit = text === "`" && from === to ? fenceTyped(view.state, from) : undefined;
  if (edit) view.dispatch({ ...edit, scrollIntoView: true, userEvent: "input.fence" });
  return edit !== undefined;
});

/** What a backtick that is typed at `at` comes to where it makes a fence, or leaves one without its other; undefined where it is one as any. */
export function fenceTyped(state: EditorState, at: number): TransactionSpec | undefined {
  if (state.readOnly || state.selection.ranges.length > 1) return undefined;
  const line = state.doc.lineAt(at);
  const lead = LEAD.exec(line.text)![0];
  const words = line.text.slice(lead.length);
  const end = emptyBlockAt(state, line);
  if (end) {
    const changes = /^`+$/u.test(words) ? { from: end.to, insert: "`" } : { from: line.to, to: end.to };
    return { changes: [{ from: at, insert: "`" }, changes], selection: EditorSelection.cursor(at + 1) };
  }
  const quote = MARKER.exec(line.text)?.groups?.["quote"];
  if (quote !== undefined && at === line.to && state.sliceDoc(begunItem(state) ?? at, at) === "``") {
    // In an item that Enter has begun it takes its place: its lines would have to be set in by hand.
    const fence = `${quote}\`\`\``;
    return {
      changes: { from: line.from, to: at, insert: `${fence}\n${fence}` },
      selection: EditorSelection.cursor(line.from + fence.length),
    };
  }
  if (words !== "``" || at !== line.to) return undefined;
  const block = blockAt(state, at);
  if (block) return toItsEnd(state, line, block);
  const next = line.number < state.doc.lines ? state.doc.line(line.number + 1).text : "";
  // Right above words it begins a block of these, most likely.
  if (next.replace(LEAD, "") !== "") return undefined;
  return { changes: { from: at, insert: `\`\n${lead}\`\`\`` }, selection: EditorSelection.cursor(at + 1) };
}

/** Backspace behind the fence of an empty block takes the other one away too. */
export const deleteFence: StateCommand = ({ state, dispatch }) => {
  const { main, ranges } = state.selection;
  const line = state.doc.lineAt(main.head);
  const end =
    state.readOnly || ranges.length > 1 || !main.empty || main.head !== line.to ? undefined : emptyBlockAt(state, line);
  if (!end || !line.text.endsWith("```")) return false;
  const changes = { from: line.to - 1, to: end.to };
  dispatch(state.update({ changes, selection: EditorSelection.cursor(line.to - 1), userEvent: "delete.fence" }));
  return true;
};

/** The line that ends a block which begins in this one and has nothing in it. */
function emptyBlockAt(state: EditorState, line: Line): Line | undefined {
  const block = blockAt(state, line.to);
  if (!block || state.doc.lineAt(block.from).number !== line.number) return undefined;
  const end = endOf(state, block);
  return end?.number === line.number + 1 ? end : undefined;
}

/** Goes to the end of a block whose end is typed once more, right above it. */
function toItsEnd(state: EditorState, line: Line, block: SyntaxNode): TransactionSpec | undefined {
  const end = endOf(state, block);
  if (!end || end.number <= line.number) return undefined;
  if (state.doc.sliceString(line.to, end.from).replaceAll(/[\s>]/gu, "") !== "") return undefined;
  return { changes: { from: line.from, to: end.from }, selection: EditorSelection.cursor(line.from + end.length) };
}

/** The line of a block's closing fence. */
function endOf({ doc }: EditorState, block: SyntaxNode): Line | undefined {
  const [, close] = block.getChildren("CodeMark");
  return close && doc.lineAt(close.from);
}

function blockAt(state: EditorState, at: number): SyntaxNode | undefined {
  for (let node: SyntaxNode | null = syntaxTree(state).resolveInner(at, -1); node; node = node.parent)
    if (node.name === "FencedCode") return node;
  return undefined;
}
