import { syntaxTree } from "@codemirror/language";
import { EditorSelection, type EditorState, type StateCommand } from "@codemirror/state";
import type { SyntaxNode } from "@lezer/common";
import { cellsIn } from "./table-columns.ts";

/** A cell's words; empty where it has none. */
interface Cell {
  from: number;
  to: number;
  /** Behind the cell, where its bar is. */
  end: number;
}

/** Chooses what is in the next cell of a table, or the one before; behind the last one begins another row. */
export function moveToCell(by: 1 | -1): StateCommand {
  return ({ state, dispatch }) => {
    const { main, ranges } = state.selection;
    const table = ranges.length > 1 || state.readOnly ? undefined : tableAt(state, main.head);
    if (!table) return false;
    const rows = rowsOf(state, table);
    const cells = rows.flat();
    const at = cells.findIndex(({ end }) => main.head <= end);
    const next = cells[(at < 0 ? cells.length - 1 : at) + by];
    if (next)
      dispatch(
        state.update({ selection: { anchor: next.from, head: next.to }, scrollIntoView: true, userEvent: "select" }),
      );
    else if (by === 1) {
      const { to } = state.doc.lineAt(table.to);
      const insert = `\n|${"  |".repeat(rows[0]?.length ?? 1)}`;
      const selection = EditorSelection.cursor(to + 3);
      dispatch(state.update({ changes: { from: to, insert }, selection, scrollIntoView: true, userEvent: "input" }));
    }
    return true;
  };
}

/** The table around a place; undefined in quotes and lists, where bars aren't all that rows begin with. */
function tableAt(state: EditorState, at: number): SyntaxNode | undefined {
  for (const side of [-1, 1] as const)
    for (let node: SyntaxNode | null = syntaxTree(state).resolveInner(at, side); node; node = node.parent)
      if (node.name === "Table" && node.parent?.name === "Document") return node;
  return undefined;
}

/** The cells of each row but that of dashes. */
function rowsOf({ doc }: EditorState, table: SyntaxNode): Cell[][] {
  const first = doc.lineAt(table.from).number;
  const rows: Cell[][] = [];
  for (let number = first; number <= doc.lineAt(table.to).number; number++) {
    const { from, text } = doc.line(number);
    if (number === first + 1) continue;
    rows.push(
      cellsIn(text).map(({ start, end }) => {
        const words = text.slice(start, end);
        const lead = words.trim() === "" ? Math.min(1, words.length) : words.length - words.trimStart().length;
        return { from: from + start + lead, to: from + start + lead + words.trim().length, end: from + end };
      }),
    );
  }
  return rows;
}
