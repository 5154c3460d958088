import { assertNever } from "../../assert-never.ts";
import type { Fact } from "../entries.ts";
import type { MeetupState } from "../meetup-state.ts";
import type { Touch } from "../touch.ts";

/** What happens to the code on the screen. */
export type RoomCodeFact = Extract<Fact, { type: `roomCode.${string}` }>;

/** Whether a fact is about the code on the screen. */
export function isRoomCodeFact(fact: Fact): fact is RoomCodeFact {
  return fact.type.startsWith("roomCode.");
}

/** Folds a fact about the code on the screen into the state. Who did it is told of their own part anyhow. */
export function evolveRoomCode(state: MeetupState, fact: RoomCodeFact, by: string, touched: Set<Touch>): void {
  switch (fact.type) {
    case "roomCode.set":
      state.roomCode = fact.code;
      // All who organize see it in theirs.
      touched.add("mine");
      return;
    case "roomCode.entered":
      state.inRoom.add(by);
      return;
    default:
      assertNever(fact);
  }
}
