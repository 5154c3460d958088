/** Calls `leaving` when the page may not get another turn: it goes, or nobody looks at it, and phones end such pages. */
export function onPageHide(leaving: () => void): void {
  addEventListener("pagehide", leaving);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && leaving());
}
