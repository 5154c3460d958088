import type { CommandInput } from "../../shared/meetup/commands.ts";
import type { MeetupView, SessionView, TopicView } from "../../shared/meetup/view.ts";
import { given } from "./optimistic-facts.ts";
import type { MovedTimes } from "./pending-commands.ts";
import { surelyRefused } from "./surely-refused.ts";

const MINUTE_MS = 60_000;

/** What organizers ask of rooms, times, and what is when and where. */
export type PlanCommand = Extract<
  CommandInput,
  {
    type:
      | "room.add"
      | "room.edit"
      | "room.remove"
      | "slot.add"
      | "slot.edit"
      | "slot.remove"
      | "session.schedule"
      | "session.move"
      | "session.cancel";
  }
>;

/** The view as it will be once the server has confirmed what is asked; what the rest of the plan forbids changes nothing. */
export function planAfter(view: MeetupView, command: PlanCommand): MeetupView {
  switch (command.type) {
    case "room.add": {
      const { id, name, capacity = null, where = "", link = null } = command;
      if (view.rooms.some((room) => room.id === id)) return view;
      return { ...view, rooms: [...view.rooms, { id, name, capacity, where, link }] };
    }
    case "room.edit": {
      const { type: _, roomId, ...set } = command;
      return { ...view, rooms: view.rooms.map((room) => (room.id === roomId ? { ...room, ...given(set) } : room)) };
    }
    case "room.remove":
      if (view.sessions.some(({ roomId }) => roomId === command.roomId)) return view;
      return { ...view, rooms: view.rooms.filter(({ id }) => id !== command.roomId) };
    case "slot.add": {
      const { id, startsAt, endsAt, label = "", kind = "sessions" } = command;
      if (view.slots.some((slot) => slot.id === id)) return view;
      return { ...view, slots: [...view.slots, { id, startsAt, endsAt, label, kind }] };
    }
    case "slot.edit":
      return withSlot(view, command);
    case "slot.remove":
      if (view.sessions.some(({ slotId }) => slotId === command.slotId)) return view;
      return { ...view, slots: view.slots.filter(({ id }) => id !== command.slotId) };
    case "session.schedule":
      return scheduled(view, command);
    case "session.move": {
      const { sessionId, roomId, slotId } = command;
      const slot = view.slots.find(({ id }) => id === slotId);
      // Taken by itself, too: a session that stays where it is keeps its own times.
      if (!slot || isTaken(view.sessions, command)) return view;
      const { startsAt, endsAt } = slot;
      const moved = { roomId, slotId, startsAt, endsAt };
      return { ...view, sessions: view.sessions.map((each) => (each.id === sessionId ? { ...each, ...moved } : each)) };
    }
    case "session.cancel": {
      const topicIds = view.sessions.find(({ id }) => id === command.sessionId)?.topicIds ?? [];
      const sessions = view.sessions.filter(({ id }) => id !== command.sessionId);
      const isInGroup = (id: string) => view.sideGroups.some(({ topicId }) => topicId === id);
      return withTopics({ ...view, sessions }, topicIds, ({ id }) => (isInGroup(id) ? "side-group" : "proposed"));
    }
  }
}

function withSlot(view: MeetupView, command: Extract<PlanCommand, { type: "slot.edit" }>): MeetupView {
  const before = view.slots.find(({ id }) => id === command.slotId);
  if (!before) return view;
  const { startsAt = before.startsAt, endsAt = before.endsAt, label = before.label, kind = before.kind } = command;
  if (!isInOrder({ startsAt, endsAt })) return view;
  const slot = { ...before, startsAt, endsAt, label, kind };
  const slots = view.slots.map((each) => (each.id === slot.id ? slot : each));
  // What of its times is a session's own stays so.
  const following = (each: SessionView): SessionView => ({
    ...each,
    startsAt: each.startsAt === before.startsAt ? startsAt : each.startsAt,
    endsAt: each.endsAt === before.endsAt ? endsAt : each.endsAt,
  });
  const sessions = view.sessions.map((each) => (each.slotId === slot.id ? following(each) : each));
  return { ...view, slots, sessions };
}

function scheduled(view: MeetupView, command: Extract<PlanCommand, { type: "session.schedule" }>): MeetupView {
  const { id, topicIds, roomId, slotId, title } = command;
  const slot = view.slots.find((each) => each.id === slotId);
  const topics = topicIds.flatMap((topicId) => view.topics.find((topic) => topic.id === topicId) ?? []);
  const isKnown = view.sessions.some((each) => each.id === id || each.topicIds.some((one) => topicIds.includes(one)));
  if (!slot || isKnown || isTaken(view.sessions, command)) return view;
  const [first] = topics;
  const isFree = ({ padId }: TopicView) =>
    ![...view.sessions, ...view.sideGroups].some((each) => each.padId === padId && padId !== "");
  const session: SessionView = {
    id,
    title: title ?? topics.map((topic) => topic.title).join(" + "),
    topicIds,
    roomId,
    slotId,
    startsAt: command.startsAt ?? slot.startsAt,
    endsAt: command.endsAt ?? slot.endsAt,
    moderators: [],
    // One topic brings its notes along; others come with the answer.
    padId: first && topics.length === 1 && isFree(first) ? first.padId : "",
    locked: false,
    lockedBy: null,
    state: "planned",
    full: false,
    outcome: null,
  };
  return withTopics({ ...view, sessions: [...view.sessions, session] }, topicIds, () => "scheduled");
}

/** When everything is that a shift moves, once it has; one that will surely be refused moves nothing. */
export function timesAfterShift(
  { slots, sessions }: MeetupView,
  shift: Extract<CommandInput, { type: "schedule.shift" }>,
): MovedTimes {
  if (surelyRefused(shift)) return {};
  const { from, minutes } = shift;
  const moved = [...slots, ...sessions].filter(({ startsAt }) => Date.parse(startsAt) >= Date.parse(from));
  return Object.fromEntries(
    moved.map(({ id, startsAt, endsAt }) => [
      id,
      { startsAt: later(startsAt, minutes), endsAt: later(endsAt, minutes) },
    ]),
  );
}

/** The view with slots and sessions at these times. */
export function withTimes(view: MeetupView, times: MovedTimes): MeetupView {
  const moved = <T extends { id: string }>(each: T): T => ({ ...each, ...times[each.id] });
  return { ...view, slots: view.slots.map(moved), sessions: view.sessions.map(moved) };
}

function later(instant: string, minutes: number): string {
  return new Date(Date.parse(instant) + minutes * MINUTE_MS).toISOString();
}

function isInOrder({ startsAt, endsAt }: { startsAt: string; endsAt: string }): boolean {
  return Date.parse(startsAt) < Date.parse(endsAt);
}

function isTaken(sessions: readonly SessionView[], { roomId, slotId }: { roomId: string; slotId: string }): boolean {
  return sessions.some((each) => each.roomId === roomId && each.slotId === slotId);
}

function withTopics(
  view: MeetupView,
  ids: readonly string[],
  statusOf: (topic: TopicView) => TopicView["status"],
): MeetupView {
  const topics = view.topics.map((topic) => (ids.includes(topic.id) ? { ...topic, status: statusOf(topic) } : topic));
  return { ...view, topics };
}
