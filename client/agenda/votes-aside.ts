import { html, nothing, type TemplateResult } from "lit";
import type { MeetupView, TopicView } from "../../shared/meetup/view.ts";
import { icon } from "../look/icon.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";

/** Why this person can't vote, or not for this topic; undefined: they can. */
export function whyNoVote({ me }: MeetupReplica, { meetup }: MeetupView, topic: TopicView): string | undefined {
  if (topic.status === "withdrawn") return "Withdrawn topics take no votes";
  if (!meetup.voting.open) return "Voting is closed";
  return me?.ballotsVoid ? "Your votes are set aside" : undefined;
}

/** For whoever has no vote since many came at once: said where they would vote. */
export function votesAside({ me }: MeetupReplica, look: "ag-closed" | "d-note"): TemplateResult | typeof nothing {
  return me?.ballotsVoid
    ? html`<p class=${look} role="status">
        ${icon("lock")}<span
          >An organizer has set aside the votes of people who came when you did, so you can’t vote now. Ask an
          organizer.</span
        >
      </p>`
    : nothing;
}
