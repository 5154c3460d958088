import { syntaxTree } from "@codemirror/language";
import type { EditorState } from "@codemirror/state";

/** Whether a place is inside a code block, as far as the text was read; `tree` for one who has read further. */
export function isInCode(state: EditorState, at: number, tree = syntaxTree(state)): boolean {
  for (let node = tree.resolveInner(at, -1); node.parent; node = node.parent)
    if (node.name === "FencedCode" || node.name === "CodeBlock") return true;
  return false;
}
