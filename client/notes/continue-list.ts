import { syntaxTree } from "@codemirror/language";
import { EditorSelection, type EditorState, type StateCommand } from "@codemirror/state";
import { withNumbers } from "./renumber-list.ts";

/** A line's list or quote marker: what stands before its words. */
const MARKER =
  /^(?<quote>(?:\s*>)*\s*)(?:(?<bullet>[-*+])|(?<number>\d{1,9})(?<dot>[.)]))(?<gap> +)(?<task>\[[ xX]\] +)?/u;
const QUOTE = /^(?:\s*>)+ ?/u;

/** What Enter does at the end of a line: begins another item, ends the list, or nothing special. */
export type Continuation = { do: "continue"; with: string } | { do: "end" } | { do: "nothing" };

/** What Enter does on a line, with the cursor at `column`. */
export function continuationOf(line: string, column: number): Continuation {
  const match = MARKER.exec(line);
  const marker = match?.[0] ?? QUOTE.exec(line)?.[0];
  if (marker === undefined || column < marker.length) return { do: "nothing" };
  if (line.slice(marker.length).trim() === "") return { do: "end" };
  if (!match?.groups) return { do: "continue", with: marker };
  const { quote = "", bullet, number, dot = "", gap = " ", task } = match.groups;
  const next = bullet ?? `${Number(number) + 1}${dot}`;
  return { do: "continue", with: `${quote}${next}${gap}${task ? "[ ] " : ""}` };
}

/** Enter in a list or quote: the next item has its marker; on an empty item the list ends. */
export const continueList: StateCommand = ({ state, dispatch }) => {
  const { main } = state.selection;
  if (state.readOnly || state.selection.ranges.length > 1 || !main.empty || isInCode(state, main.head)) return false;
  const line = state.doc.lineAt(main.head);
  const continuation = continuationOf(line.text, main.head - line.from);
  if (continuation.do === "nothing") return false;
  const change =
    continuation.do === "end"
      ? { from: line.from, to: line.to, insert: "" }
      : { from: main.head, insert: `\n${continuation.with}` };
  const selection = EditorSelection.cursor(change.from + change.insert.length);
  const edit = { changes: change, selection, scrollIntoView: true, userEvent: "input" };
  const isNext = continuation.do === "continue";
  dispatch(
    isNext ? withNumbers(state, edit, { lines: new Set([line.number + 1]), restart: false }) : state.update(edit),
  );
  return true;
};

/** Whether a place is inside a code block. */
export function isInCode(state: EditorState, at: number): boolean {
  for (let node = syntaxTree(state).resolveInner(at, -1); node.parent; node = node.parent)
    if (node.name === "FencedCode" || node.name === "CodeBlock") return true;
  return false;
}

/** Whether a line is a list item. */
export function isListItem(line: string): boolean {
  return MARKER.test(line);
}
