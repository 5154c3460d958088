import { setImmediate } from "node:timers/promises";
import { problem, type Problem } from "../../shared/problem.ts";
import type { MeetupState } from "../../shared/meetup/meetup-state.ts";
import { talliesWithheld } from "../../shared/meetup/tallies-withheld.ts";
import { suggestSchedule, type Suggestion, type SuggestWish } from "../../shared/schedule/suggest.ts";
import { systemTimers, type Timers } from "../clock.ts";
import { FewAtATime } from "../turns/few-at-a-time.ts";
import { inTurns } from "../turns/in-turns.ts";
import type { Person } from "../../shared/person.ts";
import type { LiveMeetup } from "./live-meetup.ts";

/**
 * Works out suggestions for schedules, one after another and each in slices, so that votes and notes never wait for
 * them. A meetup is looked at when it is its turn: to look at a large one takes a tenth of a second.
 */
export class Suggestions {
  readonly #timers: Pick<Timers, "elapsed">;
  readonly #underWay = new FewAtATime(1);

  constructor({ timers = systemTimers }: { timers?: Pick<Timers, "elapsed"> } = {}) {
    this.#timers = timers;
  }

  /** For organizers; not while tallies are withheld, as it would tell of them. */
  async of(meetup: LiveMeetup, wish: SuggestWish, person: Person): Promise<Suggestion | { problem: Problem }> {
    const refusal = await meetup.read((state) => refusalOf(state, wish, person));
    if (refusal) return { problem: refusal };
    return this.#underWay.run(() => workOut(meetup, wish, person, this.#timers));
  }
}

/** What was allowed when it was asked for may not be any more. */
async function workOut(
  meetup: LiveMeetup,
  wish: SuggestWish,
  person: Person,
  timers: Pick<Timers, "elapsed">,
): Promise<Suggestion | { problem: Problem }> {
  const started = await meetup.read((state) => refusalOf(state, wish, person) ?? suggestSchedule(state, wish));
  if ("type" in started) return { problem: started };
  // To look, and to begin to work it out, take a turn each.
  await setImmediate();
  return inTurns(started, { rests: true, timers });
}

function refusalOf(state: MeetupState, { pinned }: SuggestWish, { id }: Person): Problem | undefined {
  const unknown = pinned.findIndex((sessionId) => !state.sessions.has(sessionId));
  if (unknown >= 0)
    return problem("unknown-session", { errors: [{ path: `pinned.${unknown}`, message: "No such session" }] });
  if (!state.organizers.has(id)) return problem("organizers-only");
  return talliesWithheld(state) ? problem("tallies-closed") : undefined;
}
