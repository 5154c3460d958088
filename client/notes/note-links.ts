import { syntaxTree } from "@codemirror/language";
import type { EditorState, Extension } from "@codemirror/state";
import { EditorView, WidgetType } from "@codemirror/view";
import type { SyntaxNode } from "@lezer/common";
import { safeHref } from "./safe-href.ts";

/** What links in notes say about us to where they lead: nothing. */
export const LINK_REL = "noopener nofollow noreferrer";

/** Where a link's address is: behind its words, which may look like another one. */
export function urlOf(link: SyntaxNode): SyntaxNode | undefined {
  const [, close] = link.getChildren("LinkMark");
  const urls = link.getChildren("URL");
  return link.name === "Autolink" ? urls[0] : urls.find(({ from }) => close !== undefined && from >= close.to);
}

/** The address of a Link, Autolink or URL node, if it is one that may be opened. */
export function hrefOf(state: EditorState, node: SyntaxNode): string | undefined {
  const url = node.name === "URL" ? node : urlOf(node);
  return url ? safeHref(state.sliceDoc(url.from, url.to).replace(/^<|>$/gu, "")) : undefined;
}

/** The address of the link at a place in the text. */
export function linkAt(state: EditorState, at: number): string | undefined {
  for (const side of [-1, 1] as const) {
    for (let node: SyntaxNode | null = syntaxTree(state).resolveInner(at, side); node; node = node.parent) {
      if (node.name !== "Link" && node.name !== "Autolink" && node.name !== "URL") continue;
      if (node.name === "URL" && node.parent?.name === "Link") continue;
      const href = hrefOf(state, node);
      if (href !== undefined) return href;
    }
  }
  return undefined;
}

/** A small arrow behind a link, which opens it. */
export class LinkArrow extends WidgetType {
  readonly #href: string;

  constructor(href: string) {
    super();
    this.#href = href;
  }

  override eq(other: LinkArrow): boolean {
    return other.#href === this.#href;
  }

  override toDOM(): HTMLElement {
    const link = document.createElement("a");
    link.className = "cm-open-link";
    link.href = this.#href;
    link.target = "_blank";
    link.rel = LINK_REL;
    link.title = this.#href;
    link.setAttribute("aria-label", `Open ${this.#href.replace(/^(?:https?:\/\/|mailto:)/u, "")}`);
    // Tab writes; the arrow is for pointers, Alt+Enter for keys.
    link.tabIndex = -1;
    return link;
  }

  override ignoreEvent(): boolean {
    return true;
  }
}

/** Opens the link at the cursor; false when there is none. */
export function openLinkAtCursor({ state }: EditorView): boolean {
  return open(linkAt(state, state.selection.main.head));
}

/** A click on a link opens it with Ctrl or ⌘ held, and without where one may only read. */
export const linkClicks: Extension = EditorView.domEventHandlers({
  mousedown: (event, view) => {
    if (event.button !== 0 || !(event.ctrlKey || event.metaKey)) return false;
    if (!open(linkUnder(view, event))) return false;
    event.preventDefault();
    return true;
  },
  click: (event, view) =>
    view.state.readOnly && view.state.selection.main.empty && !event.ctrlKey && !event.metaKey
      ? open(linkUnder(view, event))
      : false,
});

function linkUnder(view: EditorView, { clientX, clientY, target }: MouseEvent): string | undefined {
  if (!(target instanceof Element) || !target.closest(".cm-link-text")) return undefined;
  const at = view.posAtCoords({ x: clientX, y: clientY });
  return at === null ? undefined : linkAt(view.state, at);
}

function open(href: string | undefined): boolean {
  if (href === undefined) return false;
  window.open(href, "_blank", "noopener,noreferrer");
  return true;
}
