import { syntaxTree } from "@codemirror/language";
import type { EditorState } from "@codemirror/state";

/** Whether a place is inside a code block. */
export function isInCode(state: EditorState, at: number): boolean {
  for (let node = syntaxTree(state).resolveInner(at, -1); node.parent; node = node.parent)
    if (node.name === "FencedCode" || node.name === "CodeBlock") return true;
  return false;
}
