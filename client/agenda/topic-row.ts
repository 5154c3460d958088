import { html, nothing, type TemplateResult } from "lit";
import { guard } from "lit/directives/guard.js";
import "./vote-button.ts";
import { isOut, votesOfGroups, type Groups } from "../../shared/meetup/ordering.ts";
import type { MeetupView, MeView, TopicView } from "../../shared/meetup/view.ts";
import { avatar } from "../look/avatar.ts";
import { icon } from "../look/icon.ts";
import { lensBar, type LensKind } from "./lens-bar.ts";
import { unsent } from "../meetup/unsent.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { statusChip } from "./status-chip.ts";
import { pickButton } from "./top-pick.ts";
import { moderatorWanted } from "./topic-volunteers.ts";
import type { VoteEvent } from "./vote-button.ts";
import { whyNoVote } from "./votes-aside.ts";
import { vote } from "./vote.ts";

/** How a row is shown, besides what its topic says. */
export interface RowLook {
  isOpen: boolean;
  rank: number | undefined;
  /** Its rank by everyone's votes, where the list is ranked by some groups'. */
  overallRank: number | undefined;
  /** What the list is sorted by, and so the number that is shown. */
  numberBy: "votes" | "support" | Groups;
  lens: LensKind;
  aside: ReadonlySet<string>;
  /** The votes of the most wanted topic. */
  most: number;
  isLateButWanted: boolean;
}

/** One topic in the list: the vote, the title, who and how much, what has become of it. Drawn again only when it changed. */
export function topicRow(replica: MeetupReplica, view: MeetupView, topic: TopicView, look: RowLook): unknown {
  const { me } = replica;
  const maker = view.people.names[topic.proposedBy];
  const isAsked = isVoteAsked(replica, topic);
  const mine = `${me?.votes.includes(topic.id)} ${me?.picks.includes(topic.id)} ${me?.ballotsVoid} ${isAsked} ${isUnsent(replica, topic)}`;
  const numberBy = JSON.stringify(look.numberBy);
  const shown = `${look.isOpen} ${look.rank} ${look.overallRank} ${look.lens} ${[...look.aside].join(" ")} ${look.isLateButWanted}`;
  const most = look.lens === "everyone" ? 0 : look.most;
  const { open, picks } = view.meetup.voting;
  const { phase } = view.meetup;
  return guard(
    [replica, topic, mine, shown, most, numberBy, open, picks, phase, replica.isHeldUp, maker?.name, maker?.color],
    () => row(replica, view, topic, look),
  );
}

function row(replica: MeetupReplica, view: MeetupView, topic: TopicView, look: RowLook): TemplateResult {
  const { isOpen, rank, lens } = look;
  const maker = view.people.names[topic.proposedBy];
  const href = `/m/${replica.slug}/${topic.number}`;
  const title = html`<h2 class="t-title">
    <a href=${href} aria-current=${isOpen ? "true" : nothing}>${topic.title}</a>
  </h2>`;
  if (isOut(topic))
    return html`<li class="topic topic--out ${isOpen ? "is-open" : ""}" data-id=${topic.id}>
      ${title}
      <div class="t-status">${statusChip(topic.status, view)}</div>
    </li>`;
  return html`<li class="topic ${isOpen ? "is-open" : ""}" data-id=${topic.id}>
    ${rank === undefined ? nothing : html`<span class="t-rank num"><span class="vh">Rank </span>${rank}</span>`}
    ${voteButton(replica, view, topic, { numberBy: look.numberBy })}
    <div class="t-main">
      ${title}
      <div class="t-meta">
        <span class="row t-by"
          >${topic.forName === null ? avatar(maker, { size: "sm" }) : nothing}<span
            >${topic.forName ?? maker?.name ?? "Someone"}</span
          ></span
        >
        ${topic.tags.slice(0, 2).map((tag) => html`<span class="tag t-tag">${tag}</span>`)}
        ${
          topic.comments > 0
            ? html`<span class="t-com"
                >${icon("message-square")}<span class="num">${topic.comments}</span
                ><span class="vh"> ${topic.comments === 1 ? "comment" : "comments"}</span></span
              >`
            : nothing
        }
        ${isUnsent(replica, topic) ? unsent : nothing}
        ${
          look.isLateButWanted
            ? html`<span class="t-late"
                >${icon("trending-up")}Late, but wanted: ${topic.votes} of the ${topic.shown} who saw it</span
              >`
            : nothing
        }
        ${
          look.overallRank === undefined
            ? nothing
            : html`<span class="t-overall num">Overall rank ${look.overallRank}</span>`
        }
        ${pickButton(replica, view, topic)} ${moderatorWanted(replica, view, topic)}
      </div>
    </div>
    ${lens === "everyone" ? nothing : lensBar(topic, lens, look.aside, look.most)}
    <div class="t-status">${statusChip(topic.status, view)}</div>
  </li>`;
}

/** The vote of one topic, wired to this person; the wide one has the step to a top pick beside it. */
export function voteButton(
  replica: MeetupReplica,
  view: MeetupView,
  topic: TopicView,
  { isWide = false, numberBy = "votes" }: { isWide?: boolean; numberBy?: RowLook["numberBy"] },
): TemplateResult {
  const me: MeView | null = replica.me;
  return html`<vote-button
      .topic=${topic.title}
      .count=${topic.votes}
      .instead=${numberInstead(topic, numberBy)}
      .isMine=${me?.votes.includes(topic.id) ?? false}
      .isPick=${me?.picks.includes(topic.id) ?? false}
      .isHeldUp=${isVoteAsked(replica, topic) && replica.isHeldUp}
      .whyNot=${whyNoVote(replica, view, topic)}
      .isWide=${isWide}
      @vote=${(event: VoteEvent) => vote(replica, topic, event.detail.isCast)}
    ></vote-button>
    ${isWide ? pickButton(replica, view, topic, { isBig: true }) : nothing}`;
}

/** What stands in the arch when the list is not sorted by votes; withheld counts stay withheld. */
function numberInstead(topic: TopicView, by: RowLook["numberBy"]): { shown: string; says: string } | undefined {
  if (by === "votes" || topic.votes === null) return undefined;
  if (by === "support") {
    const share = `${Math.round(100 * (topic.support ?? 0))}%`;
    return { shown: share, says: `wanted by at least ${share} of those who see it` };
  }
  const votes = votesOfGroups(topic, by);
  return { shown: topic.lens ? String(votes) : "–", says: `${topic.lens ? votes : "too few"} from these groups` };
}

function isVoteAsked(replica: MeetupReplica, topic: TopicView): boolean {
  return replica.unconfirmed.some(
    ({ command }) => (command.type === "vote.cast" || command.type === "vote.retract") && command.topicId === topic.id,
  );
}

/** Proposed or let in here, and the server doesn't have it yet. */
function isUnsent(replica: MeetupReplica, topic: TopicView): boolean {
  return (
    replica.isHeldUp &&
    replica.unconfirmed.some(
      ({ command }) =>
        (command.type === "topic.propose" && command.id === topic.id) ||
        (command.type === "topic.approve" && command.topicId === topic.id),
    )
  );
}
