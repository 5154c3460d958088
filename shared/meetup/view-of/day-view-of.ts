import type { Announcement, MeetupState, Room, Session, SideGroup, Slot } from "../meetup-state.ts";
import { timesOf } from "../moderators.ts";
import { sessionTitle, sideGroupTitle } from "../titles.ts";
import type { AnnouncementView, RoomView, SessionView, SideGroupView, SlotView } from "../view.ts";
import type { Reader } from "./people-view-of.ts";

/** One room as everybody sees it. */
export function roomViewOf({ id, name, capacity, where, link }: Room): RoomView {
  return { id, name, capacity, where, link };
}

/** One slot as everybody sees it. */
export function slotViewOf({ id, startsAt, endsAt, label, kind }: Slot): SlotView {
  return { id, startsAt, endsAt, label, kind };
}

/** One session as everybody sees it; its times are the slot's unless it has its own. */
export function sessionViewOf(state: MeetupState, session: Session): SessionView {
  return {
    id: session.id,
    title: sessionTitle(state, session),
    topicIds: session.topicIds,
    roomId: session.roomId,
    slotId: session.slotId,
    ...timesOf(state, session),
    moderators: session.moderators,
    padId: session.padId,
    locked: state.lockedPads.has(session.padId),
    lockedBy: state.lockedPads.get(session.padId) ?? null,
    state: session.state,
    full: session.full,
    outcome: session.outcome,
  };
}

/** One side group as this reader sees it. */
export function sideGroupViewOf(state: MeetupState, group: SideGroup, reader: Reader): SideGroupView {
  return {
    id: group.id,
    title: sideGroupTitle(state, group),
    topicId: group.topicId,
    sessionId: group.sessionId,
    place: group.place,
    startsAt: group.startsAt,
    capacity: group.capacity,
    host: group.host,
    members: reader === "named" ? [...group.members] : group.members.size,
    padId: group.padId,
    locked: state.lockedPads.has(group.padId),
    lockedBy: state.lockedPads.get(group.padId) ?? null,
    state: group.ended ? "ended" : "open",
    outcome: group.outcome,
    mergedInto: group.mergedInto,
  };
}

/** One announcement as everybody sees it. */
export function announcementViewOf({ id, text, until }: Announcement): AnnouncementView {
  return { id, text, until };
}
