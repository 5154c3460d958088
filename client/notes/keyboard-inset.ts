/** Less than this is a toolbar of the browser's, not a keyboard. CSS pixels. */
const LEAST_PX = 120;

/** How much of the page's bottom an on-screen keyboard covers; 0 without one, and where the page is made smaller by itself. */
export function keyboardInset(
  pageHeight: number,
  view: Pick<VisualViewport, "height" | "offsetTop" | "scale"> | null,
): number {
  // Enlarged with two fingers, the view is smaller without any keyboard.
  if (!view || view.scale > 1.01) return 0;
  const covered = Math.round(pageHeight - view.height - view.offsetTop);
  return covered >= LEAST_PX ? covered : 0;
}

/**
 * Keeps `--keyboard` of an element at what the on-screen keyboard covers, so that a toolbar at the
 * bottom can stand above it where browsers lay the keyboard over the page. Returns how to stop.
 */
export function followKeyboard(element: HTMLElement): () => void {
  const view = globalThis.visualViewport;
  const look = () => {
    const inset = keyboardInset(innerHeight, view);
    element.toggleAttribute("has-keyboard", inset > 0);
    element.style.setProperty("--keyboard", `${inset}px`);
  };
  view?.addEventListener("resize", look);
  view?.addEventListener("scroll", look);
  look();
  return () => {
    view?.removeEventListener("resize", look);
    view?.removeEventListener("scroll", look);
  };
}
