import { html, nothing, type PropertyValues } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { unsafeSVG } from "lit/directives/unsafe-svg.js";
import { LightElement } from "./light-element.ts";

/** A QR code of a text, dark on white in either theme: cameras want it so. */
@customElement("qr-code")
export class QrCode extends LightElement {
  /** What it says to whoever scans it. */
  @property() text = "";
  /** What it is of, for those who don't see it. */
  @property() label = "";
  @state() private drawn = "";

  protected override willUpdate(changed: PropertyValues<this>): void {
    // Without the chunk, as offline, its place stays empty; the text stands beside it.
    if (changed.has("text")) this.#draw(this.text).catch(() => undefined);
  }

  protected override render() {
    return this.drawn
      ? html`<svg class="qr" viewBox="0 0 100 100" role="img" aria-label=${this.label || nothing}>
          ${unsafeSVG(this.drawn)}
        </svg>`
      : html`<span class="qr sk"></span>`;
  }

  /** Draws the code with a chunk of its own, as one path of squares: numbers only, whatever the text. */
  async #draw(text: string): Promise<void> {
    const { encode } = await import("uqr");
    if (text !== this.text) return;
    const { data, size } = encode(text, { ecc: "M", border: 2 });
    const unit = 100 / size;
    const squares = data.flatMap((row, y) =>
      row.flatMap((isDark, x) =>
        isDark ? `M${round(x * unit)} ${round(y * unit)}h${round(unit)}v${round(unit)}h-${round(unit)}z` : [],
      ),
    );
    this.drawn = `<rect width="100" height="100" fill="#fff"/><path shape-rendering="crispEdges" d="${squares.join("")}"/>`;
  }
}

function round(value: number): string {
  return value.toFixed(3);
}
