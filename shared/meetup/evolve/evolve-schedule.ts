import { assertNever } from "../../assert-never.ts";
import type { Fact } from "../entries.ts";
import type { MeetupState } from "../meetup-state.ts";
import type { Touch } from "../touch.ts";

/** What happens to the schedule as a whole. */
export type ScheduleFact = Extract<Fact, { type: `schedule.${string}` }>;

/** Whether a fact is about the schedule as a whole. */
export function isScheduleFact(fact: Fact): fact is ScheduleFact {
  return fact.type.startsWith("schedule.");
}

/** Folds a fact about the schedule as a whole into the state. */
export function evolveSchedule(
  state: MeetupState,
  fact: ScheduleFact,
  { by, at }: { by: string; at: string },
  touched: Set<Touch>,
): void {
  switch (fact.type) {
    case "schedule.published": {
      const { version } = state.schedule;
      Object.assign(state.schedule, { published: true, version: version + 1, at, note: fact.note, hasChanged: false });
      touched.add("schedule");
      return;
    }
    case "schedule.shifted":
      shift(state, fact, touched);
      state.schedule.hasChanged = true;
      state.schedule.lastShift = { by, from: fact.from, minutes: fact.minutes };
      return;
    default:
      assertNever(fact);
  }
}

/** Notes that rooms, times or sessions are no longer what was published. */
export function noteScheduleChange({ schedule }: MeetupState, { type }: Fact): void {
  if (!CHANGES.test(type)) return;
  schedule.hasChanged = true;
  schedule.lastShift = null;
}

const CHANGES = /^(?:room|slot)\.|^session\.(?:scheduled|moved|cancelled|restored|edited|extended)$/u;

/** Whether something that starts then is moved by a shift from `from` on. */
export function startsFrom(startsAt: string, from: string): boolean {
  return Date.parse(startsAt) >= Date.parse(from);
}

/** Slots that start from then on, and the own times of sessions that do. */
function shift(state: MeetupState, { from, minutes }: { from: string; minutes: number }, touched: Set<Touch>): void {
  const moved = (instant: string) => new Date(Date.parse(instant) + minutes * 60_000).toISOString();
  const slots = new Set<string>();
  for (const slot of state.slots.values()) {
    if (!startsFrom(slot.startsAt, from)) continue;
    slots.add(slot.id);
    Object.assign(slot, { startsAt: moved(slot.startsAt), endsAt: moved(slot.endsAt) });
    touched.add(`slot:${slot.id}`);
  }
  for (const session of state.sessions.values()) {
    const { startsAt, endsAt, slotId } = session;
    const isInMoved = slots.has(slotId);
    if (startsAt === null ? isInMoved : startsFrom(startsAt, from)) {
      if (startsAt !== null) session.startsAt = moved(startsAt);
      if (endsAt !== null) session.endsAt = moved(endsAt);
      touched.add(`session:${session.id}`);
    } else if (isInMoved) touched.add(`session:${session.id}`);
  }
}
