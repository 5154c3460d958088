import { html, type TemplateResult } from "lit";
import type { MeetupView } from "../../shared/meetup/view.ts";
import { isOut } from "../../shared/meetup/ordering.ts";
import { icon } from "../look/icon.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { picksLeft } from "./top-pick.ts";

/** What the agenda asks for now, how many there are, and `more` behind it. */
export function agendaHead(replica: MeetupReplica, view: MeetupView, more: unknown): TemplateResult {
  const { topics, people, meetup } = view;
  const count = topics.filter((topic) => !isOut(topic)).length;
  const now = meetup.voting.open ? "What should we talk about?" : "What we talk about";
  const title = meetup.phase === "closed" ? "What we talked about" : now;
  const voters = people.voted === 0 ? "Nobody has voted yet." : `${people.voted} of ${people.count} have voted.`;
  const counts = `${count} ${count === 1 ? "topic" : "topics"}. ${voters}`;
  const { me } = replica;
  const hasVoted = me?.ballotsVoid || (me?.votes.length ?? 0) > 0;
  const asks = count === 0 || hasVoted ? "" : "Vote for anything you would walk into.";
  const next = meetup.voting.open ? asks : "Voting is closed.";
  return html`<div class="ag-head">
    <div class="grow">
      <h1 id="agenda-title">${title}</h1>
      <p>${count === 0 ? "No topics yet." : counts} ${next} ${picksLeft(replica, view)} ${more}</p>
    </div>
  </div>`;
}

/** Why nothing can be proposed, and what there is instead. */
export function noProposals({ phase, slug }: MeetupView["meetup"]): TemplateResult {
  return phase === "closed"
    ? html`<p class="ag-closed">
        ${icon("lock")}<span
          >The meetup is closed. What is left of it: <a href="/m/${slug}/report">the report</a>,
          <a href="/m/${slug}/actions">actions from all notes</a>, <a href="/m/${slug}/you">what you take home</a>, and
          <a href="/m/${slug}/export.md" download>everything as Markdown</a>.</span
        >
      </p>`
    : html`<p class="ag-closed">${icon("lock")}Proposals are closed. A side group can still start at any time.</p>`;
}
