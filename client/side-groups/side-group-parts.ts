import { html, nothing, type TemplateResult } from "lit";
import { isFull, isPast } from "../../shared/meetup/now.ts";
import { sideGroupClashes } from "../../shared/meetup/side-group-clashes.ts";
import type { MeetupView, PersonView, SideGroupView } from "../../shared/meetup/view.ts";
import { disabledButton } from "../look/disabled-button.ts";
import { icon } from "../look/icon.ts";
import { say } from "../look/live-region.ts";
import { act } from "../meetup/act.ts";
import { clashWords } from "../meetup/day-words.ts";
import { whenOf } from "../meetup/time-words.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { actWithUndo } from "../meetup/with-undo.ts";

/** The members that this reader may know, the host first. */
export function membersOf(
  { person }: MeetupReplica,
  view: MeetupView,
  { members, host }: SideGroupView,
): (PersonView & { id: string; isMe: boolean; isHost: boolean })[] {
  if (!Array.isArray(members)) return [];
  return members
    .flatMap((id) => {
      const known = view.people.names[id];
      return known ? { ...known, id, isMe: id === person?.id, isHost: id === host } : [];
    })
    .toSorted((a, b) => Number(b.isHost) - Number(a.isHost));
}

/** Whether this person is in it. */
export function isIn({ person }: MeetupReplica, { members }: SideGroupView): boolean {
  return person !== null && Array.isArray(members) && members.includes(person.id);
}

/** Whether this person hosts it, or organizes the meetup. */
export function mayLead({ person, me }: MeetupReplica, { host }: SideGroupView): boolean {
  return host === person?.id || me?.role === "organizer";
}

/** Where and when, as lines with icons. */
export function whereAndWhen(view: MeetupView, group: SideGroupView): TemplateResult {
  const { place, startsAt } = group;
  const isOver = view.meetup.phase === "closed" || isPast(group, Date.now());
  const line = (glyph: string, says: string, otherwise: string) =>
    says || !isOver ? html`<p class="g-w num">${icon(glyph)}${says || otherwise}</p>` : nothing;
  return html`${line("map-pin", place, "No place yet")}${line(
    "clock",
    startsAt === null ? "" : whenOf(startsAt, Date.now(), view.meetup.timezone),
    "No time yet",
  )}`;
}

/** What of the schedule is in its way. */
export function clashLine(view: MeetupView, group: SideGroupView): TemplateResult | typeof nothing {
  const clashes = sideGroupClashes(view, group, Date.now());
  if (clashes.length === 0) return nothing;
  return html`${clashes.map(
    (clash) =>
      html`<p class="g-clash">${icon("triangle-alert")}<span>${clashWords(clash, view.meetup.timezone)}</span></p>`,
  )}`;
}

/** Leaving is told in a toast; joining shows in the button alone. */
async function join(replica: MeetupReplica, { id: sideGroupId, title }: SideGroupView): Promise<void> {
  if (await act(replica, { type: "sideGroup.join", sideGroupId })) say(`You’re in: ${title}`);
}

/** Join, leave, or why one can't. */
export function joinButton(
  replica: MeetupReplica,
  view: MeetupView,
  group: SideGroupView,
  { isBig = false }: { isBig?: boolean } = {},
): TemplateResult | typeof nothing {
  if (group.state === "ended" || view.meetup.phase === "closed") return nothing;
  if (group.host === replica.person?.id) return html`<span class="chip chip--mine">You host it</span>`;
  const { id: sideGroupId, title } = group;
  if (isPast(group, Date.now())) return nothing;
  if (isIn(replica, group))
    return html`<button
      type="button"
      class="btn ${isBig ? "" : "btn--sm"}"
      aria-pressed="true"
      aria-label="You’re in: ${title}. Leave"
      @click=${() =>
        actWithUndo(replica, { type: "sideGroup.leave", sideGroupId }, `Left ${title}`, {
          type: "sideGroup.join",
          sideGroupId,
        })}
    >
      ${icon("check")}You’re in
    </button>`;
  const hasNoPlace = isFull(group);
  return disabledButton(
    html`${hasNoPlace ? "Full" : "Join"}<span class="vh">: ${title}</span>`,
    hasNoPlace ? `All ${group.capacity} places are taken. You can join when someone leaves.` : undefined,
    () => void join(replica, group),
    isBig ? (hasNoPlace ? "" : "btn--plum") : "btn--sm",
  );
}
