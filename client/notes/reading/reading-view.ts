import { html, type PropertyValues } from "lit";
import { customElement, property } from "lit/decorators.js";
import { LightElement } from "../../look/light-element.ts";
import type { PadReplica } from "../replica/pad-replica.ts";
import { markdownShown } from "./read-markdown.ts";
import "./reading-view.css";

/** The page follows the text this long after the first of a burst of edits. Milliseconds. */
const FOLLOW_MS = 150;

/** A pad as a page to read, without its source; follows the text as others write. */
@customElement("reading-view")
export class ReadingView extends LightElement {
  /** The pad to show; it must be loaded. */
  @property({ attribute: false }) replica!: PadReplica;

  #soon: ReturnType<typeof setTimeout> | undefined;
  #stop: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.#follow();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.();
    clearTimeout(this.#soon);
    this.#soon = undefined;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("replica")) this.#follow();
  }

  protected override render() {
    const text = this.replica.text.toString();
    return html`<div class="rd" tabindex="0" role="region" aria-label="Notes to read">
      <article class="md" translate="no">
        ${text.trim() === "" ? html`<p class="dim">Nothing is written here yet.</p>` : markdownShown(text)}
      </article>
    </div>`;
  }

  /** Brings what begins in a line, counted from 1, or the nearest before it, into view. */
  goToLine(line: number): void {
    const blocks = [...this.querySelectorAll<HTMLElement>(".md-block")];
    const block = blocks.findLast(({ dataset }) => Number(dataset["line"]) <= line);
    block?.scrollIntoView({ block: "start" });
  }

  override focus(): void {
    this.querySelector<HTMLElement>(".rd")?.focus();
  }

  #follow(): void {
    this.#stop?.();
    const { text } = this.replica;
    const news = () => {
      this.#soon ??= setTimeout(() => {
        this.#soon = undefined;
        this.requestUpdate();
      }, FOLLOW_MS);
    };
    text.observe(news);
    this.#stop = () => text.unobserve(news);
  }
}
