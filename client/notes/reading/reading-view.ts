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

  /** Brings a line, counted from 1, to the top: where what it is in begins, and in a long list about so far below. */
  goToLine(line: number, again = 2): void {
    const blocks = this.#blocks;
    const block = blocks.findLast(({ first }) => first <= line);
    if (!block) return;
    block.element.scrollIntoView({ block: "start" });
    const share = Math.min(1, (line - block.first) / block.lines);
    if (share > 0) this.querySelector(".rd")?.scrollBy(0, share * block.element.offsetHeight);
    // What comes into view is as high as it is only once it is drawn.
    if (again > 0) requestAnimationFrame(() => this.goToLine(line, again - 1));
  }

  /** The line at the top of what is in view, counted from 1. */
  get lineInView(): number {
    const top = this.querySelector(".rd")?.getBoundingClientRect().top ?? 0;
    const block = this.#blocks.find(({ element }) => element.getBoundingClientRect().bottom > top);
    if (!block) return 1;
    const box = block.element.getBoundingClientRect();
    const share = Math.max(0, (top - box.top) / box.height);
    return block.first + Math.floor(share * block.lines);
  }

  /** What stands apart, with the lines that it begins in and has, counted up to what follows. */
  get #blocks(): { element: HTMLElement; first: number; lines: number }[] {
    const elements = [...this.querySelectorAll<HTMLElement>(".md-block")];
    const firsts = elements.map(({ dataset }) => Number(dataset["line"]));
    const end = this.replica.text.toString().split("\n").length + 1;
    return elements.map((element, at) => {
      const first = firsts[at]!;
      return { element, first, lines: (firsts[at + 1] ?? end) - first };
    });
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
