/**
 * Where the focus is, from what has it outwards: each box with the one that stands before it in the same parent. It
 * stays known when the innermost ones are gone.
 */
export type FocusPlace = readonly { element: Element; before: Element | null }[];

/** Where the focus was before what had it was disabled for a moment, which leaves the keyboard nowhere. */
let held: FocusPlace | undefined;

/**
 * Where the focus is, as far out as the page goes; undefined when it isn't within a box, or doesn't show: who points has
 * their place under the pointer. A field that is written in always shows it, tapped too.
 */
export function focusPlace(within: Element): FocusPlace | undefined {
  const focused = document.activeElement;
  if (!isNowhere() && !focused?.matches(":disabled")) held = undefined;
  if (held?.some(({ element }) => element === within)) return held;
  if (!focused?.matches(":focus-visible") || focused === within || !within.contains(focused)) return undefined;
  const place: { element: Element; before: Element | null }[] = [];
  for (let element: Element | null = focused; element; element = element.parentElement)
    place.push({ element, before: element.previousElementSibling });
  return place;
}

/**
 * Where what had the focus is gone and, once all is drawn, nothing else was given it, it goes on with the same thing
 * where that is now (`data-id` says which it is), or with what stands in its place. Otherwise the keyboard would be
 * nowhere, and a screen reader at the top. What is only disabled has it again once it may be pressed again.
 */
export function keepFocus(place: FocusPlace): void {
  const focused = place[0]?.element;
  held = focused?.isConnected && focused.matches(":disabled") ? place : undefined;
  if (held || !(focused instanceof HTMLElement) || !isNowhere()) return;
  // What is moved within its list loses the focus on the way.
  if (focused.isConnected) return focused.focus({ preventScroll: true });
  // What is drawn within what was drawn takes a turn of its own.
  setTimeout(() => {
    const target = isNowhere() && (sameElsewhere(place) ?? inItsPlace(place));
    if (!target) return;
    if (!target.matches(FOCUSABLE)) target.tabIndex = -1;
    target.focus({ preventScroll: isTouched() });
    letGoOfKey();
  });
}

/**
 * What is opened and asks for one thing to be written begins there, unless it has given the focus to something itself.
 * Not on a touch screen, whose keyboard would hide what it is about.
 */
export function beginInOnlyField(dialog: HTMLElement): void {
  const fields = [
    ...dialog.querySelectorAll<HTMLInputElement>(`:is(${WRITTEN_IN}, select):not(:disabled, [readonly])`),
  ];
  const [field] = fields;
  const isLeft = isNowhere() || document.activeElement === dialog;
  if (!field || fields.length > 1 || !isLeft || isTouched() || !field.checkVisibility()) return;
  field.focus();
  letGoOfKey();
}

/** Gives something the focus where the page stands, unless who goes by keyboard would not see it there. */
export function focusInSight(element: HTMLElement): void {
  element.focus({ preventScroll: true });
  if (element.matches(":focus-visible")) element.scrollIntoView({ block: "nearest" });
}

/** A key that is held on has done what it was pressed for; what stands there by now wasn't meant. */
function letGoOfKey(): void {
  const stop = (event: KeyboardEvent) => {
    if (event.repeat) event.preventDefault();
    else removeEventListener("keydown", stop, true);
  };
  addEventListener("keydown", stop, true);
}

function isNowhere(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}

/** The same button of the same thing, or whatever comes first in that. */
function sameElsewhere(place: FocusPlace): HTMLElement | undefined {
  const thing = place.find(
    ({ element }) => element instanceof HTMLElement && element.dataset.id !== undefined,
  )?.element;
  if (!(thing instanceof HTMLElement) || thing.isConnected) return undefined;
  const now = document.querySelector(`[data-id="${CSS.escape(thing.dataset.id!)}"]`);
  const targets = now ? shownIn(now) : [];
  return targets.find((each) => nameOf(each) === nameOf(place[0]!.element)) ?? targets[0];
}

function nameOf(element: Element): string {
  return element.ariaLabel ?? element.textContent.trim();
}

/**
 * What can be focused where it stood, what comes next there, or came before; failing that the heading of all that. In
 * a line like the one that is gone it is what stood at the same place in that: pressed again, it does the same, and
 * nothing to everyone where the last one did something for oneself.
 */
function inItsPlace(place: FocusPlace): HTMLElement | undefined {
  const first = place.findIndex(({ element }) => element.isConnected);
  for (let at = first; at > 0 && at < place.length; at++) {
    const box = place[at]!.element;
    const { element, before } = place[at - 1]!;
    const children = [...box.children];
    const from = children.indexOf(element.isConnected || !before ? element : before) + 1;
    const nth = element.isConnected ? 0 : focusables(element).findIndex((each) => each === place[0]!.element);
    for (const child of [...children.slice(from), ...children.slice(0, from).toReversed()]) {
      const targets = shownIn(child);
      const same = child.localName === element.localName ? focusables(child)[nth] : undefined;
      const target = targets.find((each) => each === same) ?? targets[0];
      if (target) return target;
    }
    const heading = box.querySelector<HTMLElement>(":scope > :is(h1, h2, h3, h4)");
    if (heading) return heading;
  }
  return undefined;
}

/** What shows of what can be focused; on a touch screen no field that would bring up the keyboard. */
function shownIn(box: Element): HTMLElement[] {
  return focusables(box).filter((each) => each.checkVisibility() && !bringsUpKeyboard(each));
}

/** Whether the focus would bring up a touch screen's keyboard, over half of what one looks at. */
export function bringsUpKeyboard(element: Element): boolean {
  return isTouched() && element.matches(WRITTEN_IN);
}

function isTouched(): boolean {
  return matchMedia("(pointer: coarse)").matches;
}

/** In the order of the page, the box itself included. */
function focusables(box: Element): HTMLElement[] {
  return [box, ...box.querySelectorAll(FOCUSABLE)].filter(
    (each): each is HTMLElement => each instanceof HTMLElement && each.matches(FOCUSABLE),
  );
}

const FOCUSABLE =
  ":is(a[href], button, input, select, textarea, [tabindex='0']):not(:disabled, [type='hidden'], [tabindex='-1'])";
const WRITTEN_IN = "textarea, input:not([type='checkbox'], [type='radio'], [type='button'], [type='submit'])";
