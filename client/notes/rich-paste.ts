import { EditorView } from "@codemirror/view";
import { isInCode } from "./continue-list.ts";
import { htmlToMarkdown } from "./html-to-markdown.ts";

/** Longer rich text is pasted plain: turning it over would take too long. Characters. */
const MAX_HTML = 2_000_000;

/** Rich text that is pasted becomes Markdown; plain text, code, and what comes with Ctrl+Shift+V stay as they are. */
export const richPaste = EditorView.domEventHandlers({
  paste: (event, view) => {
    const { state } = view;
    const html = event.clipboardData?.getData("text/html") ?? "";
    if (state.readOnly || html === "" || html.length > MAX_HTML) return false;
    if (isInCode(state, state.selection.main.head)) return false;
    const markdown = htmlToMarkdown(html);
    if (markdown === undefined) return false;
    event.preventDefault();
    view.dispatch(state.replaceSelection(markdown), { scrollIntoView: true, userEvent: "input.paste" });
    return true;
  },
});
