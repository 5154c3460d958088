import { html, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import { icon } from "../look/icon.ts";
import { LightElement } from "../look/light-element.ts";
import { isMac } from "../look/mod-key.ts";
import type { Format } from "./editor/format-commands.ts";

/** What was pressed. */
export type ToolEvent = CustomEvent<{ tool: Tool }>;
export type Tool = Format | "undo" | "redo" | "find";

type Button = { tool: Tool; name: string; glyph: string; keys?: string };

const mod = (key: string) => (isMac ? `⌘${key}` : `Ctrl+${key}`);
const shiftMod = (key: string) => (isMac ? `⇧⌘${key}` : `Ctrl+Shift+${key}`);
const ariaMod = (keys: string) => keys.replace("⇧", "Shift+").replace("⌘", "Meta+").replace("Ctrl", "Control");

const GROUPS: readonly (readonly Button[])[] = [
  [
    { tool: "heading", name: "Heading", glyph: "heading-2", keys: "Alt+H" },
    { tool: "bold", name: "Bold", glyph: "bold", keys: mod("B") },
    { tool: "italic", name: "Italic", glyph: "italic", keys: mod("I") },
    { tool: "list", name: "List", glyph: "list", keys: shiftMod("8") },
    { tool: "numbers", name: "Numbered list", glyph: "list-ordered", keys: shiftMod("7") },
    { tool: "checkbox", name: "Checkbox", glyph: "square-check-big", keys: "Alt+A" },
    { tool: "quote", name: "Quote", glyph: "quote" },
    { tool: "code", name: "Code", glyph: "code" },
    { tool: "block", name: "Code block", glyph: "braces" },
    { tool: "link", name: "Link", glyph: "link", keys: mod("K") },
    { tool: "table", name: "Table", glyph: "table-2" },
  ],
  [
    { tool: "undo", name: "Undo", glyph: "undo-2", keys: mod("Z") },
    { tool: "redo", name: "Redo", glyph: "redo-2", keys: isMac ? "⇧⌘Z" : "Ctrl+Y" },
    { tool: "find", name: "Find and replace", glyph: "search", keys: mod("F") },
  ],
];
const TOOLS = GROUPS.flat();

/** Formatting for the notes: one stop for Tab, arrows go from tool to tool. */
@customElement("pad-toolbar")
export class PadToolbar extends LightElement {
  /** Which tool Tab comes to. */
  @state() private current = 0;

  protected override render() {
    return html`<div class="tb" role="toolbar" aria-label="Formatting" aria-controls="pad" @keydown=${this.move}>
      ${GROUPS.map(
        (tools, at) =>
          html`${at > 0 ? html`<span class="sep"></span>` : nothing}${tools.map((tool) => this.#button(tool))}`,
      )}
    </div>`;
  }

  #button({ tool, name, glyph, keys }: Button) {
    const at = TOOLS.findIndex((each) => each.tool === tool);
    // Pressing a tool must not take the focus, and with it the phone's keyboard, from the text.
    return html`<button
      type="button"
      class="btn btn--quiet btn--icon"
      aria-label=${name}
      title=${keys ? `${name} (${keys})` : name}
      aria-keyshortcuts=${keys ? ariaMod(keys) : nothing}
      tabindex=${at === this.current ? 0 : -1}
      @mousedown=${(event: Event) => event.preventDefault()}
      @focus=${() => (this.current = at)}
      @click=${() => this.dispatchEvent(new CustomEvent("tool", { detail: { tool } }) satisfies ToolEvent)}
    >
      ${icon(glyph)}
    </button>`;
  }

  private readonly move = (event: KeyboardEvent) => {
    const last = TOOLS.length - 1;
    const to = { ArrowRight: this.current + 1, ArrowLeft: this.current - 1, Home: 0, End: last }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.current = (to + TOOLS.length) % TOOLS.length;
    this.querySelectorAll("button")[this.current]?.focus();
  };
}
