import { problem, reasonOf } from "../../shared/problem.ts";
import type { Clock } from "../clock.ts";
import { Guesses } from "../guesses.ts";
import { TokenBuckets } from "../token-buckets.ts";
import type { Answer } from "./live-meetup-tools.ts";

/** Wrong room codes a minute. As many people as it takes to use up a meetup's would find one of its codes in weeks. */
const WRONG = { person: 10, meetup: 600 };

/** Limits how often people, and all of a meetup together, may be wrong about the code on the screen. */
export class RoomGuesses {
  readonly #ofPersons: Guesses;
  readonly #ofMeetups: Guesses;

  constructor(clock: Clock) {
    const aMinute = (burst: number) => new Guesses(new TokenBuckets({ burst, perSecond: burst / 60, clock }));
    this.#ofPersons = aMinute(WRONG.person);
    this.#ofMeetups = aMinute(WRONG.meetup);
  }

  /** What `ask` answers, which may be that the code was wrong; or that too many were, and the seconds to wait. Rejects as `ask` does. */
  async attempt(
    { personId, meetupId }: { personId: string; meetupId: string },
    ask: () => Promise<Answer>,
  ): Promise<Answer & { retryAfter?: number }> {
    let answer: Answer | undefined;
    const ofMeetup = () =>
      this.#ofMeetups.look(meetupId, async () => {
        answer = await ask();
        return isWrongCode(answer) ? undefined : answer;
      });
    let wait = 0;
    const ofPerson = await this.#ofPersons.look(personId, async () => {
      const looked = await ofMeetup();
      if ("wait" in looked) wait = looked.wait;
      // Who could not even try was not wrong.
      return "wait" in looked || looked.found !== undefined || undefined;
    });
    if ("wait" in ofPerson) wait = ofPerson.wait;
    return answer ?? { problem: problem("too-many-codes"), retryAfter: wait };
  }
}

function isWrongCode(answer: Answer): boolean {
  return "problem" in answer && reasonOf(answer.problem) === "wrong-room-code";
}
