import { html, nothing, type TemplateResult } from "lit";
import { clockTime } from "../../shared/time.ts";
import { moderatorNames } from "../../shared/exports/moderator-names.ts";
import { notesOpen } from "../../shared/meetup/notes-open.ts";
import type { MeetupView, SessionView } from "../../shared/meetup/view.ts";
import { icon } from "../look/icon.ts";
import { whenLoaded } from "../look/when-loaded.ts";
import { toast } from "../look/toast.ts";
import { act } from "../meetup/act.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { actWithUndo, undo } from "../meetup/with-undo.ts";
import { stateShown } from "./day-order.ts";

/** A session is offered to be started so long before its time, and to be ended so long after. Milliseconds. */
const NEAR_MS = 60 * 60_000;
const EXTENSIONS = [5, 10];

/** Whether this person runs a session: its moderators do, and organizers. */
export function leadsSession({ me }: Pick<MeetupReplica, "me">, { moderators }: SessionView): boolean {
  if (!me) return false;
  return me.role === "organizer" || moderators.some((each) => "personId" in each && each.personId === me.id);
}

/** How a session stands, as everyone sees it: under way or over, and whether its room is full. */
export function sessionChips(view: MeetupView, session: SessionView): TemplateResult {
  const state = stateShown(view, session);
  return html`${
    state === "planned"
      ? nothing
      : state === "running"
        ? html`<span class="chip chip--agenda">${icon("play")}Under way</span>`
        : html`<span class="chip chip--plain">${icon("check")}Over</span>`
  }${session.full && state !== "done" ? html`<span class="chip chip--warn">${icon("door-open")}Room full</span>` : nothing}`;
}

/** The same, and who moderates it. */
export function sessionFacts(view: MeetupView, session: SessionView): TemplateResult {
  const names = moderatorNames(view, session);
  return html`${sessionChips(view, session)}${
    names.length > 0
      ? html`<span class="dim ses-mod">${names.join(" and ")} ${names.length > 1 ? "moderate" : "moderates"}</span>`
      : nothing
  }`;
}

/** The side groups that came out of a session, or are about one of its topics. */
export function groupsOf(view: MeetupView, { id, topicIds }: SessionView): TemplateResult | typeof nothing {
  const groups = view.sideGroups.filter(
    ({ sessionId, topicId, mergedInto }) =>
      mergedInto === null && (sessionId === id || (topicId !== null && topicIds.includes(topicId))),
  );
  if (groups.length === 0) return nothing;
  return html`<p class="ses-groups">
    ${groups.map(
      (group) =>
        html`<a href="/m/${view.meetup.slug}/side-groups/${group.id}"
          >${icon("split")}<span class="vh">Side group: </span>${group.title}</a
        >`,
    )}
  </p>`;
}

/** "Let's take this outside": a side group out of a session that is on or over, for anyone. */
export function takeOutside(
  replica: MeetupReplica,
  view: MeetupView,
  session: SessionView,
): TemplateResult | typeof nothing {
  const isBegun = session.state !== "planned" || Date.parse(session.startsAt) <= Date.now();
  if (!isBegun || view.meetup.phase === "closed") return nothing;
  return html`<button
    type="button"
    class="btn btn--quiet btn--sm st-out"
    aria-label="Let’s take this outside: ${session.title}"
    aria-haspopup="dialog"
    @click=${() =>
      whenLoaded(import("../side-groups/start-side-group.ts"), (code) =>
        code.openSideGroupDialog(replica, { session }),
      )}
  >
    ${icon("split")}Let’s take this outside
  </button>`;
}

/** One-tap tools for those who run a session, while it is near; nothing for others. */
export function sessionTools(
  replica: MeetupReplica,
  view: MeetupView,
  session: SessionView,
): TemplateResult | typeof nothing {
  if (!leadsSession(replica, session)) return nothing;
  const isFixed = view.meetup.phase === "closed";
  const now = Date.now();
  const isNear = now >= Date.parse(session.startsAt) - NEAR_MS && now <= Date.parse(session.endsAt) + NEAR_MS;
  const isOn = session.state === "running" || (session.state === "planned" && Date.parse(session.startsAt) <= now);
  const isPast = session.state === "planned" && Date.parse(session.endsAt) <= now;
  const edit = html`<button
    type="button"
    class="btn btn--quiet btn--sm"
    aria-label="Edit ${session.title}"
    aria-haspopup="dialog"
    @click=${() => whenLoaded(import("./edit-session.ts"), (code) => code.openEditSession(replica, session))}
  >
    ${icon("pencil")}Edit
  </button>`;
  const outcome = html`<button
    type="button"
    class="btn btn--sm"
    aria-haspopup="dialog"
    @click=${() => whenLoaded(import("./outcome-dialog.ts"), (code) => code.openOutcome(replica, { session }))}
  >
    ${icon("flag")}${session.outcome === null ? "What came out?" : "Edit what came out"}<span class="vh">
      ${session.title}</span
    >
  </button>`;
  if (isFixed)
    return notesOpen(view.meetup, new Date().toISOString()) ? html`<div class="st">${outcome}</div>` : nothing;
  return html`<div class="st" role="group" aria-label="Run ${session.title}">
    ${
      session.state === "done"
        ? outcome
        : html`${
            session.state === "planned" && isNear && !isPast
              ? html`<button
                  type="button"
                  class="btn btn--sm btn--primary"
                  aria-label="Start ${session.title}"
                  @click=${() => start(replica, session)}
                >
                  ${icon("play")}Start
                </button>`
              : nothing
          }${
            isNear && isOn
              ? html`${(isPast ? [] : EXTENSIONS).map(
                    (minutes) =>
                      html`<button
                        type="button"
                        class="btn btn--sm num"
                        aria-label="+${minutes} min: ${session.title}"
                        @click=${() => extend(replica, session, minutes)}
                      >
                        +${minutes} min
                      </button>`,
                  )}<button
                    type="button"
                    class="btn btn--sm"
                    aria-label="End ${session.title}"
                    @click=${() => end(replica, session)}
                  >
                    ${icon("square")}End
                  </button>`
              : nothing
          }${
            (isNear && !isPast) || session.full
              ? html`<button
                  type="button"
                  class="btn btn--sm"
                  aria-pressed=${session.full}
                  aria-label="Room full: ${session.title}"
                  @click=${() => setFull(replica, session)}
                >
                  ${icon("door-open")}Room full
                </button>`
              : nothing
          }`
    }
    ${edit}
  </div>`;
}

async function start(replica: MeetupReplica, { id: sessionId, title, state }: SessionView): Promise<void> {
  await actWithUndo(replica, { type: "session.setState", sessionId, state: "running" }, `Started: ${title}`, {
    type: "session.setState",
    sessionId,
    state,
  });
}

/** Ended with the tap; what came out is asked after it, and can be left out. */
async function end(replica: MeetupReplica, session: SessionView): Promise<void> {
  const { id: sessionId, state, title } = session;
  const asked = actWithUndo(replica, { type: "session.setState", sessionId, state: "done" }, `Ended: ${title}`, {
    type: "session.setState",
    sessionId,
    state,
  });
  whenLoaded(import("./outcome-dialog.ts"), (code) => code.openOutcome(replica, { session }));
  await asked;
}

/** Later by so many minutes than the end that is shown, said with what comes next in the room. */
async function extend(replica: MeetupReplica, session: SessionView, minutes: number): Promise<void> {
  const { id: sessionId, endsAt: from, roomId } = session;
  const endsAt = new Date(Date.parse(from) + minutes * 60_000).toISOString();
  if (!(await act(replica, { type: "session.extend", sessionId, minutes, from }))) return;
  const timezone = replica.view?.meetup.timezone ?? "UTC";
  const next = replica.view?.sessions
    .filter((each) => each.roomId === roomId && Date.parse(each.startsAt) >= Date.parse(from))
    .toSorted((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt))[0];
  const clash = next && Date.parse(next.startsAt) < Date.parse(endsAt);
  toast(
    `Ends at ${clockTime(endsAt, timezone)}${clash ? `. Next here at ${clockTime(next.startsAt, timezone)}: ${next.title}` : ""}`,
    { undo: () => void undo(replica, { type: "session.extend", sessionId, minutes: -minutes, from: endsAt }) },
  );
}

async function setFull(replica: MeetupReplica, { id: sessionId, full, title }: SessionView): Promise<void> {
  await actWithUndo(
    replica,
    { type: "session.setFull", sessionId, full: !full },
    full ? `There is room again: ${title}` : `Room full: ${title}`,
    { type: "session.setFull", sessionId, full },
  );
}
