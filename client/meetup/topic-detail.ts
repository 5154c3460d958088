import { html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import "./topic-comments.ts";
import type { MeetupView, TopicView } from "../../shared/meetup/view.ts";
import { avatar } from "../look/avatar.ts";
import { copyText } from "../look/copy-text.ts";
import { icon } from "../look/icon.ts";
import { LightElement } from "../look/light-element.ts";
import { toast } from "../look/toast.ts";
import { later } from "../look/later.ts";
import { richText } from "../look/rich-text.ts";
import { act } from "./act.ts";
import type { MeetupReplica } from "./meetup-replica.ts";
import { statusChip } from "./status-chip.ts";
import { dayName, saidAt, timeSpan } from "./times.ts";
import { dayOf } from "../../shared/exports/meetup-times.ts";
import { voteButton } from "./topic-row.ts";

/** One topic with all there is to it. Fires `close` when the reader is done. */
@customElement("topic-detail")
export class TopicDetail extends LightElement {
  @property({ attribute: false }) replica!: MeetupReplica;
  @property({ attribute: false }) topic!: TopicView;
  /** The meetup it belongs to, as everybody sees it. */
  @property({ attribute: false }) view!: MeetupView;

  protected override render() {
    const { replica, topic, view } = this;
    const { meetup, people } = view;
    const maker = people.names[topic.proposedBy];
    const when = saidAt(topic.proposedAt, meetup.timezone);
    const isMine = topic.proposedBy === replica.person?.id;
    const isOrganizer = replica.me?.role === "organizer";
    const mayChange = (isMine || isOrganizer) && meetup.phase !== "closed" && topic.status !== "withdrawn";
    return html`<div class="d-head">
        ${statusChip(topic.status)}<span class="faint num d-no">Topic ${topic.number}</span>
        <span class="end">
          <button class="btn btn--quiet btn--icon" aria-label="Copy link" @click=${this.copyLink}>
            ${icon("link")}
          </button>
          <button class="btn btn--quiet btn--icon" aria-label="Close" @click=${this.close}>${icon("x")}</button>
        </span>
      </div>
      <div class="d-scroll" tabindex="0" role="group" aria-label="Topic details">
        <h2 id="topic-title" tabindex="-1" autofocus>${topic.title}</h2>
        <p class="d-by">${avatar(maker)}<span>${maker?.name ?? "Someone"}, ${when}</span></p>
        ${
          topic.tags.length > 0
            ? html`<p class="d-tags">${topic.tags.map((tag) => html`<span class="chip chip--plain">${tag}</span>`)}</p>`
            : nothing
        }
        <div class="d-act">
          ${voteButton(replica, view, topic, { isWide: true })}
          ${
            topic.padId
              ? html`<a class="btn" href="/m/${replica.slug}/notes/${topic.padId}">${icon("notebook-pen")}Notes</a>`
              : nothing
          }
        </div>
        ${topic.description ? html`<div class="d-body">${richText(topic.description)}</div>` : nothing}
        ${this.#where(isOrganizer)}
        ${
          mayChange
            ? html`<div class="d-own">
                <button
                  class="btn btn--quiet btn--sm"
                  @click=${() => later(import("./topic-editor.ts"), (code) => code.openTopicEditor(replica, topic))}
                >
                  ${icon("pencil")}Edit
                </button>
                ${
                  topic.status === "scheduled"
                    ? nothing
                    : html`<button class="btn btn--quiet btn--sm" @click=${this.withdraw}>${icon("x")}Withdraw</button>`
                }
              </div>`
            : nothing
        }
        <topic-comments .replica=${replica} .topic=${topic}></topic-comments>
      </div>
      ${meetup.phase === "closed" ? nothing : html`<comment-box .replica=${replica} .topic=${topic}></comment-box>`}`;
  }

  /** Where it takes place, and for organizers what to make of it. */
  #where(isOrganizer: boolean): TemplateResult | typeof nothing {
    const { replica, topic, view } = this;
    const { meetup, rooms, sessions, sideGroups } = view;
    if (topic.status === "withdrawn") return nothing;
    const session = sessions.find(({ topicIds }) => topicIds.includes(topic.id));
    const groups = sideGroups.filter(({ topicId, state }) => topicId === topic.id && state === "open");
    const isFixed = meetup.phase === "closed";
    const facts = [
      session
        ? html`<a class="org-at" href="/m/${replica.slug}/schedule"
            >${icon("calendar")}${rooms.find(({ id }) => id === session.roomId)?.name},
            ${dayName(dayOf(session.startsAt, meetup.timezone))}
            ${timeSpan(session.startsAt, session.endsAt, meetup.timezone)}</a
          >`
        : nothing,
      ...groups.map(
        (group) =>
          html`<a class="org-at" href="/m/${replica.slug}/side-groups"
            >${icon("split")}${group.place || "Side group"}</a
          >`,
      ),
    ];
    return html`<div class="org">
      <span class="org-facts">${session || groups.length > 0 ? facts : html`<b>No place yet</b>`}</span>
      ${
        isOrganizer && !session && !isFixed
          ? html`<button
              class="btn btn--sm btn--primary"
              @click=${() => later(import("../schedule/place-dialog.ts"), (code) => code.openPlaceDialog(replica, topic))}
            >
              ${icon("calendar")}Put on the agenda
            </button>`
          : nothing
      }
      ${
        isFixed || groups.length > 0
          ? nothing
          : html`<button
              class="btn btn--sm"
              @click=${() => later(import("../side-groups/start-side-group.ts"), (code) => code.openSideGroupDialog(replica, topic))}
            >
              ${icon("split")}Start a side group
            </button>`
      }
    </div>`;
  }

  private readonly copyLink = () => copyText(`${location.origin}/m/${this.replica.slug}/${this.topic.number}`, "Link");

  private readonly close = () => this.dispatchEvent(new CustomEvent("close-topic", { bubbles: true }));

  private readonly withdraw = async () => {
    const { topic } = this;
    if (!confirm(`Withdraw “${topic.title}”? Its votes no longer count.`)) return;
    if (await act(this.replica, { type: "topic.withdraw", topicId: topic.id })) toast("Withdrawn");
  };
}
