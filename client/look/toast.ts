import { focusedBox } from "./focused-box.ts";
import { topmost } from "./open-dialog.ts";

const SHOWN_MS = 6000;
/** So many wait at most beneath the one that is shown. */
const MOST_WAITING = 3;

let shelf: HTMLElement | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;
/** Those that come (again) once the one that is shown is gone, the last one first. */
const waiting: HTMLElement[] = [];

/** What a toast offers besides its words. */
export interface ToastOffer {
  action?: { label: string; run: () => void };
  /** Takes back what the toast reports. */
  undo?: () => void;
  /** Something went wrong: said at once. */
  isBad?: boolean;
}

/**
 * One line for six seconds; waits while the pointer or focus is on it. One at a time: the newest stands, and one
 * beneath it that asks for an answer comes back afterwards.
 */
export function toast(text: string, offer: ToastOffer = {}): void {
  shelf ??= makeShelf();
  const element = makeToast(text, offer);
  const shown = shelf.firstElementChild as HTMLElement | null;
  topmost().append(shelf);
  if (shown?.matches(":hover, :focus-within")) return wait(element);
  if (shown && asksForAnswer(shown) && shown.textContent !== element.textContent) wait(shown);
  show(element);
}

function show(element: HTMLElement): void {
  if (!shelf) return;
  // It may have gone with a sheet that it stood in.
  if (!shelf.isConnected) topmost().append(shelf);
  shelf.classList.remove("toasts--top");
  shelf.replaceChildren(element);
  shelf.classList.toggle("toasts--top", isInTheWay(element));
  goOn(element);
}

function wait(element: HTMLElement): void {
  waiting.push(element);
  if (waiting.length > MOST_WAITING) waiting.shift();
}

function goOn(element: HTMLElement): void {
  clearTimeout(timer);
  timer = setTimeout(() => remove(element), isBad(element) ? 2 * SHOWN_MS : SHOWN_MS);
}

function remove(element: HTMLElement): void {
  element.remove();
  if (shelf?.hasChildNodes()) return;
  clearTimeout(timer);
  const next = waiting.pop();
  if (next) show(next);
}

/** Whether it covers what has the focus, which is then better told from above. */
function isInTheWay(element: HTMLElement): boolean {
  const focused = focusedBox();
  const box = element.getBoundingClientRect();
  return focused !== undefined && focused.bottom > box.top && focused.top < box.bottom;
}

function asksForAnswer(element: HTMLElement): boolean {
  return isBad(element) || element.querySelector(".btn") !== null;
}

function isBad(element: HTMLElement): boolean {
  return element.classList.contains("toast--bad");
}

function makeToast(text: string, { action, undo, isBad = false }: ToastOffer): HTMLElement {
  const element = document.createElement("div");
  element.className = isBad ? "toast toast--bad" : "toast";
  element.setAttribute("role", isBad ? "alert" : "status");
  const words = document.createElement("span");
  words.textContent = text;
  element.append(words);

  /** What had the focus before it came here gets it back. */
  let before: EventTarget | null = null;
  const leave = () => {
    if (element.contains(document.activeElement) && before instanceof HTMLElement)
      before.focus({ preventScroll: true });
    remove(element);
  };
  const offer = action ?? (undo && { label: "Undo", run: undo });
  if (offer) element.append(button(offer.label, () => (leave(), offer.run())));
  const close = button("", leave);
  close.setAttribute("aria-label", "Dismiss");
  close.className = "toast-x";
  close.innerHTML = '<span class="i i-x" aria-hidden="true"></span>';
  element.append(close);

  element.addEventListener("pointerenter", () => clearTimeout(timer));
  element.addEventListener("focusin", ({ relatedTarget }) => {
    clearTimeout(timer);
    if (!element.contains(relatedTarget as Node | null)) before = relatedTarget;
  });
  element.addEventListener("pointerleave", () => goOn(element));
  element.addEventListener("focusout", () => element.isConnected && goOn(element));
  return element;
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
