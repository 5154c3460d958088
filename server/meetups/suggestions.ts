import { problem, type Problem } from "../../shared/problem.ts";
import { talliesWithheld } from "../../shared/meetup/meetup-state.ts";
import { suggestSchedule, type Suggestion, type SuggestWish } from "../../shared/schedule/suggest.ts";
import { inTurns } from "../in-turns.ts";
import type { Person } from "../../shared/person.ts";
import type { LiveMeetup } from "./live-meetup.ts";

/**
 * Works out suggestions for schedules, one after another and each in slices, so that votes and notes never wait for
 * them.
 */
export class Suggestions {
  #last: Promise<unknown> = Promise.resolve();

  /** For organizers; not while tallies are withheld, as it would tell of them. */
  async of(meetup: LiveMeetup, wish: SuggestWish, person: Person): Promise<Suggestion | { problem: Problem }> {
    const started = await meetup.read((state) => {
      const unknown = wish.pinned.findIndex((id) => !state.sessions.has(id));
      if (unknown >= 0)
        return problem("unknown-session", { errors: [{ path: `pinned.${unknown}`, message: "No such session" }] });
      if (!state.organizers.has(person.id)) return problem("organizers-only");
      return talliesWithheld(state) ? problem("tallies-closed") : suggestSchedule(state, wish);
    });
    if ("type" in started) return { problem: started };
    const done = this.#last.then(() => inTurns(started));
    // Whoever asked hears of a fault; whoever comes next has their own turn.
    this.#last = done.catch(() => undefined);
    return done;
  }
}
