import { clockTime, dayOf } from "../../shared/time.ts";
import type { MeetupFacts } from "../../shared/meetup/view.ts";
import { dayName } from "./times.ts";

const MINUTE_MS = 60_000;
const HOUR_MIN = 60;

/** What closes at a stated minute, the sooner first: "Voting closes in 12 min". `now` in ms since 1970. */
export function deadlines({ proposals, voting, timezone }: MeetupFacts, now: number): string[] {
  const open = [
    { what: "Proposals close", ...proposals },
    { what: "Voting closes", ...voting },
  ].flatMap(({ what, open: isOpen, closesAt }) =>
    isOpen && closesAt !== null && Date.parse(closesAt) > now ? [{ what, closesAt, at: Date.parse(closesAt) }] : [],
  );
  const [first, second] = open.toSorted((a, b) => a.at - b.at);
  if (first && second && first.at === second.at)
    return [`Proposals and voting close ${when(first.closesAt, timezone, now)}`];
  return open.toSorted((a, b) => a.at - b.at).map(({ what, closesAt }) => `${what} ${when(closesAt, timezone, now)}`);
}

/** The minutes left in the last hour, before that the time, before that day the day too. */
function when(closesAt: string, timezone: string, now: number): string {
  const minutes = Math.ceil((Date.parse(closesAt) - now) / MINUTE_MS);
  if (minutes <= HOUR_MIN) return `in ${minutes} min`;
  const time = `at ${clockTime(closesAt, timezone)}`;
  const day = dayOf(closesAt, timezone);
  return day === dayOf(new Date(now).toISOString(), timezone) ? time : `${dayName(day)} ${time}`;
}
