import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { isCommentBegun, type CommentBox, type ReplyTo } from "../../agenda/comment-box.ts";
import "../../agenda/topic-comments.ts";
import type { MeetupView, TopicView } from "../../../shared/meetup/view.ts";
import { icon } from "../../look/icon.ts";
import { LightElement } from "../../look/light-element.ts";
import { done, titleIdOf } from "../../look/open-dialog.ts";
import { Redraw } from "../../meetup/redraw.ts";
import type { MeetupReplica } from "../../replica/meetup-replica.ts";
import type { PadSession } from "../replica/pad-session.ts";
import "./pad-actions.ts";
import "./pad-panel.css";
import { padTopic } from "./pad-topic.ts";

/** What the panel shows. */
export type PanelTab = "actions" | "comments";

/** Beside a pad: what is to be done according to it, and what people say about its topic. */
@customElement("pad-panel")
export class PadPanel extends LightElement {
  @property({ attribute: false }) replica!: MeetupReplica;
  @property({ attribute: false }) session!: PadSession;
  /** How many comments of others nobody here has looked at. */
  @property({ attribute: false }) unread = 0;
  @property({ attribute: false }) tab: PanelTab = "actions";
  /** Over the page, on a phone, with a way out of it. */
  @property({ attribute: false }) isSheet = false;
  /** What is said of the connection, which a sheet covers on the page. */
  @property({ attribute: false }) connection: TemplateResult | typeof nothing = nothing;
  /** Begins another action in the text; undefined where one only reads. */
  @property({ attribute: false }) addAction: (() => void) | undefined;
  /** Another tab was chosen. */
  @property({ attribute: false }) chosen!: (tab: PanelTab) => void;

  /** Whether it was chosen by a key, so that the focus goes with it once it shows. */
  #isByKey = false;

  constructor() {
    super();
    this.addController(new Redraw(this));
  }

  protected override render() {
    const { view } = this.replica;
    if (!view) return nothing;
    const topic = padTopic(view, this.session.padId);
    const tab = topic ? this.tab : "actions";
    return html`<div class=${this.isSheet ? "pp pp--sheet" : "pp"}>
      <div class="pp-head">
        <h2 id=${this.isSheet ? titleIdOf(this) : "panel-title"} class=${topic ? "vh" : "grow"}>
          ${topic ? "Beside the notes" : "Actions"}
        </h2>
        ${topic ? this.#tabs(topic, tab) : nothing}
        ${
          this.isSheet
            ? html`<button type="button" class="btn btn--quiet btn--icon" aria-label="Close" @click=${() => done(this)}>
                ${icon("x")}
              </button>`
            : nothing
        }
      </div>
      ${this.connection}
      <div
        class="pp-s"
        id="panel-shown"
        role=${topic ? "tabpanel" : "group"}
        aria-labelledby=${topic ? `panel-${tab}` : this.isSheet ? titleIdOf(this) : "panel-title"}
        tabindex="0"
        @click=${this.follow}
      >
        ${
          topic && tab === "comments"
            ? html`<topic-comments
                .replica=${this.replica}
                .topic=${topic}
                .isTalk=${true}
                @reply-to=${this.reply}
              ></topic-comments>`
            : html`<pad-actions .replica=${this.replica} .session=${this.session}></pad-actions>`
        }
      </div>
      ${tab === "comments" ? this.#say(view, topic) : this.#add}
    </div>`;
  }

  #tabs({ comments }: TopicView, tab: PanelTab): TemplateResult {
    const { unread } = this;
    const one = (name: PanelTab, words: TemplateResult) =>
      html`<button
        type="button"
        role="tab"
        id="panel-${name}"
        aria-selected=${name === tab}
        aria-controls="panel-shown"
        tabindex=${name === tab ? 0 : -1}
        @click=${() => this.chosen(name)}
      >
        ${words}
      </button>`;
    return html`<div class="seg grow" role="tablist" aria-label="Beside the notes" @keydown=${this.move}>
      ${one("actions", html`Actions`)}
      ${one(
        "comments",
        html`Comments <span class="faint num">${comments}</span>${
            unread > 0 ? html`<span class="pp-new num">${unread} new</span>` : nothing
          }`,
      )}
    </div>`;
  }

  #say(view: MeetupView, topic: TopicView | undefined): TemplateResult | typeof nothing {
    // Words that were begun stay when the meetup closes.
    if (!topic || (view.meetup.phase === "closed" && !isCommentBegun(view, topic))) return nothing;
    return html`<comment-box
      .replica=${this.replica}
      .topic=${topic}
      .placeholder=${"Say something to this room"}
    ></comment-box>`;
  }

  get #add(): TemplateResult | typeof nothing {
    const { addAction } = this;
    if (!addAction) return nothing;
    const add = () => {
      if (this.isSheet) done(this);
      addAction();
    };
    return html`<div class="pp-add">
      <button type="button" class="btn" @click=${add}>${icon("plus")}Add an action</button>
    </div>`;
  }

  private readonly reply = (event: CustomEvent<ReplyTo>) => {
    this.querySelector<CommentBox>("comment-box")?.answer(event.detail);
  };

  /** What leads to a line leads out of the sheet. */
  private readonly follow = (event: Event) => {
    if (this.isSheet && (event.target as Element).closest("a[href*='#L']")) done(this);
  };

  protected override updated(changed: PropertyValues<this>): void {
    if (!this.#isByKey || !changed.has("tab")) return;
    this.#isByKey = false;
    this.querySelector<HTMLElement>('[role="tab"][aria-selected="true"]')?.focus();
  }

  private readonly move = (event: KeyboardEvent) => {
    const tab = this.#tabAt(event.key);
    if (!tab) return;
    event.preventDefault();
    if (tab === this.tab) return;
    this.#isByKey = true;
    this.chosen(tab);
  };

  /** Where a key leads among the tabs. */
  #tabAt(key: string): PanelTab | undefined {
    switch (key) {
      case "ArrowLeft":
      case "ArrowRight":
        return this.tab === "actions" ? "comments" : "actions";
      case "Home":
        return "actions";
      case "End":
        return "comments";
      default:
        return undefined;
    }
  }
}
