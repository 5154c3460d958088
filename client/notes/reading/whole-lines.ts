/** Where something stands on the screen, from above. */
export interface Extent {
  top: number;
  bottom: number;
}

/** What is hidden less than this is not seen to be. CSS pixels. */
const SLACK_PX = 1;

/** How much to hide at the top and the bottom of a box, so that none of these lines is cut in two there. */
export function cutsOf(box: Extent, lines: readonly Extent[]): Extent {
  const across = (edge: number) => lines.filter(({ top, bottom }) => top < edge - SLACK_PX && bottom > edge + SLACK_PX);
  const top = Math.max(0, ...across(box.top).map((line) => line.bottom - box.top));
  const bottom = Math.max(0, ...across(box.bottom).map((line) => box.bottom - line.top));
  return { top, bottom };
}

/** Shows only whole lines of what scrolls, whatever it is scrolled to, also while it grows. Returns how to stop. */
export function showWholeLines(scroller: HTMLElement): () => void {
  let frame: number | undefined;
  const look = () => {
    frame = undefined;
    const box = scroller.getBoundingClientRect();
    const isWhole = scroller.scrollHeight <= scroller.clientHeight + SLACK_PX;
    const { top, bottom } = isWhole ? { top: 0, bottom: 0 } : cutsOf(box, linesAt(scroller, box));
    scroller.style.clipPath = top + bottom === 0 ? "" : `inset(${top}px 0 ${bottom}px)`;
  };
  const soon = () => void (frame ??= requestAnimationFrame(look));
  const sizes = new ResizeObserver(soon);
  for (const each of [scroller, ...scroller.children]) sizes.observe(each);
  scroller.addEventListener("scroll", soon, { passive: true });
  return () => {
    sizes.disconnect();
    scroller.removeEventListener("scroll", soon);
    if (frame !== undefined) cancelAnimationFrame(frame);
  };
}

/** The lines of text in what reaches over an edge of the box. Long lists scroll: of most of what they hold nothing is asked. */
function linesAt(scroller: HTMLElement, box: Extent): Extent[] {
  const lines: Extent[] = [];
  const range = document.createRange();
  const look = (element: Element) => {
    const { top, bottom } = element.getBoundingClientRect();
    if (![box.top, box.bottom].some((edge) => top < edge && bottom > edge)) return;
    for (const child of element.childNodes) {
      if (child instanceof Element) look(child);
      else if (child instanceof Text && child.data.trim() !== "") {
        range.selectNodeContents(child);
        lines.push(...range.getClientRects());
      }
    }
  };
  for (const block of scroller.querySelectorAll(".md-block")) look(block);
  return lines;
}
