import type { TextOp } from "../../shared/notes/text-ops.ts";

/** The text that these make of `text`. */
export function applyTextOps(text: string, ops: readonly TextOp[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const op of ops) {
    if (typeof op === "string") parts.push(op);
    else if (op < 0) at -= op;
    else {
      parts.push(text.slice(at, at + op));
      at += op;
    }
  }
  parts.push(text.slice(at));
  return parts.join("");
}
