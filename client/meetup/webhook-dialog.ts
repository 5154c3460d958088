import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { WebhookView } from "../../shared/meetup/webhook.ts";
import type { Problem } from "../../shared/problem.ts";
import { copyText } from "../look/copy-text.ts";
import { dialogHead } from "../look/dialog-head.ts";
import { fieldError, formError, messageFor } from "../look/field-error.ts";
import { icon } from "../look/icon.ts";
import { LightElement } from "../look/light-element.ts";
import { openDialog } from "../look/open-dialog.ts";
import { say } from "../look/live-region.ts";
import { toast } from "../look/toast.ts";
import { server } from "../server-connection.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { whenOf } from "./time-words.ts";

type Loaded = { hosts: string[]; webhook: WebhookView | null };

/** Opens where organizers say to which chat bot, or other program, news go. */
export function openWebhookDialog(replica: MeetupReplica): void {
  const element = document.createElement("webhook-dialog") as WebhookDialog;
  element.replica = replica;
  void openDialog(element);
}

/** The webhook of a meetup: its address, its secret once, and how the last attempt went. */
@customElement("webhook-dialog")
export class WebhookDialog extends LightElement {
  @property({ attribute: false }) replica!: MeetupReplica;
  @state() private loaded: Loaded | undefined;
  @state() private failed: Problem | undefined;
  @state() private refusal: Problem | undefined;
  @state() private secret = "";

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#load();
  }

  protected override render() {
    return html`<div class="dialog-form">
      ${dialogHead(this, "News for a chat bot")}
      <p class="dim">
        What is on and next, changes of the schedule, new side groups and announcements are sent to an address of yours
        as they happen.
      </p>
      ${
        this.failed
          ? html`${formError(this.failed)}<button type="button" class="btn" @click=${this.#load}>Try again</button>`
          : this.loaded
            ? this.#content(this.loaded)
            : html`<p class="dim" role="status">Loading</p>`
      }
    </div>`;
  }

  #content({ hosts, webhook }: Loaded): TemplateResult {
    if (hosts.length === 0)
      return html`<p>
        Whoever runs this server has not allowed any host for it: ask for <code>MIDCYCLE_WEBHOOK_HOSTS</code>.
      </p>`;
    return html`${this.secret ? this.#told : nothing}${webhook ? this.#standing(webhook) : nothing}
      <form class="field" novalidate @submit=${this.set}>
        <div class="field">
          <label for="w-url">${webhook ? "Another address" : "Address"}</label>
          <input
            class="input"
            id="w-url"
            name="url"
            type="url"
            autocomplete="off"
            placeholder="https://"
            aria-invalid=${messageFor(this.refusal, "url") !== undefined}
            aria-describedby="w-url-error w-url-hint"
          />
          ${fieldError(this.refusal, "url", "w-url-error")}
          <p class="hint" id="w-url-hint">Allowed here: ${hosts.join(", ")}</p>
        </div>
        ${formError(this.refusal, ["url"])}
        <button class="btn ${webhook ? "" : "btn--primary"}">
          ${webhook ? "Send there instead" : "Send news there"}
        </button>
      </form>`;
  }

  get #told(): TemplateResult {
    return html`<div class="field">
      <label for="w-secret">Secret</label>
      <div class="row">
        <input class="input" id="w-secret" readonly .value=${this.secret} />
        <button type="button" class="btn copy" @click=${() => copyText(this.secret, "Secret")}>
          ${icon("copy")}Copy
        </button>
      </div>
      <p class="hint">
        Shown this once. Each message is signed with it, so that your bot can tell that it comes from here.
      </p>
    </div>`;
  }

  #standing({ url, last, dropped }: WebhookView): TemplateResult {
    return html`<section class="field" aria-label="Present webhook">
      <span class="label">News go to</span>
      <p class="w-url"><code>${url}</code></p>
      <p class="hint" role="status">${this.#howItWent(last)}${dropped > 0 ? ` ${dropped} given up so far.` : ""}</p>
      <div class="row wrap">
        <button type="button" class="btn btn--sm" @click=${this.#load}>Look again</button>
        <button type="button" class="btn btn--quiet btn--sm" @click=${this.stopSending}>Stop sending</button>
      </div>
    </section>`;
  }

  #howItWent(last: WebhookView["last"]): string {
    if (!last) return "Nothing was sent yet.";
    const at = whenOf(last.at, Date.now(), this.replica.view?.meetup.timezone ?? "UTC");
    if (last.ok) return `The last message arrived at ${at}.`;
    const answer = last.status === null ? "" : ` (${last.status})`;
    return `The last attempt, at ${at}, failed: ${last.error ?? "not accepted"}${answer}. It is tried again for an hour.`;
  }

  readonly #load = async () => {
    const answer = await server.webhook(this.replica.slug);
    this.failed = "problem" in answer ? answer.problem : undefined;
    if (!("problem" in answer)) this.loaded = answer;
  };

  private readonly set = async (event: Event) => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const url = (new FormData(form).get("url") as string).trim();
    const answer = await server.setWebhook(this.replica.slug, url);
    this.refusal = "problem" in answer ? answer.problem : undefined;
    if ("problem" in answer) return;
    form.reset();
    this.secret = answer.secret;
    say("News are sent there from now on. The secret is shown once.");
    await this.#load();
  };

  private readonly stopSending = async () => {
    const answer = await server.removeWebhook(this.replica.slug);
    if ("problem" in answer) return toast(answer.problem.detail, { isBad: true });
    this.secret = "";
    toast("Nothing more is sent there");
    await this.#load();
  };
}
