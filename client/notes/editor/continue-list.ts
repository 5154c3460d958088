import {
  EditorSelection,
  type EditorState,
  type Line,
  type StateCommand,
  type TransactionSpec,
} from "@codemirror/state";
import { assertNever } from "../../../shared/assert-never.ts";
import { isInCode } from "./is-in-code.ts";
import { MARKER } from "./list-marker.ts";
import { withNumbers } from "./renumber-list.ts";
import { itemBegun } from "./typed-again.ts";

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

/** Enter in a list or quote: the next item has its marker; an empty item moves out a level, and the outermost ends. */
export const continueList: StateCommand = ({ state, dispatch }) => {
  const { main } = state.selection;
  if (state.readOnly || state.selection.ranges.length > 1 || !main.empty || isInCode(state, main.head)) return false;
  const line = state.doc.lineAt(main.head);
  const continuation = continuationOf(line.text, main.head - line.from);
  switch (continuation.do) {
    case "nothing":
      return false;
    case "end":
      dispatch(movedOut(state, line) ?? state.update(edit({ from: line.from, to: line.to, insert: "" })));
      return true;
    case "continue": {
      const insert = `\n${continuation.with}`;
      const next = edit({ from: main.head, insert });
      const effects = itemBegun.of(main.head + insert.length);
      dispatch(withNumbers(state, { ...next, effects }, { lines: new Set([line.number + 1]), restart: false }));
      return true;
    }
    default:
      return assertNever(continuation);
  }
};

/** Backspace right behind an item's or quote's marker takes the marker away; an empty item in another moves out first. */
export const deleteMarker: StateCommand = ({ state, dispatch }) => {
  const { main } = state.selection;
  if (state.readOnly || state.selection.ranges.length > 1 || !main.empty || isInCode(state, main.head)) return false;
  const line = state.doc.lineAt(main.head);
  const match = MARKER.exec(line.text);
  const marker = match?.[0] ?? QUOTE.exec(line.text)?.[0];
  if (marker === undefined || main.head !== line.from + marker.length) return false;
  // A year at the beginning of a sentence is no item's number, most likely.
  if ((match?.groups?.["number"]?.length ?? 0) > 3) return false;
  const isEmpty = marker.length === line.length;
  const kept = match?.groups?.["quote"] ?? marker.replace(/> ?$/u, "");
  const change = { from: line.from + kept.length, to: main.head, insert: "" };
  dispatch((isEmpty ? movedOut(state, line) : undefined) ?? state.update({ ...edit(change), userEvent: "delete" }));
  return true;
};

/** An empty item in another becomes the next one after that; undefined when it is in none. */
function movedOut(state: EditorState, line: Line): ReturnType<typeof withNumbers> | undefined {
  const depth = depthOf(line.text);
  for (let number = line.number - 1; depth > 0 && number > 0; number--) {
    const { text } = state.doc.line(number);
    const next = continuationOf(text, text.length);
    const isItem = isListItem(text);
    if (!isItem && text.trim() !== "" && depthOf(text) === 0) return undefined;
    if (!isItem || depthOf(text) >= depth || QUOTE.test(text)) continue;
    const insert = next.do === "continue" ? next.with : (MARKER.exec(text)?.[0] ?? "");
    const change = { from: line.from, to: line.to, insert };
    return withNumbers(state, edit(change), { lines: new Set([line.number]), restart: false });
  }
  return undefined;
}

function depthOf(text: string): number {
  return text.length - text.trimStart().length;
}

/** One change, with the cursor behind what it puts in. */
function edit(change: { from: number; to?: number; insert: string }): TransactionSpec {
  const selection = EditorSelection.cursor(change.from + change.insert.length);
  return { changes: change, selection, scrollIntoView: true, userEvent: "input" };
}

/** Whether a line is a list item. */
export function isListItem(line: string): boolean {
  return MARKER.test(line);
}
