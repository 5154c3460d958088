import type { CommandOf } from "../commands.ts";
import { asOrganizer, fact, isClosed, isOrganizer, NOTHING, refuse, type Asker, type Decision } from "./decisions.ts";
import { sameCode } from "../join-code.ts";
import type { MeetupState } from "../meetup-state.ts";

/** Someone reads the code off the screen. Where none is needed there is nothing to enter, right or wrong. */
export function enterRoom(state: MeetupState, { code }: CommandOf<"roomCode.enter">, asker: Asker): Decision {
  if (!state.facts.needsRoomCode || state.inRoom.has(asker.personId)) return NOTHING;
  if (state.roomCode === null || !sameCode(code, state.roomCode)) return refuse("wrong-room-code", "code");
  return isClosed(state) ? refuse("meetup-closed") : fact({ type: "roomCode.entered" });
}

/**
 * An organizer has another code from now on in place of the one there is, as when that was told outside; who is in stays
 * in. With `was`, the code to replace, a repeat changes nothing.
 */
export function renewRoomCode(state: MeetupState, { was }: CommandOf<"roomCode.renew">, asker: Asker): Decision {
  return asOrganizer(state, asker, () => {
    const { roomCode } = state;
    if (roomCode === null || (was !== undefined && !sameCode(was, roomCode))) return NOTHING;
    return fact({ type: "roomCode.set", code: asker.newRoomCode() });
  });
}

/** Whether the asker has yet to enter the code before they vote. */
export function mustEnterRoom(state: MeetupState, asker: Asker): boolean {
  return state.facts.needsRoomCode && !state.inRoom.has(asker.personId) && !isOrganizer(state, asker);
}
