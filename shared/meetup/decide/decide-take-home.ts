import type { CommandOf } from "../commands.ts";
import { fact, NOTHING, refuse, type Asker, type Decision } from "./decisions.ts";
import type { MeetupState } from "../meetup-state.ts";
import { notesOpen } from "../notes-open.ts";
import { thingKey } from "../thing-key.ts";

/** Somebody writes what they take home, or takes it out: in every phase, and as long as notes are written after the end. */
export function setTakeHome(state: MeetupState, command: CommandOf<"takeHome.set">, asker: Asker): Decision {
  const { number } = command;
  const text = command.text === "" ? null : command.text;
  const present = state.takeHome.get(asker.personId)?.[number - 1]?.text ?? null;
  return present === text ? NOTHING : inTime(state, asker, fact({ type: "takeHome.set", number, text }));
}

/** Somebody says what became of something that they took home from the meetup before. */
export function tellLastTime(state: MeetupState, command: CommandOf<"lastTime.tell">, asker: Asker): Decision {
  const { text, became } = command;
  const key = thingKey(text);
  const present = state.told.get(asker.personId)?.find((each) => each.key === key);
  if (became === (present?.became ?? null) && (present === undefined || present.text === text)) return NOTHING;
  if (state.facts.previous === null) return refuse("no-meetup-before");
  return inTime(state, asker, fact({ type: "lastTime.told", text, became }));
}

function inTime(state: MeetupState, { at }: Asker, decision: Decision): Decision {
  if (notesOpen(state.facts, at)) return decision;
  return refuse("meetup-closed", undefined, "The meetup is over, and the time to say this has passed.");
}
