import { copyLineDown, copyLineUp, defaultKeymap, indentLess, indentMore } from "@codemirror/commands";
import { searchKeymap } from "@codemirror/search";
import type { StateCommand } from "@codemirror/state";
import { keymap } from "@codemirror/view";
import { yUndoManagerKeymap } from "y-codemirror.next";
import { continueList, deleteMarker, isListItem } from "./continue-list.ts";
import { deleteFence } from "./fence-pairs.ts";
import { formatCommand } from "./format-commands.ts";
import { isInCode } from "./is-in-code.ts";
import { moveLines } from "./move-lines.ts";
import { openLinkAtCursor } from "../note-links.ts";
import { thenCountOn, thenRenumber } from "./renumber-list.ts";
import { moveToCell } from "./table-cells.ts";
import { toggleTask } from "./task-box.ts";

/** Two spaces are a level in code and prose. */
const STEP = "  ";

/**
 * Tab sets list items and selected lines in, goes from cell to cell in tables, and is spaces elsewhere. After Escape the next Tab
 * leaves the editor instead (`way-out.ts`), so keep `Escape` unbound here.
 */
const indent: StateCommand = (target) => {
  const { state, dispatch } = target;
  const { main } = state.selection;
  if (state.readOnly) return false;
  const isItem = isListItem(state.doc.lineAt(main.head).text) && !isInCode(state, main.head);
  if (isItem) return thenRenumber(indentMore, { restart: true })(target);
  if (!main.empty) return indentMore(target);
  dispatch(state.update(state.replaceSelection(STEP), { scrollIntoView: true, userEvent: "input" }));
  return true;
};

/** Shift+Tab sets list items and lines out. */
const outdent: StateCommand = (target) =>
  isInCode(target.state, target.state.selection.main.head)
    ? indentLess(target)
    : thenRenumber(indentLess, { restart: false })(target);

/** Nothing: browsers would save the page, or show what it is made of, for keys that save and underline elsewhere. */
const nothing = () => true;

/** What keys do in the editor; the first that takes a key has it. */
export const editorKeys = keymap.of([
  { key: "Mod-b", run: formatCommand("bold"), preventDefault: true },
  { key: "Mod-i", run: formatCommand("italic"), preventDefault: true },
  { key: "Mod-k", run: formatCommand("link"), preventDefault: true },
  { key: "Alt-a", run: formatCommand("checkbox"), preventDefault: true },
  { key: "Alt-h", run: formatCommand("heading"), preventDefault: true },
  { key: "Mod-Shift-8", run: formatCommand("list"), preventDefault: true },
  { key: "Mod-Shift-7", run: formatCommand("numbers"), preventDefault: true },
  { key: "Mod-Enter", run: toggleTask },
  { key: "Alt-Enter", run: openLinkAtCursor },
  { key: "Enter", run: continueList },
  { key: "Backspace", run: deleteFence },
  { key: "Backspace", run: deleteMarker },
  { key: "Alt-ArrowUp", run: thenCountOn(moveLines(-1)), shift: thenCountOn(copyLineUp) },
  { key: "Alt-ArrowDown", run: thenCountOn(moveLines(1)), shift: thenCountOn(copyLineDown) },
  { key: "Mod-s", run: nothing },
  { key: "Mod-u", run: nothing },
  { key: "Tab", run: moveToCell(1), shift: moveToCell(-1) },
  { key: "Tab", run: indent, shift: outdent },
  ...yUndoManagerKeymap,
  ...searchKeymap,
  ...defaultKeymap,
]);
