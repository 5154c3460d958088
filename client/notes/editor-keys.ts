import { defaultKeymap, indentLess, indentMore } from "@codemirror/commands";
import { searchKeymap } from "@codemirror/search";
import type { StateCommand } from "@codemirror/state";
import { keymap } from "@codemirror/view";
import { yUndoManagerKeymap } from "y-codemirror.next";
import { continueList, isInCode, isListItem } from "./continue-list.ts";
import { formatCommand } from "./format-commands.ts";

/** Two spaces are a level in code and prose. */
const STEP = "  ";

/**
 * Tab sets list items and selected lines in, and is spaces elsewhere. After Escape the next Tab
 * leaves the editor instead: that is CodeMirror's own way out, so keep `Escape` unbound here.
 */
const indent: StateCommand = (target) => {
  const { state, dispatch } = target;
  const { main } = state.selection;
  if (state.readOnly) return false;
  const isItem = isListItem(state.doc.lineAt(main.head).text) && !isInCode(state, main.head);
  if (isItem || !main.empty) return indentMore(target);
  dispatch(state.update(state.replaceSelection(STEP), { scrollIntoView: true, userEvent: "input" }));
  return true;
};

/** What keys do in the editor; the first that takes a key has it. */
export const editorKeys = keymap.of([
  { key: "Mod-b", run: formatCommand("bold"), preventDefault: true },
  { key: "Mod-i", run: formatCommand("italic"), preventDefault: true },
  { key: "Mod-k", run: formatCommand("link"), preventDefault: true },
  { key: "Alt-a", run: formatCommand("checkbox"), preventDefault: true },
  { key: "Enter", run: continueList },
  { key: "Tab", run: indent, shift: indentLess },
  ...yUndoManagerKeymap,
  ...searchKeymap,
  ...defaultKeymap,
]);
