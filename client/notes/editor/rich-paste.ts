import type { EditorState, TransactionSpec } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { toast } from "../../look/toast.ts";
import { isInCode } from "./is-in-code.ts";
import { htmlToMarkdown } from "./html-to-markdown.ts";
import { pastedBlocks, pastedLink } from "./paste-place.ts";

/** Longer rich text is pasted plain: turning it over would take too long. Characters. */
const MAX_HTML = 2_000_000;

const NO_FILES = "Notes take no pictures and files yet, only links to them";

/**
 * Rich text that is pasted becomes Markdown, and an address over chosen words their link; plain text, code, and what
 * comes with Ctrl+Shift+V stay as they are.
 */
export const richPaste = EditorView.domEventHandlers({
  drop: (event, view) => {
    const files = [...(event.dataTransfer?.files ?? [])];
    // The editor reads what is text, and would pass over all else without a word.
    if (view.state.readOnly || files.length === 0 || files.some(mayBeText)) return false;
    event.preventDefault();
    toast(NO_FILES);
    return true;
  },
  paste: (event, view) => {
    const { state } = view;
    const { clipboardData: data } = event;
    if (state.readOnly || !data) return false;
    const plain = data.getData("text/plain").replaceAll(/\r\n?/gu, "\n");
    const isCode = isInCode(state, state.selection.main.head);
    const edit = isCode ? undefined : pasted(state, { html: data.getData("text/html"), plain });
    if (!edit && (plain !== "" || data.getData("text/uri-list") !== "")) return false;
    event.preventDefault();
    if (edit) view.dispatch(edit, { scrollIntoView: true, userEvent: "input.paste" });
    // The editor would put nothing in the place of what is chosen.
    else toast(NO_FILES);
    return true;
  },
});

function mayBeText({ type }: File): boolean {
  return type === "" || /^text\/|json|xml|yaml|script/u.test(type);
}

function pasted(state: EditorState, { html, plain }: { html: string; plain: string }): TransactionSpec | undefined {
  const link = pastedLink(state, plain);
  if (link) return link;
  const markdown = html === "" || html.length > MAX_HTML ? undefined : htmlToMarkdown(html);
  if (markdown === undefined) return pastedBlocks(state, plain, { isRich: false });
  return pastedBlocks(state, markdown, { isRich: true }) ?? state.replaceSelection(markdown);
}
