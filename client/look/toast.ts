import { topmost } from "./open-dialog.ts";

const SHOWN_MS = 6000;

let shelf: HTMLElement | undefined;

/** What a toast offers besides its words. */
export interface ToastOffer {
  action?: { label: string; run: () => void };
  /** Takes back what the toast reports. */
  undo?: () => void;
  /** Something went wrong: said at once. */
  isBad?: boolean;
}

/** One line at the bottom for six seconds; waits while the pointer or focus is on it. */
export function toast(text: string, { action, undo, isBad = false }: ToastOffer = {}): void {
  shelf ??= makeShelf();
  const element = document.createElement("div");
  element.className = isBad ? "toast toast--bad" : "toast";
  element.setAttribute("role", isBad ? "alert" : "status");
  const words = document.createElement("span");
  words.textContent = text;
  element.append(words);

  const remove = () => element.remove();
  const offer = action ?? (undo && { label: "Undo", run: undo });
  if (offer) element.append(button(offer.label, () => (remove(), offer.run())));
  const close = button("", remove);
  close.setAttribute("aria-label", "Dismiss");
  close.className = "toast-x";
  close.innerHTML = '<span class="i i-x" aria-hidden="true"></span>';
  element.append(close);

  topmost().append(shelf);
  while (shelf.childElementCount > 2) shelf.firstElementChild?.remove();
  shelf.append(element);

  let timer = setTimeout(remove, isBad ? 2 * SHOWN_MS : SHOWN_MS);
  const wait = () => clearTimeout(timer);
  const goOn = () => {
    clearTimeout(timer);
    timer = setTimeout(remove, SHOWN_MS);
  };
  element.addEventListener("pointerenter", wait);
  element.addEventListener("focusin", wait);
  element.addEventListener("pointerleave", goOn);
  element.addEventListener("focusout", goOn);
}

function button(label: string, run: () => void): HTMLButtonElement {
  const element = document.createElement("button");
  element.type = "button";
  element.className = "btn";
  element.textContent = label;
  element.addEventListener("click", run);
  return element;
}

function makeShelf(): HTMLElement {
  const element = document.createElement("div");
  element.className = "toasts";
  return element;
}
