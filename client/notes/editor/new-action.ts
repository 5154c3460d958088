import { actionsIn } from "../../../shared/notes/actions.ts";
import { markdownParser } from "./markdown-language.ts";

/** A box without words, which waits for some. */
const EMPTY = /^\s*[-*+] \[ \]\s*$/u;
const ITEM = /^\s*[-*+] /u;
const BOX = "- [ ] ";
/** What holds other blocks. */
const HOLDERS = new Set(["Document", "ListItem", "Blockquote"]);
const CODE = new Set(["FencedCode", "CodeBlock"]);

/**
 * Where another action is written in a text: at an empty box where there is one, else below the last action and all that
 * goes with it, or at the end. `cursor` is where its words begin, once `insert` is in.
 */
export function newAction(text: string): { from: number; to: number; insert: string; cursor: number } {
  const lines = text.split("\n");
  const startOf = (line: number) => lines.slice(0, line).reduce((sum, { length }) => sum + length + 1, 0);
  const blockAt = blocksIn(text);
  const last = (actionsIn(text).at(-1)?.line ?? 0) - 1;
  const empty = lines.findLastIndex(
    (line, at) => at > last && EMPTY.test(line) && !CODE.has(blockAt(startOf(at), line)?.name ?? ""),
  );
  if (empty >= 0) {
    const from = startOf(empty);
    const insert = lines[empty]!.replace(/\s*$/u, " ");
    return {
      from: from + insert.length - 1,
      to: from + lines[empty]!.length,
      insert: " ",
      cursor: from + insert.length,
    };
  }
  const isBelow = last >= 0 && ITEM.test(lines[last]!);
  const from = last >= 0 ? endOf(startOf(last), lines[last]!, blockAt) : text.trimEnd().length;
  const indent = isBelow ? /^\s*/u.exec(lines[last]!)![0] : "";
  const insert = `${text.trim() === "" ? "" : isBelow ? "\n" : "\n\n"}${indent}${BOX}`;
  return { from, to: from, insert, cursor: from + insert.length };
}

type SyntaxNode = ReturnType<typeof markdownParser.parse>["topNode"];
type BlockAt = (start: number, line: string) => SyntaxNode | undefined;

/** Which block a line begins or goes on with: an item where it begins one, code, or what else stands in none but items and quotes. */
function blocksIn(text: string): BlockAt {
  const tree = markdownParser.parse(text);
  return (start, line) => {
    const first = start + line.length - line.trimStart().length;
    let block: SyntaxNode | undefined;
    for (let node = tree.resolveInner(first, 1); node.parent; node = node.parent) {
      // Nested items may begin before their marks.
      if (CODE.has(node.name) || node.getChild("ListMark")?.from === first) return node;
      if (!HOLDERS.has(node.name) && HOLDERS.has(node.parent.name)) block ??= node;
    }
    return block;
  };
}

/** Where the line's block ends; where its line does if that is nothing that can go on. */
function endOf(start: number, line: string, blockAt: BlockAt): number {
  return Math.max(start + line.length, blockAt(start, line)?.to ?? 0);
}
