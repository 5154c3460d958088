import { focusRect } from "./focus-rect.ts";
import { topLayer } from "./top-layer.ts";

const SHOWN_MS = 6000;
/** At most this many wait beneath the one that is shown. */
const MOST_WAITING = 3;

let shelf: HTMLElement | undefined;
/** Undefined while the one that is shown is held. */
let timer: ReturnType<typeof setTimeout> | undefined;
/** What the pointer was last moved on. */
let pointedAt: HTMLElement | undefined;
/** Those that come (again) once the one that is shown is gone, the last one first. */
const waiting: HTMLElement[] = [];

/** What a toast offers besides its words. */
export interface ToastOffer {
  action?: { label: string; run: () => void };
  /** Takes back what the toast reports. */
  undo?: () => void;
  /** What that is called. */
  undoLabel?: string;
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
  if (shown && isHeld(shown)) return wait(element);
  if (shown && asksForAnswer(shown) && !isSaidAgain(shown, element)) {
    // It has been read aloud, and isn't once more when it comes back.
    shown.removeAttribute("role");
    wait(shown);
  }
  show(element);
}

/**
 * Brings the toast that is shown to where it can be reached: one said before a dialog opened would lie under it, and
 * the way back that one said over a dialog offers is not over with that.
 */
export function rehomeToasts(): void {
  const top = topLayer();
  if (!shelf?.hasChildNodes() || shelf.parentElement === top) return;
  top.append(shelf);
  // What moves loses the pointer; the focus was lost before, to the dialog that opened or to what it had covered.
  if (timer === undefined) goOn(shelf.firstElementChild as HTMLElement);
}

/** Takes back what the toast that is shown reports, if it offers that; where it only says something, what the one beneath it does. */
export function takeBack(): void {
  const shown = shelf?.firstElementChild as HTMLElement | null | undefined;
  const reports = shown && !asksForAnswer(shown) ? waiting.at(-1) : shown;
  reports?.querySelector<HTMLElement>(".btn[data-undo]")?.click();
}

function show(element: HTMLElement): void {
  if (!shelf) return;
  shelf.classList.remove("toasts--top");
  shelf.replaceChildren(element);
  rehomeToasts();
  shelf.classList.toggle("toasts--top", isInTheWay(element));
  goOn(element);
}

function wait(element: HTMLElement): void {
  waiting.push(element);
  if (waiting.length > MOST_WAITING) waiting.shift();
}

function hold(): void {
  clearTimeout(timer);
  timer = undefined;
}

function goOn(element: HTMLElement): void {
  hold();
  timer = setTimeout(() => remove(element), isBad(element) ? 2 * SHOWN_MS : SHOWN_MS);
}

function remove(element: HTMLElement): void {
  element.remove();
  if (waiting.includes(element)) waiting.splice(waiting.indexOf(element), 1);
  if (shelf?.hasChildNodes()) return;
  hold();
  shelf?.classList.remove("toasts--top");
  const next = waiting.pop();
  if (next) show(next);
}

/** Whether it covers what has the focus, which is then better told from above. */
function isInTheWay(element: HTMLElement): boolean {
  const focused = focusRect();
  const box = element.getBoundingClientRect();
  return focused !== undefined && focused.bottom > box.top && focused.top < box.bottom;
}

/** One that came up under a pointer at rest, where another one was just answered, is not held by it. */
function isHeld(element: HTMLElement): boolean {
  return element.matches(":focus-within") || (element === pointedAt && element.matches(":hover"));
}

function asksForAnswer(element: HTMLElement): boolean {
  return isBad(element) || offersSomething(element);
}

/** The same words with an offer are about something else: each has its own way back. */
function isSaidAgain(shown: HTMLElement, element: HTMLElement): boolean {
  return !offersSomething(shown) && shown.textContent === element.textContent;
}

function offersSomething(element: HTMLElement): boolean {
  return element.querySelector(".btn") !== null;
}

function isBad(element: HTMLElement): boolean {
  return element.classList.contains("toast--bad");
}

function makeToast(text: string, { action, undo, undoLabel = "Undo", isBad = false }: ToastOffer): HTMLElement {
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
  const offer = action ?? (undo && { label: undoLabel, run: undo });
  if (offer) {
    const accept = button(offer.label, () => (leave(), offer.run()));
    accept.toggleAttribute("data-undo", !action);
    element.append(accept);
  }
  const close = button("", leave);
  close.setAttribute("aria-label", "Dismiss");
  close.className = "toast-x";
  close.innerHTML = '<span class="i i-x" aria-hidden="true"></span>';
  element.append(close);

  element.addEventListener("pointerenter", hold);
  element.addEventListener("pointermove", () => (pointedAt = element));
  element.addEventListener("focusin", ({ relatedTarget }) => {
    hold();
    if (!element.contains(relatedTarget as Node | null)) before = relatedTarget ?? before;
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
  element.setAttribute("role", "region");
  element.setAttribute("aria-label", "Messages");
  return element;
}
