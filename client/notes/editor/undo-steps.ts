import { Transaction, type Extension } from "@codemirror/state";
import { ViewPlugin, type ViewUpdate } from "@codemirror/view";
import type * as Y from "yjs";

/** What goes on with the step before when it follows at once. */
const GOES_ON = /^(?:input|(?:input\.type|delete)(?:\.[\w.]+)?)$/u;

/**
 * Typing and deleting that go on without a pause are taken back together; what is pasted, formatted or put in as a whole
 * is a step of its own, however soon it follows. Stands before what takes edits to the text.
 */
export function undoSteps(undo: Y.UndoManager): Extension {
  let isOwnStep = false;
  return ViewPlugin.define(() => ({
    update({ transactions }: ViewUpdate) {
      for (const transaction of transactions) {
        const event = transaction.annotation(Transaction.userEvent);
        // Others' edits have none.
        if (event === undefined || !transaction.docChanged) continue;
        const wasOwnStep = isOwnStep;
        isOwnStep = !GOES_ON.test(event);
        if (isOwnStep || wasOwnStep) undo.stopCapturing();
      }
    },
  }));
}
