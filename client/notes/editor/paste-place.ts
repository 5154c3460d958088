import { EditorSelection, type EditorState, type TransactionSpec } from "@codemirror/state";
import { continuationOf } from "./continue-list.ts";
import { linkableWords } from "./link-words.ts";
import { safeHref } from "../safe-href.ts";

/** An item of a list, as a line begins with it. */
const ITEM = /^(?:[-*+]|\d{1,9}[.)]) /u;
/** What can only stand at the beginning of a line. */
const BLOCK = /^(?:#{1,6} |> |```|\| |---$)/u;

/** An address that is pasted over words of one line makes a link of them; undefined where it is something else. */
export function pastedLink(state: EditorState, plain: string): TransactionSpec | undefined {
  const { main, ranges } = state.selection;
  const chosen = linkableWords(state, main);
  const words = chosen && state.sliceDoc(chosen.from, chosen.to);
  const address = plain.trim();
  const isLink = /^https?:\/\/\S+$/iu.test(address) && safeHref(address) !== undefined;
  if (!isLink || ranges.length > 1 || !words || /[[\]]|^https?:/iu.test(words)) return undefined;
  const insert = `](${address.replaceAll("(", "%28").replaceAll(")", "%29")})`;
  return {
    changes: [
      { from: chosen.from, insert: "[" },
      { from: chosen.to, insert },
    ],
    selection: EditorSelection.cursor(chosen.to + 1 + insert.length),
  };
}

/**
 * How blocks are pasted, so that they stay blocks: a list takes the place of an empty item, at its depth; others begin
 * a line of their own. Undefined where they go in as they are. Of plain text only lists are looked at.
 */
export function pastedBlocks(
  state: EditorState,
  text: string,
  { isRich }: { isRich: boolean },
): TransactionSpec | undefined {
  const { main, ranges } = state.selection;
  if (ranges.length > 1) return undefined;
  const line = state.doc.lineAt(main.from);
  const before = line.text.slice(0, main.from - line.from);
  if (ITEM.test(text)) {
    const isEmptyItem = main.empty && main.head === line.to && continuationOf(line.text, before.length).do === "end";
    if (isEmptyItem && !line.text.includes(">")) {
      const depth = /^\s*/u.exec(line.text)![0];
      const insert = text.replaceAll(/\n(?=.)/gu, `\n${depth}`);
      return replacing(line.from + depth.length, line.to, insert);
    }
  }
  if (!isRich || !(text.includes("\n\n") || ITEM.test(text) || BLOCK.test(text))) return undefined;
  const last = state.doc.lineAt(main.to);
  const behind = last.text.slice(main.to - last.from);
  const lead = before.trim() === "" ? "" : "\n\n";
  const trail = behind.trim() === "" ? "" : "\n\n";
  return replacing(main.from, main.to, lead + text, trail);
}

/** Puts text in, with the cursor behind it. */
function replacing(from: number, to: number, text: string, trail = ""): TransactionSpec {
  return { changes: { from, to, insert: text + trail }, selection: EditorSelection.cursor(from + text.length) };
}
