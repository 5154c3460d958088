import type { MeetupView, SessionView } from "./view.ts";

const MINUTE_MS = 60_000;
/** A session under way that nobody has ended counts as on for so long after its end, unless another has begun there. */
const OVERRUN_MS = 15 * MINUTE_MS;
/** One that was started early counts as on from so long before its time. */
const EARLY_MS = 60 * MINUTE_MS;
/** What is further away is not next. */
const NEXT_MS = 24 * 60 * MINUTE_MS;

type Sessions = Pick<MeetupView, "sessions">;

/** The sessions on at a moment (ms since 1970), in order of their start. Moderators' words count over the clock's. */
export function onNow({ sessions }: Sessions, now: number): SessionView[] {
  return inTimeOrder(sessions.filter((session) => isOn(session, sessions, now)));
}

/** The sessions that start next, all at one time; none when that is more than a day away. */
export function nextUp({ sessions }: Sessions, now: number): SessionView[] {
  const [first, ...others] = inTimeOrder(sessions.filter((session) => isAhead(session, now)));
  if (!first) return [];
  return [first, ...others.filter(({ startsAt }) => Date.parse(startsAt) === Date.parse(first.startsAt))];
}

/** The session that is next in one room. */
export function nextIn({ sessions }: Sessions, roomId: string, now: number): SessionView | undefined {
  return inTimeOrder(sessions.filter((session) => session.roomId === roomId && isAhead(session, now)))[0];
}

/** Whole minutes until an instant, the one that has begun included; 0 once it has passed. */
export function minutesUntil(instant: string, now: number): number {
  return Math.max(0, Math.ceil((Date.parse(instant) - now) / MINUTE_MS));
}

function isOn(session: SessionView, sessions: readonly SessionView[], now: number): boolean {
  const [start, end] = [Date.parse(session.startsAt), Date.parse(session.endsAt)];
  if (session.state === "done") return false;
  if (start <= now && now < end) return true;
  if (session.state === "planned") return false;
  if (now < start) return start - now <= EARLY_MS;
  return now < end + OVERRUN_MS && !sessions.some((other) => hasFollowed(other, session, now));
}

/** Whether another session has begun in the room since, by its time or because it was started. */
function hasFollowed(other: SessionView, session: SessionView, now: number): boolean {
  if (other.id === session.id || other.roomId !== session.roomId) return false;
  if (Date.parse(other.startsAt) < Date.parse(session.endsAt)) return false;
  return Date.parse(other.startsAt) <= now || other.state === "running";
}

function isAhead({ state, startsAt }: SessionView, now: number): boolean {
  const start = Date.parse(startsAt);
  return state === "planned" && start > now && start <= now + NEXT_MS;
}

function inTimeOrder(sessions: SessionView[]): SessionView[] {
  return sessions.toSorted(
    (a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt) || a.roomId.localeCompare(b.roomId),
  );
}
