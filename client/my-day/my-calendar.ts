import { html } from "lit";
import { customElement, property } from "lit/decorators.js";
import { LightElement } from "../look/light-element.ts";
import type { SecretAddresses } from "../look/secret-address.ts";
import "../look/secret-address.ts";
import { server } from "../server-connection.ts";

/** The address of one's own day as a calendar: made, copied, and revoked. */
@customElement("my-calendar")
export class MyCalendar extends LightElement {
  /** The meetup's address. */
  @property() slug = "";

  readonly #addresses: SecretAddresses = {
    make: "Make an address",
    makeAnother: "Make another address",
    icon: "calendar-days",
    revoke: (count) => (count === 1 ? "Revoke the address" : `Revoke all ${count} addresses`),
    label: "Address of your calendar",
    copied: "Address",
    made: "The address of your calendar is here, shown this once.",
    revoked: "Addresses of your day don’t work any more",
    count: () => server.calendars(this.slug),
    ask: () => server.makeCalendar(this.slug),
    end: () => server.revokeCalendars(this.slug),
  };

  protected override render() {
    return html`<section class="dy-s dy-cal" aria-labelledby="dy-cal">
      <h2 id="dy-cal">In your calendar</h2>
      <p class="dim">
        An address that your calendar subscribes to and keeps up with your day. Whoever has it can read your day here,
        and nothing else.
      </p>
      <secret-address .kind=${this.#addresses}></secret-address>
    </section>`;
  }
}
