import { html, nothing, type TemplateResult } from "lit";
import { icon } from "../look/icon.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { actWithUndo } from "../meetup/with-undo.ts";

/** Puts a session or side group into one's day, or takes it out again; nothing once the meetup is closed. */
export function planButton(
  replica: MeetupReplica,
  what: { sessionId: string } | { sideGroupId: string },
  title: string,
): TemplateResult | typeof nothing {
  if (replica.view?.meetup.phase === "closed") return nothing;
  const isIn = replica.me?.plan.includes(Object.values(what)[0]!) === true;
  const [add, remove] = [
    { type: "plan.add" as const, ...what },
    { type: "plan.remove" as const, ...what },
  ];
  const press = () =>
    isIn
      ? actWithUndo(replica, remove, `Out of your day: ${title}`, add)
      : actWithUndo(replica, add, `In your day: ${title}`, remove);
  const words = isIn ? "In my day" : "Add to my day";
  return html`<button
    type="button"
    class="btn btn--sm plan-b"
    aria-pressed=${isIn ? "true" : nothing}
    aria-label="${words}: ${title}"
    @click=${press}
  >
    ${icon(isIn ? "check" : "bookmark")}${words}
  </button>`;
}
