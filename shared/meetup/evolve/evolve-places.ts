import { assertNever } from "../../assert-never.ts";
import type { Fact } from "../entries.ts";
import { dropOpenHands } from "./evolve-hands.ts";
import { isDayFact, type DayFact } from "./evolve-day.ts";
import { remember } from "./made.ts";
import { loggedSideGroup } from "./logged-things.ts";
import type { MeetupState } from "../meetup-state.ts";
import type { Touch } from "../touch.ts";

/** What happens to rooms, slots, sessions and side groups: where and when people meet. */
export type PlaceFact = Exclude<
  Extract<Fact, { type: `${"room" | "slot" | "session" | "sideGroup"}.${string}` }>,
  DayFact
>;

/** Whether a fact is about where and when people meet. */
export function isPlaceFact(fact: Fact): fact is PlaceFact {
  return /^(?:room|slot|session|sideGroup)\./u.test(fact.type) && !isDayFact(fact);
}

/** Folds a fact about where and when people meet into the state. */
export function evolvePlace(state: MeetupState, fact: PlaceFact, by: string, touched: Set<Touch>): void {
  switch (fact.type) {
    case "room.edited":
      Object.assign(state.rooms.get(fact.roomId) ?? {}, fact.set);
      touched.add(`room:${fact.roomId}`);
      return;
    case "room.removed":
      state.rooms.delete(fact.roomId);
      touched.add(`room:${fact.roomId}`);
      return;
    case "slot.edited":
      Object.assign(state.slots.get(fact.slotId) ?? {}, fact.set);
      touched.add(`slot:${fact.slotId}`);
      for (const session of state.sessions.values())
        if (session.slotId === fact.slotId) touched.add(`session:${session.id}`);
      return;
    case "slot.removed":
      state.slots.delete(fact.slotId);
      touched.add(`slot:${fact.slotId}`);
      return;
    case "session.moved": {
      const session = state.sessions.get(fact.sessionId);
      if (session)
        Object.assign(session, {
          roomId: fact.roomId,
          slotId: fact.slotId,
          startsAt: null,
          endsAt: null,
        });
      touched.add(`session:${fact.sessionId}`);
      return;
    }
    case "room.added": {
      const { id, name, capacity, where, link } = fact.room;
      state.rooms.set(id, {
        id,
        name,
        capacity: capacity ?? null,
        where: where ?? "",
        link: link ?? null,
      });
      remember(state, by, { type: "room.add", ...fact.room });
      touched.add(`room:${id}`);
      return;
    }
    case "slot.added":
      state.slots.set(fact.slot.id, { ...fact.slot });
      remember(state, by, { type: "slot.add", ...fact.slot });
      touched.add(`slot:${fact.slot.id}`);
      return;
    case "session.scheduled": {
      const { id, topicIds, roomId, slotId, title, startsAt, endsAt } = fact.session;
      state.sessions.set(id, {
        id,
        title: title ?? null,
        topicIds,
        roomId,
        slotId,
        startsAt: startsAt ?? null,
        endsAt: endsAt ?? null,
        padId: fact.padId,
        moderators: [],
        state: "planned",
        full: false,
        outcome: null,
      });
      remember(state, by, { type: "session.schedule", ...fact.session });
      if (!state.pads.has(fact.padId)) state.pads.set(fact.padId, { kind: "session", id });
      touched.add(`session:${id}`);
      for (const topicId of topicIds) touched.add(`topic:${topicId}`);
      return;
    }
    case "session.cancelled": {
      const session = state.sessions.get(fact.sessionId);
      if (!session) throw new Error(`The log cancels an unknown session, ${fact.sessionId}`);
      state.sessions.delete(session.id);
      state.cancelled.set(session.id, session);
      dropOpenHands(state, session.id, touched);
      touched.add("names").add(`session:${session.id}`);
      for (const topicId of session.topicIds) touched.add(`topic:${topicId}`);
      return;
    }
    case "session.restored": {
      const session = state.cancelled.get(fact.sessionId);
      if (!session) throw new Error(`The log brings back an unknown session, ${fact.sessionId}`);
      session.padId = fact.padId;
      state.cancelled.delete(session.id);
      state.sessions.set(session.id, session);
      if (!state.pads.has(fact.padId)) state.pads.set(fact.padId, { kind: "session", id: session.id });
      touched.add(`session:${session.id}`);
      for (const topicId of session.topicIds) touched.add(`topic:${topicId}`);
      return;
    }
    case "sideGroup.started": {
      const { id, topicId, sessionId, title, place, startsAt, capacity } = fact.sideGroup;
      state.sideGroups.set(id, {
        id,
        title: title ?? null,
        topicId: topicId ?? null,
        sessionId: sessionId ?? null,
        place: place ?? "",
        startsAt: startsAt ?? null,
        capacity: capacity ?? null,
        host: by,
        members: new Set([by]),
        padId: fact.padId,
        ended: false,
        outcome: null,
        mergedInto: null,
        movedMembers: new Set(),
        handedOver: null,
      });
      remember(state, by, { type: "sideGroup.start", ...fact.sideGroup });
      if (!state.pads.has(fact.padId)) state.pads.set(fact.padId, { kind: "sideGroup", id });
      touched.add("names").add(`sideGroup:${id}`);
      if (topicId) touched.add(`topic:${topicId}`);
      if (topicId || sessionId) touched.add("mine");
      return;
    }
    case "sideGroup.joined":
      loggedSideGroup(state, fact.sideGroupId).members.add(by);
      touched.add("names").add(`sideGroup:${fact.sideGroupId}`);
      return;
    case "sideGroup.left":
      loggedSideGroup(state, fact.sideGroupId).members.delete(by);
      for (const group of state.sideGroups.values())
        if (group.mergedInto === fact.sideGroupId) group.movedMembers.delete(by);
      touched.add("names").add(`sideGroup:${fact.sideGroupId}`);
      return;
    case "sideGroup.ended": {
      const group = loggedSideGroup(state, fact.sideGroupId);
      group.ended = true;
      group.outcome = fact.outcome ?? group.outcome;
      touched.add("mine").add(`sideGroup:${fact.sideGroupId}`);
      return;
    }
    default:
      assertNever(fact);
  }
}
