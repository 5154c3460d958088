/** How long after a press in a box what becomes smaller there does so because of it. Milliseconds. */
const PRESS_MS = 2000;
/** How long a page may still find its shape; nobody aims at anything in it yet. Milliseconds. */
const SETTLE_MS = 1000;
const PRESSES = ["click", "input"];
/** Whether the browser itself keeps what one looks at where it is; at the top of the page none does. */
const ANCHORS = CSS.supports("overflow-anchor", "auto");

/**
 * A box above `main` whose height changes by itself, as news comes and goes. What is below, and may be about to be
 * pressed, stays where it is on the screen: the page scrolls by as much, and where it can't, the space is kept. What
 * has come at the top of the page is over it then (`held`), until one scrolls up, closes it, or goes to another page.
 * One inside `main` (`data-inside`) stands above a list, and keeps such space itself; who is busy in or above it is at nothing below.
 */
export class SteadyBox extends HTMLElement {
  #isSteady = false;
  #settling: ReturnType<typeof setTimeout> | undefined;
  #pressedAt = -Infinity;

  /** Whether there is something below that could be pressed; `settled` once it has been for a moment. */
  set isSteady(isSteady: boolean) {
    if (isSteady === this.#isSteady) return;
    this.#isSteady = isSteady;
    clearTimeout(this.#settling);
    this.toggleAttribute("settled", false);
    if (isSteady) this.#settling = setTimeout(() => this.toggleAttribute("settled", true), SETTLE_MS);
  }

  connectedCallback(): void {
    for (const press of PRESSES) this.addEventListener(press, this.onPress);
    observer.observe(this);
  }

  disconnectedCallback(): void {
    clearTimeout(this.#settling);
    for (const press of PRESSES) this.removeEventListener(press, this.onPress);
    observer.unobserve(this);
    heights.delete(this);
    // The next page begins as any page does.
    if (heights.size === 0) letGo();
  }

  /** Whether it becomes smaller now because somebody wanted it to. */
  get wasPressed(): boolean {
    return performance.now() - this.#pressedAt < PRESS_MS;
  }

  /** Whether somebody is at something in it, or in `main` above it, that shows. */
  get isBusy(): boolean {
    const at = document.activeElement;
    if (this.wasPressed) return true;
    if (!(at instanceof HTMLElement) || at.tabIndex < 0 || !at.closest("main")?.contains(this)) return false;
    const isBelow = this.compareDocumentPosition(at) === Node.DOCUMENT_POSITION_FOLLOWING;
    return !isBelow && at.getBoundingClientRect().bottom > 0;
  }

  private readonly onPress = () => {
    this.#pressedAt = performance.now();
  };
}
customElements.define("steady-box", SteadyBox);

declare global {
  interface HTMLElementTagNameMap {
    "steady-box": SteadyBox;
  }
}

/** How high each was when it was last looked at. */
const heights = new Map<SteadyBox, number>();
/** How wide the page was then, and how far down it was scrolled. */
let width = 0;
let scrolled = 0;
addEventListener("scroll", () => (scrolled = scrollY), { passive: true });

const observer = new ResizeObserver((entries) => {
  const isOther = width !== innerWidth;
  width = innerWidth;
  // In another width all wraps anew.
  if (isOther) letGo();
  let by = 0;
  let isWanted = false;
  for (const { target, contentRect } of entries) {
    const box = target as SteadyBox;
    const before = heights.get(box);
    const { height } = contentRect;
    heights.set(box, height);
    if (isOther || before === undefined || !box.hasAttribute("settled")) continue;
    if (box.hasAttribute("data-inside")) {
      if (!box.isBusy) makeUpFor(box, height - before);
      continue;
    }
    by += height - before;
    isWanted ||= box.wasPressed;
    box.toggleAttribute("held", height > 0 && (height > before || box.hasAttribute("held")));
  }
  // What always sticks is counted already.
  const held = [...heights].map(([box, height]) => (box.matches("[held]:not(.on-now)") ? height : 0));
  document.documentElement.style.setProperty("--held-h", `${Math.max(0, ...held)}px`);
  if (by > 0) makeUpForGrowth(by);
  if (by < 0) makeUpForShrinking(-by, isWanted);
});

/** For one inside: the space that it keeps is below what is in it. */
function makeUpFor(box: SteadyBox, by: number): void {
  const own = Number.parseFloat(box.style.paddingBottom) || 0;
  const kept = by > 0 ? own - Math.min(own, by) : own + Math.max(0, -by - scrolled);
  box.style.paddingBottom = `${kept}px`;
  if (by > 0) makeUpForGrowth(by - (own - kept));
  else if (!ANCHORS) scrollBy({ top: by, behavior: "instant" });
  scrolled = scrollY;
}

function makeUpForGrowth(by: number): void {
  const used = Math.min(by, spare());
  keepSpare(spare() - used);
  const left = by - used;
  if (left === 0 || (ANCHORS && scrollY > 0)) return;
  // A page that no more than fills the screen must be able to scroll.
  document.body.style.setProperty("--grown", `${Math.ceil(scrollY + left)}px`);
  scrollBy({ top: left, behavior: "instant" });
}

function makeUpForShrinking(by: number, isWanted: boolean): void {
  if (!ANCHORS) scrollBy({ top: -by, behavior: "instant" });
  // Who closes what is at the top of the page wants its space.
  if (!isWanted) keepSpare(spare() + Math.max(0, by - scrolled));
  scrolled = scrollY;
}

function spare(): number {
  return Number.parseFloat(document.body.style.getPropertyValue("--spare")) || 0;
}

function keepSpare(height: number): void {
  document.body.style.setProperty("--spare", `${height}px`);
}

function letGo(): void {
  for (const name of ["--spare", "--grown"]) document.body.style.removeProperty(name);
  document.documentElement.style.removeProperty("--held-h");
  for (const box of heights.keys()) {
    box.removeAttribute("held");
    box.style.removeProperty("padding-bottom");
  }
}
