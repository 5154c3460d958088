import type { Text } from "@codemirror/state";
import type { SyntaxNode } from "@lezer/common";

/**
 * Whether a heading is one only by a single dash below its words: as one types, that begins a list, and the words would be
 * large for a moment.
 */
export function isLoneDash(doc: Text, { name, to }: Pick<SyntaxNode, "name" | "to">): boolean {
  return name === "SetextHeading2" && /^[\s>]*-\s*$/u.test(doc.lineAt(to).text);
}
