import { FEWEST_NEWCOMERS, newcomersOf } from "../bursts.ts";
import type { CommandOf } from "../commands.ts";
import { fact, isOrganizer, NOTHING, refuse, type Asker, type Decision } from "./decisions.ts";
import { intervalOf } from "../five-minutes.ts";
import type { MeetupState } from "../meetup-state.ts";

/** An organizer sets aside the votes of all who came within the same five minutes, or has them counted again, in any phase. */
export function setBallots(
  state: MeetupState,
  { type, from: at }: CommandOf<"ballots.void"> | CommandOf<"ballots.count">,
  asker: Asker,
): Decision {
  if (!isOrganizer(state, asker)) return refuse("organizers-only");
  const from = intervalOf(at);
  const isVoid = state.voidIntervals.has(from);
  if (isVoid === (type === "ballots.void")) return NOTHING;
  const people = newcomersOf(state, from).length;
  // What was set aside can be counted again however many of them are left.
  if (isVoid) return fact({ type: "ballots.counted", from, people });
  return people < FEWEST_NEWCOMERS ? refuse("few-newcomers", "from") : fact({ type: "ballots.voided", from, people });
}
