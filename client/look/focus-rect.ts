/** Where on the screen what has the focus is: in an editor its cursor; undefined where nothing has it. */
export function focusRect(): DOMRect | undefined {
  const element = document.activeElement;
  if (!(element instanceof HTMLElement) || element === document.body || element.localName === "main") return undefined;
  // An editor, in a shadow tree of its own, fills the page and draws its cursor itself.
  const within = element.shadowRoot?.activeElement;
  const cursor = within?.matches(".cm-content") ? element.shadowRoot?.querySelector(".cm-cursor-primary") : undefined;
  return (cursor ?? within ?? element).getBoundingClientRect();
}
