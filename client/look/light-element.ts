import { LitElement } from "lit";

/** An element whose content is part of the page, so that the shared style sheets reach it. */
export class LightElement extends LitElement {
  protected override createRenderRoot(): HTMLElement {
    return this;
  }
}
