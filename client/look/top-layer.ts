/** Where what covers everything else has to be: the dialog opened last, or the page. */
export function topLayer(): Element {
  return [...document.querySelectorAll("dialog[open]")].at(-1) ?? document.body;
}
