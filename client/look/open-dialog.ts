import type { LitElement } from "lit";
import { beginInOnlyField, focusPlace, keepFocus } from "./keep-focus.ts";
import { rehomeToasts } from "./toast.ts";

/**
 * Opens an element in a modal dialog. The element ends it by firing `done`; Escape, the back gesture
 * and a press beside it end it too. Resolves with the detail of `done`, or undefined.
 */
export function openDialog<T>(
  content: HTMLElement,
  { isWide = false, titleId = "dialog-title" }: { isWide?: boolean; titleId?: string } = {},
): Promise<T | undefined> {
  const dialog = document.createElement("dialog");
  dialog.className = isWide ? "dialog dialog--wide" : "dialog";
  dialog.setAttribute("aria-labelledby", titleId);
  dialog.append(content);
  document.body.append(dialog);
  // What opened it may be gone when it closes: a topic that was put on the agenda can't be put there again.
  const opener = focusPlace(document.documentElement);
  return new Promise((resolve) => {
    let result: T | undefined;
    content.addEventListener("done", (event) => {
      result = (event as CustomEvent<T>).detail;
      dialog.close();
    });
    dialog.addEventListener("pointerdown", (event) => event.target === dialog && dialog.close());
    dialog.addEventListener("close", () => {
      rehomeToasts();
      dialog.remove();
      if (opener) keepFocus(opener);
      resolve(result);
    });
    dialog.showModal();
    rehomeToasts();
    // What it asks for is drawn by then.
    void Promise.resolve((content as Partial<LitElement>).updateComplete).then(() => beginInOnlyField(dialog));
  });
}

/** Ends the dialog that `element` is the content of. */
export function done<T>(element: HTMLElement, detail?: T): void {
  element.dispatchEvent(new CustomEvent("done", { detail }));
}
