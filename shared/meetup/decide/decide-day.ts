import type { CommandOf } from "../commands.ts";
import {
  asOrganizer,
  fact,
  isClosed,
  isOrganizer,
  isPast,
  make,
  NOTHING,
  refuse,
  refuseField,
  refuseTimes,
  wasMade,
  type Asker,
  type Decision,
} from "./decisions.ts";
import type { FactOf } from "../entries.ts";
import type { MeetupState, Session } from "../meetup-state.ts";
import { endsLater, isModeratorOf, moderatorElsewhere, ownTimesOf, timesOf } from "../moderators.ts";
import { notesOpen } from "../notes-open.ts";

const MINUTE_MS = 60_000;

/** An organizer changes a session's title, own times and moderators; who moderates it, the title. */
export function editSession(state: MeetupState, command: CommandOf<"session.edit">, asker: Asker): Decision {
  const { type: _, sessionId, ...wish } = command;
  return led(state, sessionId, asker, (session) => {
    const isMore = wish.startsAt !== undefined || wish.endsAt !== undefined || wish.moderators !== undefined;
    if (isMore && !isOrganizer(state, asker)) return refuse("organizers-only");
    const isTimed = wish.startsAt !== undefined || wish.endsAt !== undefined;
    // Own times that count no more are seen by nobody: new ones take the place of both.
    const isOutdated = isTimed && !endsLater(ownTimesOf(state, session));
    const times = isOutdated ? { startsAt: wish.startsAt ?? null, endsAt: wish.endsAt ?? null } : {};
    const set = Object.fromEntries(
      Object.entries({ ...wish, ...times }).filter(
        ([key, value]) =>
          value !== undefined &&
          (key in times || JSON.stringify(value) !== JSON.stringify(session[key as keyof Session])),
      ),
    ) as FactOf<"session.edited">["set"];
    if (Object.keys(set).length === 0) return NOTHING;
    const gone = set.moderators?.findIndex((each) => "personId" in each && state.removed.has(each.personId)) ?? -1;
    if (gone >= 0) return refuse("is-removed", `moderators.${gone}.personId`);
    const next = { ...session, ...set };
    const hasNewTimes = "startsAt" in set || "endsAt" in set;
    if (hasNewTimes && !endsLater(ownTimesOf(state, next))) return refuseTimes(wish);
    if (set.moderators || hasNewTimes) {
      const elsewhere = moderatorElsewhere(state, next);
      if (elsewhere !== undefined) return refuse("moderator-elsewhere", `moderators.${elsewhere}`);
    }
    return fact({ type: "session.edited", sessionId, set });
  });
}

/** Who moderates a session, or an organizer, says that it starts, ends, or has not begun after all. */
export function setSessionState(state: MeetupState, command: CommandOf<"session.setState">, asker: Asker): Decision {
  const { sessionId } = command;
  return led(state, sessionId, asker, (session) =>
    session.state === command.state ? NOTHING : fact({ type: "session.stateSet", sessionId, state: command.state }),
  );
}

/**
 * They make it end later, or sooner. With `from`, the end that they saw, it is done once however often it is asked:
 * nothing when it ends so late, or so soon, already.
 */
export function extendSession(state: MeetupState, command: CommandOf<"session.extend">, asker: Asker): Decision {
  const { sessionId, minutes, from } = command;
  return led(state, sessionId, asker, (session) => {
    const { startsAt, endsAt: present } = timesOf(state, session);
    const wished = Date.parse(from ?? present) + minutes * MINUTE_MS;
    if (minutes > 0 ? wished <= Date.parse(present) : wished >= Date.parse(present)) return NOTHING;
    const endsAt = new Date(wished).toISOString();
    if (!endsLater({ startsAt, endsAt })) return refuse("ends-before-start", "minutes");
    return fact({ type: "session.extended", sessionId, endsAt });
  });
}

/** They say that the room holds nobody more, or does again. */
export function setSessionFull(state: MeetupState, command: CommandOf<"session.setFull">, asker: Asker): Decision {
  const { sessionId, full } = command;
  return led(state, sessionId, asker, (session) =>
    session.full === full ? NOTHING : fact({ type: "session.fullSet", sessionId, full }),
  );
}

/** What came out is written by who leads it, for as long as notes are. */
export function setOutcome(state: MeetupState, command: CommandOf<"outcome.set">, asker: Asker): Decision {
  const outcome = command.text === "" ? null : command.text;
  const { sessionId, sideGroupId } = command;
  if (sessionId !== undefined) {
    const session = state.sessions.get(sessionId);
    if (!session) return refuse("unknown-session", "sessionId");
    if (!isOrganizer(state, asker) && !isModeratorOf(session, asker.personId))
      return refuse("moderators-only", "sessionId");
    if (session.outcome === outcome) return NOTHING;
    return notesOpen(state.facts, asker.at)
      ? fact({ type: "session.outcomeSet", sessionId, outcome })
      : refuse("meetup-closed");
  }
  const group = state.sideGroups.get(sideGroupId ?? "");
  if (!group) return refuse("unknown-side-group", "sideGroupId");
  if (!isOrganizer(state, asker) && group.host !== asker.personId) return refuse("not-yours", "sideGroupId");
  if (group.outcome === outcome) return NOTHING;
  return notesOpen(state.facts, asker.at)
    ? fact({ type: "sideGroup.outcomeSet", sideGroupId: group.id, outcome })
    : refuse("meetup-closed");
}

/** An organizer tells everyone something, until a time that is to come. */
export function addAnnouncement(state: MeetupState, command: CommandOf<"announcement.add">, asker: Asker): Decision {
  const { type: _, ...announcement } = command;
  if (isPast(command.until, asker.at)) return refuseField("until", "Must be later than now");
  return asOrganizer(state, asker, () =>
    make(state, announcement, () => fact({ type: "announcement.added", announcement })),
  );
}

/** An organizer takes it back; taking it back again changes nothing. */
export function removeAnnouncement(
  state: MeetupState,
  command: CommandOf<"announcement.remove">,
  asker: Asker,
): Decision {
  const [field, announcementId = ""] =
    command.id === undefined ? ["announcementId", command.announcementId] : ["id", command.id];
  const isThere = state.announcements.has(announcementId);
  if (!isThere && !wasMade(state, announcementId, "announcement.add")) return refuse("unknown-announcement", field);
  return asOrganizer(state, asker, () => (isThere ? fact({ type: "announcement.removed", announcementId }) : NOTHING));
}

/** A session there is, for who leads it, until the meetup closes. */
function led(state: MeetupState, sessionId: string, asker: Asker, decision: (session: Session) => Decision): Decision {
  const session = state.sessions.get(sessionId);
  if (!session) return refuse("unknown-session", "sessionId");
  if (!isOrganizer(state, asker) && !isModeratorOf(session, asker.personId))
    return refuse("moderators-only", "sessionId");
  const decided = decision(session);
  return decided.kind === "facts" && isClosed(state) ? refuse("meetup-closed") : decided;
}
