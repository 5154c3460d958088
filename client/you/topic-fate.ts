import { html, nothing, type TemplateResult } from "lit";
import type { MyTopic } from "../../shared/meetup/my-part.ts";
import type { MeetupView } from "../../shared/meetup/view.ts";
import { statusChip } from "../agenda/status-chip.ts";
import { whenOf } from "../meetup/time-words.ts";

/** Where a topic is on, or else what has become of it; and what came out of it, once somebody has written that. */
export function topicFate(view: MeetupView, { topic, session }: MyTopic): TemplateResult {
  const groups = view.sideGroups.filter(({ topicId }) => topicId === topic.id);
  const outcomes = [session, ...groups].flatMap((each) => each?.outcome ?? []);
  return html`<p class="yo-f num">${session ? placeOf(view, session) : statusChip(topic.status, view)}</p>
    ${outcomes.map((outcome) => (outcome === "" ? nothing : html`<p class="yo-out">${outcome}</p>`))}`;
}

/** When and in which room a session is. */
function placeOf(view: MeetupView, { startsAt, roomId }: NonNullable<MyTopic["session"]>): string {
  const room = view.rooms.find(({ id }) => id === roomId)?.name;
  return [whenOf(startsAt, Date.now(), view.meetup.timezone), room].filter(Boolean).join(", ");
}
