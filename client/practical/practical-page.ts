import { html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { wifiCode, type Practical } from "../../shared/meetup/practical.ts";
import type { MeetupFacts } from "../../shared/meetup/view.ts";
import { copyText } from "../look/copy-text.ts";
import { empty } from "../look/empty.ts";
import { icon } from "../look/icon.ts";
import { whenLoaded } from "../look/when-loaded.ts";
import { LightElement } from "../look/light-element.ts";
import "../look/qr-code.ts";
import { richText } from "../look/rich-text.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { Redraw } from "../meetup/redraw.ts";
import { pageShell, pageTitle } from "../meetup/page-shell.ts";
import "./practical-page.css";

/** What people on site need: Wi-Fi, the way, food, whom to turn to. Readable with no network, once it was open. */
@customElement("practical-page")
export class PracticalPage extends LightElement {
  @property({ attribute: false }) replica!: MeetupReplica;

  constructor() {
    super();
    this.addController(new Redraw(this));
  }

  protected override render() {
    const { view } = this.replica;
    document.title = pageTitle(this.replica, "Practical information");
    return pageShell(this.replica, "practical", view ? this.#content(view.meetup) : html``);
  }

  #content({ practical, place }: MeetupFacts): TemplateResult {
    const isOrganizer = this.replica.me?.role === "organizer";
    const edit = html`<button
      class="btn"
      aria-haspopup="dialog"
      @click=${() => whenLoaded(import("./practical-editor.ts"), (code) => code.openPracticalEditor(this.replica))}
    >
      ${icon("pencil")}Edit
    </button>`;
    const isEmpty = Object.values(practical).every((part) => part === "") && place === "";
    return html`<div class="pr">
      <div class="pr-h">
        <h1 class="grow">Practical information</h1>
        ${isOrganizer && !isEmpty ? edit : nothing}
      </div>
      ${
        isEmpty
          ? html`<div class="panel">
              ${empty({
                picture: "arc",
                title: "Nothing written here yet",
                text: isOrganizer
                  ? "Wi-Fi, the way, food, and whom to turn to: people can read it even with no network."
                  : "The organizers write Wi-Fi, the way and food here.",
                ...(isOrganizer && { action: edit }),
              })}
            </div>`
          : html`<div class="pr-l">
              ${wifi(practical)} ${part("map-pin", "Where", practical.address || place)}
              ${part("utensils", "Food and drink", practical.food)}
              ${part("hand", "Code of conduct: whom to turn to", practical.contact)}
              ${part("circle-help", "Good to know", practical.other)}
            </div>`
      }
    </div>`;
  }
}

function wifi(practical: Practical): TemplateResult | typeof nothing {
  const { wifiName, wifiPassword } = practical;
  if (wifiName === "" && wifiPassword === "") return nothing;
  return html`<section class="panel pr-p pr-wifi" aria-labelledby="pr-wifi">
    <div class="pr-t">
      <h2 id="pr-wifi">${icon("wifi")}Wi-Fi</h2>
      <dl>
        ${
          wifiName === ""
            ? nothing
            : html`<div>
                <dt>Name</dt>
                <dd>${wifiName}</dd>
              </div>`
        }
        ${
          wifiPassword === ""
            ? nothing
            : html`<div>
                <dt>Password</dt>
                <dd><code>${wifiPassword}</code></dd>
              </div>`
        }
      </dl>
      ${
        wifiPassword === ""
          ? nothing
          : html`<button class="btn" @click=${() => copyText(wifiPassword, "Wi-Fi password")}>
              ${icon("copy")}Copy the password
            </button>`
      }
    </div>
    ${
      wifiName === ""
        ? nothing
        : html`<qr-code .text=${wifiCode(practical)} label="QR code that lets a phone join the Wi-Fi"></qr-code>`
    }
  </section>`;
}

function part(glyph: string, title: string, text: string): TemplateResult | typeof nothing {
  return text === ""
    ? nothing
    : html`<section class="panel pr-p">
        <h2>${icon(glyph)}${title}</h2>
        ${richText(text)}
      </section>`;
}
