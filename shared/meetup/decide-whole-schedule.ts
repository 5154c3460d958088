import type { CommandOf } from "./commands.ts";
import { asOrganizer, fact, NOTHING, refuse, type Asker, type Decision } from "./decisions.ts";
import { shiftKey, startsFrom } from "./evolve-schedule.ts";
import type { MeetupState } from "./meetup-state.ts";
import { timesOf } from "./moderators.ts";

/** An organizer says that the schedule holds. Publishing again what has not changed since is a repeat. */
export function publishSchedule(
  state: MeetupState,
  { note = "" }: CommandOf<"schedule.publish">,
  asker: Asker,
): Decision {
  return asOrganizer(state, asker, () =>
    state.schedule.published && !state.schedule.hasChanged ? NOTHING : fact({ type: "schedule.published", note }),
  );
}

/**
 * An organizer moves everything from an instant on, as when the day runs late. The same wish again, with nothing else
 * changed in between, is a repeat: who wants to move as much again does it from the new start.
 */
export function shiftSchedule(state: MeetupState, command: CommandOf<"schedule.shift">, asker: Asker): Decision {
  const { from, minutes } = command;
  return asOrganizer(state, asker, () => {
    if (state.schedule.lastShift === shiftKey(asker.personId, { from, minutes })) return NOTHING;
    const hasAny =
      [...state.slots.values()].some(({ startsAt }) => startsFrom(startsAt, from)) ||
      [...state.sessions.values()].some((session) => startsFrom(timesOf(state, session).startsAt, from));
    return hasAny ? fact({ type: "schedule.shifted", from, minutes }) : refuse("nothing-to-shift", "from");
  });
}
