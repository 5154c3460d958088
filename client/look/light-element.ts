import { LitElement, type PropertyValues } from "lit";
import { focusPlace, keepFocus } from "./keep-focus.ts";

/**
 * An element whose content is part of the page, so that the shared style sheets reach it. What has the focus in it may
 * go when it is drawn anew; the focus doesn't.
 */
export class LightElement extends LitElement {
  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override update(changed: PropertyValues): void {
    const place = focusPlace(this);
    super.update(changed);
    if (place) keepFocus(place);
  }
}
