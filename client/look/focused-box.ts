/** Where on the screen what has the focus is: in a text the line of the cursor; undefined where nothing has it. */
export function focusedBox(): DOMRect | undefined {
  const element = document.activeElement;
  if (!(element instanceof HTMLElement) || element === document.body || element.localName === "main") return undefined;
  if (!element.isContentEditable) return element.getBoundingClientRect();
  const selection = getSelection();
  return selection && selection.rangeCount > 0 ? selection.getRangeAt(0).getBoundingClientRect() : undefined;
}
