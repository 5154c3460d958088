import { html } from "lit";
import { customElement, property } from "lit/decorators.js";
import { empty } from "../look/empty.ts";
import { LightElement } from "../look/light-element.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { pageShell, pageTitle } from "./page-shell.ts";
import { Redraw } from "./redraw.ts";

/** What stands at an address in a meetup that no page has. */
@customElement("missing-page")
export class MissingPage extends LightElement {
  @property({ attribute: false }) replica!: MeetupReplica;

  constructor() {
    super();
    this.addController(new Redraw(this));
  }

  protected override render() {
    const { slug } = this.replica;
    document.title = pageTitle(this.replica, "Not here");
    return pageShell(
      this.replica,
      "missing",
      html`<div class="panel shell-note">
        ${empty({
          picture: "arc",
          isPage: true,
          title: "No page here",
          text: "This meetup has no page at this address. It may have a typing error.",
          action: html`<a class="btn btn--primary" href="/m/${slug}">Go to the agenda</a>`,
        })}
      </div>`,
    );
  }
}
