import { actionsIn } from "../../../shared/notes/actions.ts";

/** A box without words, which waits for some. */
const EMPTY = /^\s*[-*+] \[ \]\s*$/u;
const ITEM = /^\s*[-*+] /u;
const BOX = "- [ ] ";

/**
 * Where another action is written in a text: at an empty box where there is one, else below the last action, or at the
 * end. `cursor` is where its words begin, once `insert` is in.
 */
export function newAction(text: string): { from: number; to: number; insert: string; cursor: number } {
  const lines = text.split("\n");
  const startOf = (line: number) => lines.slice(0, line).reduce((sum, { length }) => sum + length + 1, 0);
  const last = (actionsIn(text).at(-1)?.line ?? 0) - 1;
  const empty = lines.findLastIndex((line, at) => at > last && EMPTY.test(line));
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
  const from = last >= 0 ? startOf(last) + lines[last]!.length : text.trimEnd().length;
  const indent = isBelow ? /^\s*/u.exec(lines[last]!)![0] : "";
  const insert = `${text.trim() === "" ? "" : isBelow ? "\n" : "\n\n"}${indent}${BOX}`;
  return { from, to: from, insert, cursor: from + insert.length };
}
