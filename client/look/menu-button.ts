import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { icon } from "./icon.ts";
import { LightElement } from "./light-element.ts";

/** One thing that a menu offers: something to do, a switch when `isOn` is known, or an address. */
export interface MenuItem {
  label: string;
  /** An icon by name, or a picture of its own. */
  glyph: string | TemplateResult;
  run?: () => void;
  isOn?: boolean;
  href?: string;
  isDownload?: boolean;
  /** Only where there is no room for a button of its own. */
  isForSmall?: boolean;
}

/** A button that opens a menu below it: arrows go from item to item, Escape and a press elsewhere close it. */
@customElement("menu-button")
export class MenuButton extends LightElement {
  /** What the button and its menu are called. */
  @property({ attribute: false }) label = "";
  /** What shows on the button, in place of three dots, and names it. */
  @property({ attribute: false }) face: TemplateResult | undefined;
  /** Classes of the button. */
  @property({ attribute: false }) look = "btn btn--icon";
  @property({ attribute: false }) items: readonly MenuItem[] = [];
  /** What is offered while it is open, as it was when it was opened: nothing moves under the finger that is about to press it. */
  @state() private offered: readonly MenuItem[] | undefined;
  @query(".menu-opener") private opener!: HTMLButtonElement;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#close();
  }

  protected override render() {
    return html`<button
        type="button"
        class="menu-opener ${this.look}"
        aria-haspopup="menu"
        aria-expanded=${this.offered !== undefined}
        aria-label=${this.face ? nothing : this.label}
        title=${this.label}
        @click=${() => (this.offered ? this.#close() : void this.open())}
        @keydown=${(event: KeyboardEvent) => {
          if (event.key !== "ArrowDown") return;
          event.preventDefault();
          void this.open();
        }}
      >
        ${this.face ?? icon("ellipsis")}
      </button>
      ${
        this.offered
          ? html`<div class="menu" role="menu" aria-label=${this.label} @keydown=${this.move} @focusout=${this.leave}>
              ${this.offered.map((item) => this.#item(item))}
            </div>`
          : nothing
      }`;
  }

  /** Opens the menu, with its first item in focus. */
  async open(): Promise<void> {
    this.offered = this.items;
    addEventListener("pointerdown", this.pressed, true);
    await this.updateComplete;
    this.#shown[0]?.focus();
  }

  #item(item: MenuItem): TemplateResult {
    const content = html`${typeof item.glyph === "string" ? icon(item.glyph) : item.glyph}<span class="grow"
        >${item.label}</span
      >${item.isOn ? icon("check") : nothing}`;
    const small = item.isForSmall ? "only-s" : "";
    if (item.href !== undefined)
      return html`<a
        role="menuitem"
        tabindex="-1"
        class=${small}
        href=${item.href}
        ?download=${item.isDownload}
        @click=${() => this.#close()}
        >${content}</a
      >`;
    return html`<button
      type="button"
      role=${item.isOn === undefined ? "menuitem" : "menuitemcheckbox"}
      aria-checked=${item.isOn ?? nothing}
      tabindex="-1"
      class=${small}
      @click=${() => {
        this.#close();
        this.opener.focus();
        item.run?.();
      }}
    >
      ${content}
    </button>`;
  }

  get #shown(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>(".menu > *")].filter(({ offsetParent }) => offsetParent !== null);
  }

  #close(): void {
    this.offered = undefined;
    removeEventListener("pointerdown", this.pressed, true);
  }

  private readonly move = (event: KeyboardEvent) => {
    const items = this.#shown;
    const at = items.findIndex((item) => item === document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (to !== undefined) items[(to + items.length) % items.length]?.focus();
    else if (event.key === "Escape") {
      this.#close();
      this.opener.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  private readonly leave = ({ relatedTarget }: FocusEvent) => {
    if (relatedTarget instanceof Node && !this.contains(relatedTarget)) this.#close();
  };

  private readonly pressed = ({ target }: PointerEvent) => {
    if (target instanceof Node && !this.contains(target)) this.#close();
  };
}
