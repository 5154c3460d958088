import { html, nothing, type TemplateResult } from "lit";
import "./vote-button.ts";
import type { MeetupView, MeView, TopicView } from "../../shared/meetup/view.ts";
import { avatar } from "../look/avatar.ts";
import { icon } from "../look/icon.ts";
import type { MeetupReplica } from "./meetup-replica.ts";
import { statusChip } from "./status-chip.ts";
import type { VoteEvent } from "./vote-button.ts";
import { vote } from "./vote.ts";

/** One topic in the list: the vote, the title, who and how much, what has become of it. */
export function topicRow(
  replica: MeetupReplica,
  view: MeetupView,
  topic: TopicView,
  { isOpen, rank }: { isOpen: boolean; rank: number | undefined },
): TemplateResult {
  const maker = view.people.names[topic.proposedBy];
  const href = `/m/${replica.slug}/${topic.number}`;
  if (topic.status === "withdrawn" || topic.status === "merged")
    return html`<li class="topic topic--out ${isOpen ? "is-open" : ""}" data-id=${topic.id}>
      <h2 class="t-title"><a href=${href} aria-current=${isOpen ? "true" : nothing}>${topic.title}</a></h2>
      <div class="t-status">${statusChip(topic.status)}</div>
    </li>`;
  return html`<li class="topic ${isOpen ? "is-open" : ""}" data-id=${topic.id}>
    ${rank === undefined ? nothing : html`<span class="t-rank num" aria-label="Rank ${rank}">${rank}</span>`}
    ${voteButton(replica, view, topic)}
    <div class="t-main">
      <h2 class="t-title"><a href=${href} aria-current=${isOpen ? "true" : nothing}>${topic.title}</a></h2>
      <div class="t-meta">
        <span class="row t-by">${avatar(maker, { size: "sm" })}<span>${maker?.name ?? "Someone"}</span></span>
        ${topic.tags.slice(0, 2).map((tag) => html`<span class="tag t-tag">${tag}</span>`)}
        ${
          topic.comments > 0
            ? html`<span class="t-com"
                >${icon("message-square")}<span class="num">${topic.comments}</span
                ><span class="vh"> ${topic.comments === 1 ? "comment" : "comments"}</span></span
              >`
            : nothing
        }
        ${isUnsent(replica, topic) ? html`<span class="t-wait">${icon("cloud-off")}Not sent yet</span>` : nothing}
      </div>
    </div>
    <div class="t-status">${statusChip(topic.status)}</div>
  </li>`;
}

/** The vote of one topic, wired to this person. */
export function voteButton(
  replica: MeetupReplica,
  view: MeetupView,
  topic: TopicView,
  { isWide = false }: { isWide?: boolean } = {},
): TemplateResult {
  const me: MeView | null = replica.me;
  const isAsked = replica.unconfirmed.some(
    ({ command }) => (command.type === "vote.cast" || command.type === "vote.retract") && command.topicId === topic.id,
  );
  return html`<vote-button
    .topic=${topic.title}
    .count=${topic.votes}
    .isMine=${me?.votes.includes(topic.id) ?? false}
    .isHeldUp=${isAsked && replica.isHeldUp}
    .isClosed=${!view.meetup.voting.open || topic.status === "withdrawn"}
    .isWide=${isWide}
    @vote=${(event: VoteEvent) => vote(replica, topic, event.detail.isCast)}
  ></vote-button>`;
}

/** Proposed here, and the server doesn't have it yet. */
function isUnsent(replica: MeetupReplica, topic: TopicView): boolean {
  return (
    replica.isHeldUp &&
    replica.unconfirmed.some(({ command }) => command.type === "topic.propose" && command.id === topic.id)
  );
}
