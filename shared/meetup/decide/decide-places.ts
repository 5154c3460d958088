import type { CommandOf } from "../commands.ts";
import { LIMITS } from "../../limits.ts";
import {
  asOrganizer,
  fact,
  make,
  NOTHING,
  refuse,
  refuseTimes,
  wasMade,
  type Asker,
  type Decision,
} from "./decisions.ts";
import type { MeetupState } from "../meetup-state.ts";

/** An organizer adds a room. */
export function addRoom(state: MeetupState, command: CommandOf<"room.add">, asker: Asker): Decision {
  const { type: _, ...room } = command;
  const add = () => (state.rooms.size < LIMITS.rooms ? fact({ type: "room.added", room }) : refuse("too-many-rooms"));
  return asOrganizer(state, asker, () => make(state, room, add));
}

/** An organizer adds a slot. */
export function addSlot(state: MeetupState, command: CommandOf<"slot.add">, asker: Asker): Decision {
  const { type: _, ...slot } = command;
  const add = () => (state.slots.size < LIMITS.slots ? fact({ type: "slot.added", slot }) : refuse("too-many-slots"));
  return asOrganizer(state, asker, () => make(state, slot, add));
}

/** An organizer changes a room. */
export function editRoom(state: MeetupState, command: CommandOf<"room.edit">, asker: Asker): Decision {
  const { type: _, roomId, ...wish } = command;
  const room = state.rooms.get(roomId);
  if (!room) return refuse("unknown-room", "roomId");
  return asOrganizer(state, asker, () => {
    const set = changedFields(room, wish);
    return Object.keys(set).length === 0 ? NOTHING : fact({ type: "room.edited", roomId, set });
  });
}

/** A room without sessions is removed; removing it again changes nothing. */
export function removeRoom(state: MeetupState, { roomId }: CommandOf<"room.remove">, asker: Asker): Decision {
  if (!state.rooms.has(roomId) && !wasMade(state, roomId, "room.add")) return refuse("unknown-room", "roomId");
  return asOrganizer(state, asker, () => {
    if (!state.rooms.has(roomId)) return NOTHING;
    for (const session of state.sessions.values())
      if (session.roomId === roomId) return refuse("room-in-use", "roomId");
    return fact({ type: "room.removed", roomId });
  });
}

/** An organizer changes a slot; it must still end after it starts. */
export function editSlot(state: MeetupState, command: CommandOf<"slot.edit">, asker: Asker): Decision {
  const { type: _, slotId, ...wish } = command;
  const slot = state.slots.get(slotId);
  if (!slot) return refuse("unknown-slot", "slotId");
  return asOrganizer(state, asker, () => {
    const set = changedFields(slot, wish);
    if (Object.keys(set).length === 0) return NOTHING;
    const { startsAt, endsAt } = { ...slot, ...set };
    if (Date.parse(endsAt) <= Date.parse(startsAt)) return refuseTimes(wish);
    return fact({ type: "slot.edited", slotId, set });
  });
}

/** A slot without sessions is removed; removing it again changes nothing. */
export function removeSlot(state: MeetupState, { slotId }: CommandOf<"slot.remove">, asker: Asker): Decision {
  if (!state.slots.has(slotId) && !wasMade(state, slotId, "slot.add")) return refuse("unknown-slot", "slotId");
  return asOrganizer(state, asker, () => {
    if (!state.slots.has(slotId)) return NOTHING;
    for (const session of state.sessions.values())
      if (session.slotId === slotId) return refuse("slot-in-use", "slotId");
    return fact({ type: "slot.removed", slotId });
  });
}

/** Those fields of a wish that are given and differ from what is. */
function changedFields<T extends object>(present: T, wish: { [K in keyof T]?: T[K] | undefined }): Partial<T> {
  const set: Partial<T> = {};
  for (const key of Object.keys(wish) as (keyof T)[]) {
    const value = wish[key];
    if (value !== undefined && value !== present[key]) set[key] = value;
  }
  return set;
}
