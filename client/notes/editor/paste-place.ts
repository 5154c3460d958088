import { EditorSelection, type EditorState, type TransactionSpec } from "@codemirror/state";
import { continuationOf } from "./continue-list.ts";
import { linkableWords } from "./link-words.ts";
import { safeHref } from "../safe-href.ts";

/** An item of a list, as a line begins with it. */
const ITEM = /^(?:[-*+]|\d{1,9}[.)]) /u;
/** What begins an item or a quote, without its words. */
const MARKER = /^(?:\s*>)*\s*(?:(?:[-*+]|\d{1,9}[.)])\s+(?:\[[ xX]\]\s+)?)?$/u;
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
    if (isEmptyItem) {
      const depth = /^(?:\s*>)*\s*/u.exec(line.text)![0];
      return replacing(line.from + depth.length, line.to, continued(text, depth));
    }
  }
  if (!isRich || !(text.includes("\n\n") || ITEM.test(text) || BLOCK.test(text))) return undefined;
  const last = state.doc.lineAt(main.to);
  const behind = last.text.slice(main.to - last.from);
  const trail = behind.trim() === "" ? "" : "\n\n";
  // A marker without words is filled: alone on its line it would be no item and no quote any more.
  if (before.trim() !== "" && MARKER.test(before))
    return replacing(
      main.from,
      main.to,
      continued(text, before.replace(/\[[ xX]\] +$/u, "").replaceAll(/[^>]/gu, " ")),
      trail,
    );
  const lead = before.trim() === "" ? "" : "\n\n";
  return replacing(main.from, main.to, lead + text, trail);
}

/** A text whose later lines go on with what stands before its first one. */
function continued(text: string, lead: string): string {
  return text
    .split("\n")
    .map((line, at) => (at === 0 ? line : line === "" ? lead.trimEnd() : lead + line))
    .join("\n");
}

/** Puts text in, with the cursor behind it. */
function replacing(from: number, to: number, text: string, trail = ""): TransactionSpec {
  return { changes: { from, to, insert: text + trail }, selection: EditorSelection.cursor(from + text.length) };
}
