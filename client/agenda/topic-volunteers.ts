import { html, nothing, type TemplateResult } from "lit";
import type { VolunteerAs } from "../../shared/meetup/commands.ts";
import type { MeetupView, TopicView } from "../../shared/meetup/view.ts";
import { icon } from "../look/icon.ts";
import { say } from "../look/live-region.ts";
import { act } from "../meetup/act.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";

const PARTS: { as: VolunteerAs; offer: string; done: string }[] = [
  { as: "moderator", offer: "I can moderate", done: "Can moderate" },
  { as: "speaker", offer: "I can speak", done: "Can speak" },
  { as: "notes", offer: "I’ll take notes", done: "Will take notes" },
];

/** Who has offered what for a topic, and buttons to offer or take it back. */
export function topicVolunteers(
  replica: MeetupReplica,
  view: MeetupView,
  topic: TopicView,
): TemplateResult | typeof nothing {
  const isFixed = view.meetup.phase === "closed" || topic.status === "withdrawn";
  if (isFixed && topic.volunteers.length === 0) return nothing;
  return html`<section class="d-sec" aria-label="Volunteers">
    <h3>Who helps</h3>
    ${PARTS.map(({ as, done }) => {
      const names = topic.volunteers
        .filter((each) => each.as === as)
        .map(({ personId }) => view.people.names[personId]?.name ?? "Someone");
      return names.length === 0 ? nothing : html`<p class="d-helpers"><b>${done}:</b> ${names.join(", ")}</p>`;
    })}
    ${
      isFixed
        ? nothing
        : html`<div class="d-help">
            ${PARTS.map(({ as, offer }) => {
              const isMine = topic.volunteers.some((each) => each.as === as && each.personId === replica.person?.id);
              return html`<button
                type="button"
                class="btn btn--sm"
                aria-pressed=${isMine}
                @click=${() => volunteer(replica, topic, as, !isMine)}
              >
                ${icon(isMine ? "check" : "hand")}${offer}
              </button>`;
            })}
          </div>`
    }
  </section>`;
}

/** "I can moderate" as a fact of a topic on the agenda that nobody has offered to moderate; nothing for others. */
export function moderatorWanted(
  replica: MeetupReplica,
  { meetup }: MeetupView,
  topic: TopicView,
): TemplateResult | typeof nothing {
  if (topic.status !== "scheduled" || meetup.phase === "closed") return nothing;
  if (topic.volunteers.some(({ as }) => as === "moderator")) return nothing;
  return html`<button
    type="button"
    class="btn btn--quiet btn--sm t-mod"
    aria-label="I can moderate ${topic.title}"
    @click=${() => volunteer(replica, topic, "moderator", true)}
  >
    ${icon("hand")}I can moderate
  </button>`;
}

/** Offers a part in a topic, or takes the offer back. */
async function volunteer(replica: MeetupReplica, topic: TopicView, as: VolunteerAs, offers: boolean): Promise<void> {
  const type = offers ? "volunteer.offer" : "volunteer.withdraw";
  if (await act(replica, { type, topicId: topic.id, as })) say(offers ? "Offered. Thank you" : "Offer taken back");
}
