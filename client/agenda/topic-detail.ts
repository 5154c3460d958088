import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { isCommentBegun, type CommentBox, type ReplyTo } from "./comment-box.ts";
import "./topic-comments.ts";
import { topicProposers } from "../../shared/exports/topic-proposers.ts";
import type { MeetupView, TopicView } from "../../shared/meetup/view.ts";
import { avatar } from "../look/avatar.ts";
import { copyText } from "../look/copy-text.ts";
import { disabledButton } from "../look/disabled-button.ts";
import { icon } from "../look/icon.ts";
import { LightElement } from "../look/light-element.ts";
import { say } from "../look/live-region.ts";
import { whenLoaded } from "../look/when-loaded.ts";
import { richText } from "../look/rich-text.ts";
import { Redraw } from "../meetup/redraw.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { statusChip } from "./status-chip.ts";
import { dayName, saidAt, timeSpan } from "../meetup/times.ts";
import { dayOf } from "../../shared/time.ts";
import { voteButton } from "./topic-row.ts";
import { topicDemand } from "./topic-demand.ts";
import { topicVolunteers } from "./topic-volunteers.ts";
import { votesAside } from "./votes-aside.ts";
import { offlineBar } from "../meetup/offline-bar.ts";
import { actWithUndo } from "../meetup/with-undo.ts";

/**
 * One topic with all there is to it; for one that was merged, the topic it goes on in, with a note on what was asked for.
 * Fires `close-topic` when the reader is done.
 */
@customElement("topic-detail")
export class TopicDetail extends LightElement {
  @property({ attribute: false }) replica!: MeetupReplica;
  @property({ attribute: false }) topic!: TopicView;
  /** The meetup it belongs to, as everybody sees it. */
  @property({ attribute: false }) view!: MeetupView;
  /** Open over the page, whose own line about the connection is beneath it, and silent. */
  @property({ attribute: false }) saysOffline = false;
  @query(".d-scroll") private text!: HTMLElement | null;
  #seen: { asked: string; survivor: string } | undefined;

  constructor() {
    super();
    // One's own part comes apart from what everybody sees.
    this.addController(new Redraw(this));
  }

  /** At its end, who reads has nothing below to come up: the room that the line about the connection took stays empty there. */
  protected override update(changed: PropertyValues): void {
    const at = this.text?.scrollTop ?? 0;
    super.update(changed);
    const { text } = this;
    if (!changed.has("saysOffline") || !text || text.scrollTop === at) return;
    text.style.paddingBottom = `calc(var(--s-5) + ${at - text.scrollTop}px)`;
    text.scrollTop = at;
  }

  /** Whoever is here when it is merged hears where it goes on: what they look at is another topic all at once. */
  protected override updated(): void {
    const { title, id } = this.#survivor;
    const before = this.#seen;
    this.#seen = { asked: this.topic.id, survivor: id };
    if (before?.asked === this.topic.id && before.survivor !== id && id !== this.topic.id)
      say(`“${this.topic.title}” goes on in “${title}”`);
  }

  protected override render() {
    const { replica, view } = this;
    const topic = this.#survivor;
    const { meetup, people } = view;
    const maker = people.names[topic.proposedBy];
    const when = saidAt(topic.proposedAt, meetup.timezone);
    const isMine = topic.proposedBy === replica.person?.id;
    const isOrganizer = replica.me?.role === "organizer";
    return html`<div class="d-head">
        ${statusChip(topic.status, view)}<span class="faint num d-no">Topic ${topic.number}</span>
        <span class="end">
          <button class="btn btn--quiet btn--icon" aria-label="Copy link" @click=${this.copyLink}>
            ${icon("link")}
          </button>
          <button class="btn btn--quiet btn--icon" aria-label="Close" @click=${this.close}>${icon("x")}</button>
        </span>
      </div>
      <div class="d-scroll" tabindex="0" role="group" aria-label="Topic details">
        ${topic === this.topic ? nothing : this.#mergedNote(this.topic, topic, isOrganizer)}
        <h2 id="topic-title" tabindex="-1" autofocus>${topic.title}</h2>
        <p class="d-by">
          ${topic.forName === null ? avatar(maker) : nothing}<span
            >${topic.forName === null ? "" : `Proposed by ${topic.forName} (added by `}${maker?.name ?? "Someone"}${
              topic.forName === null ? "" : ")"
            }${this.#otherProposers(topic)},
            ${when}</span
          >
        </p>
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
        ${votesAside(replica, "d-note")}
        ${topic.description ? html`<div class="d-body">${richText(topic.description)}</div>` : nothing}
        ${this.#where(topic, isOrganizer)} ${this.#whatWasMerged(topic, isOrganizer)}
        ${this.#own(topic, isMine, isOrganizer)} ${topicDemand(topic)} ${topicVolunteers(replica, view, topic)}
        <topic-comments .replica=${replica} .topic=${topic} @reply-to=${this.reply}></topic-comments>
      </div>
      ${
        // Below what one reads, and above where one writes: neither moves as it comes and goes.
        this.saysOffline ? offlineBar(replica) : nothing
      }
      ${
        // Words that were begun stay when the meetup closes.
        meetup.phase === "closed" && !isCommentBegun(view, topic)
          ? nothing
          : html`<comment-box .replica=${replica} .topic=${topic}></comment-box>`
      }`;
  }

  /** Where it takes place, and for organizers what to make of it. */
  #where(topic: TopicView, isOrganizer: boolean): TemplateResult | typeof nothing {
    const { replica, view } = this;
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
          html`<a class="org-at" href="/m/${replica.slug}/side-groups/${group.id}"
            >${icon("split")}${group.place || "Side group"}</a
          >`,
      ),
    ];
    return html`<div class="org">
      <span class="org-facts"
        >${session || groups.length > 0 ? facts : html`<b>${this.view.meetup.phase === "closed" ? "No place" : "No place yet"}</b>`}</span
      >
      ${
        isOrganizer && session && !isFixed
          ? html`<button
              class="btn btn--sm"
              @click=${() => whenLoaded(import("../schedule/place-dialog.ts"), (code) => code.openMoveDialog(replica, session))}
            >
              ${icon("move")}Move
            </button>`
          : nothing
      }
      ${
        isOrganizer && !session && !isFixed
          ? html`<button
              class="btn btn--sm btn--primary"
              @click=${() => whenLoaded(import("../schedule/place-dialog.ts"), (code) => code.openPlaceDialog(replica, topic))}
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
              @click=${() => whenLoaded(import("../side-groups/start-side-group.ts"), (code) => code.openSideGroupDialog(replica, { topic }))}
            >
              ${icon("split")}Start a side group
            </button>`
      }
    </div>`;
  }

  /** The topic that the votes and comments are on: what this one was merged into, as far as it goes. */
  get #survivor(): TopicView {
    let shown = this.topic;
    for (let steps = 0; shown.mergedInto !== null && steps < this.view.topics.length; steps++) {
      const { mergedInto } = shown;
      shown = this.view.topics.find(({ id }) => id === mergedInto) ?? shown;
    }
    return shown;
  }

  #mergedNote(asked: TopicView, survivor: TopicView, isOrganizer: boolean) {
    return html`<p class="d-note" role="note">
      ${icon("merge")}<span
        >Topic ${asked.number}, “${asked.title}”, goes on here:
        <a href="/m/${this.replica.slug}/${survivor.number}">topic ${survivor.number}</a>.
        <a href="/m/${this.replica.slug}/notes/${asked.padId}">Its own notes</a> stay.</span
      >
      ${this.#takeOut(asked, isOrganizer)}
    </p>`;
  }

  #takeOut(merged: TopicView, isOrganizer: boolean) {
    return isOrganizer && this.view.meetup.phase !== "closed"
      ? html`<button type="button" class="btn btn--quiet btn--sm" @click=${() => this.#unmerge(merged)}>
          ${icon("undo-2")}Take out again
        </button>`
      : nothing;
  }

  /** Those who proposed what was merged into it, through all steps. */
  #otherProposers(topic: TopicView): string {
    const own = topic.forName ?? this.view.people.names[topic.proposedBy]?.name;
    const others = topicProposers(this.view, topic).filter((name) => name !== own);
    return others.length === 0 ? "" : ` and ${others.join(", ")}`;
  }

  /** What was merged into it: each with its own notes, and for organizers a way out again. */
  #whatWasMerged({ mergedFrom }: TopicView, isOrganizer: boolean) {
    // The one whose address was opened has a note of its own.
    const merged = this.view.topics.filter(({ id }) => mergedFrom.includes(id) && id !== this.topic.id);
    return repeat(
      merged,
      ({ id }) => id,
      (each) =>
        html`<p class="d-note">
          ${icon("merge")}<span
            >With “${each.title}” (${each.number}),
            <a href="/m/${this.replica.slug}/notes/${each.padId}">its notes</a></span
          >
          ${this.#takeOut(each, isOrganizer)}
        </p>`,
    );
  }

  /** What its maker and organizers can do with it; what can't be done now says why. */
  #own(topic: TopicView, isMine: boolean, isOrganizer: boolean): TemplateResult | typeof nothing {
    const { replica, view } = this;
    if (!(isMine || isOrganizer) || view.meetup.phase === "closed") return nothing;
    const { id: topicId, status, title } = topic;
    if (status === "withdrawn" || status === "parked")
      return isOrganizer || topic.withdrawnBy === "proposer"
        ? html`<div class="d-own">
            <button
              class="btn btn--sm"
              @click=${() =>
                actWithUndo(replica, { type: "topic.restore", topicId }, `Back in the list: ${title}`, {
                  type: status === "withdrawn" ? "topic.withdraw" : "topic.park",
                  topicId,
                })}
            >
              ${icon("rotate-ccw")}Restore
            </button>
          </div>`
        : nothing;
    const onAgenda = status === "scheduled" ? "It is on the agenda. Take its session off first." : undefined;
    return html`<div class="d-own">
      <button
        class="btn btn--quiet btn--sm"
        @click=${() => whenLoaded(import("./topic-editor.ts"), (code) => code.openTopicEditor(replica, topic))}
      >
        ${icon("pencil")}Edit
      </button>
      ${
        isOrganizer
          ? html`${disabledButton(
              html`${icon("pause")}Not this time`,
              onAgenda,
              () =>
                void actWithUndo(replica, { type: "topic.park", topicId }, `Not this time: ${title}`, {
                  type: "topic.restore",
                  topicId,
                }),
              "btn--quiet btn--sm",
            )}${disabledButton(
              html`${icon("merge")}Merge`,
              onAgenda === undefined ? undefined : "It is on the agenda. Merge the other topic into this one.",
              () => whenLoaded(import("./merge-dialog.ts"), (code) => code.openMergeDialog(replica, topic)),
              "btn--quiet btn--sm",
            )}`
          : nothing
      }
      ${disabledButton(
        html`${icon("x")}Withdraw`,
        onAgenda,
        () =>
          void actWithUndo(replica, { type: "topic.withdraw", topicId }, `Withdrawn: ${title}`, {
            type: "topic.restore",
            topicId,
          }),
        "btn--quiet btn--sm",
      )}
    </div>`;
  }

  #unmerge(from: TopicView): void {
    const into = from.mergedInto;
    if (into === null) return;
    void actWithUndo(this.replica, { type: "topic.unmerge", topicId: from.id }, `On its own again: ${from.title}`, {
      type: "topic.merge",
      from: from.id,
      into,
    });
  }

  private readonly copyLink = () =>
    copyText(`${location.origin}/m/${this.replica.slug}/${this.#survivor.number}`, "Link");

  private readonly reply = (event: CustomEvent<ReplyTo>) =>
    this.querySelector<CommentBox>("comment-box")?.answer(event.detail);

  private readonly close = () => this.dispatchEvent(new CustomEvent("close-topic", { bubbles: true }));
}
