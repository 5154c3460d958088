import type { LitElement } from "lit";
import { beginInOnlyField, focusPlace, keepFocus } from "./keep-focus.ts";
import { rehomeToasts } from "./toast.ts";

/** How many were opened: one may be open over another, and each has its title. */
let opened = 0;

/**
 * Opens an element in a modal dialog. The element ends it by firing `done`; Escape, the back gesture
 * and a press beside it end it too. Resolves with the detail of `done`, or undefined.
 */
export function openDialog<T>(
  content: HTMLElement,
  { isWide = false }: { isWide?: boolean } = {},
): Promise<T | undefined> {
  const dialog = document.createElement("dialog");
  dialog.className = isWide ? "dialog dialog--wide" : "dialog";
  opened += 1;
  dialog.setAttribute("aria-labelledby", `dialog-title-${opened}`);
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

/** The id of the title of the dialog that `element` is in, which names it. */
export function titleIdOf(element: HTMLElement): string {
  return element.closest("dialog")?.getAttribute("aria-labelledby") ?? "";
}

/** Ends the dialog that `element` is the content of. */
export function done<T>(element: HTMLElement, detail?: T): void {
  element.dispatchEvent(new CustomEvent("done", { detail }));
}
