import { html, nothing, type TemplateResult } from "lit";
import { whenLoaded } from "../look/when-loaded.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { sessionChips, sessionTools, takeOutside } from "../schedule/session-tools.ts";
import type { PadPlace } from "./pad-place.ts";

/** Under the head of a session's notes: how it stands, and what those who run it can do in one tap. */
export function sessionBand(replica: MeetupReplica, place: PadPlace | undefined): TemplateResult | typeof nothing {
  const { view } = replica;
  const session = place?.session;
  if (!view || !session) return nothing;
  return html`<div class="ps">
    ${session.state === "planned" && !session.full ? nothing : html`<span class="row wrap">${sessionChips(view, session)}</span>`}
    ${session.outcome ? html`<p class="ses-out"><b>What came out:</b> ${session.outcome}</p>` : nothing}
    ${sessionTools(replica, view, session)} ${takeOutside(replica, view, session)}
  </div>`;
}

/** Starts a side group about a heading of the notes, beside what the notes belong to. */
export function groupFromHeading(replica: MeetupReplica, place: PadPlace | undefined, title: string): void {
  const session = place?.session;
  const number = place?.kind === "topic" ? place.topics[0]?.number : undefined;
  const topic = replica.view?.topics.find((each) => number !== undefined && each.number === number);
  whenLoaded(import("../side-groups/start-side-group.ts"), (code) =>
    code.openSideGroupDialog(replica, { session, topic, title }),
  );
}
