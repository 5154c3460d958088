import { Prec, type Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

/** Longer than anyone takes to press the next key. Milliseconds. */
const FOR_LONG_MS = 24 * 60 * 60 * 1000;

/**
 * After Escape the next Tab leaves the editor, however long one takes to press it; any other key, or pressing into the text, calls that off.
 * CodeMirror's own way out is open for two seconds only, and Tab sets the line in after that.
 */
export const wayOut: Extension = Prec.lowest(
  EditorView.domEventHandlers({
    keydown: ({ key }, view) => {
      // Behind CodeMirror's own. What Escape closes first doesn't come so far.
      if (key === "Escape") queueMicrotask(() => view.setTabFocusMode(FOR_LONG_MS));
      return false;
    },
    mousedown: (_event, view) => shut(view),
    blur: (_event, view) => shut(view),
  }),
);

/** Leaves alone that somebody has Tab leave for good, which Ctrl+M switches. */
function shut(view: EditorView): boolean {
  view.setTabFocusMode(1);
  return false;
}
