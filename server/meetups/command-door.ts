import { commandSchema } from "../../shared/meetup/commands.ts";
import { invalid } from "../../shared/invalid.ts";
import type { Person } from "../../shared/person.ts";
import { problem, type Problem } from "../../shared/problem.ts";
import type { Clock } from "../clock.ts";
import type { Limits } from "../config.ts";
import { TokenBuckets } from "../token-buckets.ts";
import type { Answer } from "./live-meetup.ts";
import type { LiveMeetups } from "./live-meetups.ts";

/** What the door answers; `retryAfter`, in seconds, comes with a 429. */
export type DoorAnswer = Answer & { retryAfter?: number };

/**
 * The one door for commands, whichever way they come. Checks in the contract's order: the limit
 * (429), a name (401), the fields (422), the meetup (404); the rest is the meetup's to decide.
 */
export class CommandDoor {
  readonly #meetups: LiveMeetups;
  readonly #commands: TokenBuckets;
  readonly #proposals: number;

  constructor({ meetups, limits, clock }: { meetups: LiveMeetups; limits: Limits; clock: Clock }) {
    this.#meetups = meetups;
    this.#proposals = limits.proposals;
    this.#commands = new TokenBuckets({
      burst: limits.commandBurst,
      perSecond: limits.commandsPerSecond,
      clock,
    });
  }

  /** The 429 that this person gets now, if any; takes one command of their allowance otherwise. */
  limit(person: Person): { problem: Problem; retryAfter: number } | undefined {
    const retryAfter = this.#commands.take(person.id);
    return retryAfter > 0 ? { problem: problem("too-many"), retryAfter } : undefined;
  }

  /** Carries out a command that came within the limit. Rejects only for faults. */
  async handle(slug: string, raw: unknown, person: Person): Promise<DoorAnswer> {
    const parsed = commandSchema.safeParse(raw);
    if (!parsed.success) return { problem: invalid(parsed.error) };
    const command = parsed.data;
    const meetup = await this.#meetups.bySlug(slug);
    if (!meetup) return { problem: problem("unknown-meetup") };
    if (command.type === "meetup.delete") return this.#meetups.delete(meetup, person);
    if (command.type === "topic.propose") {
      const tooMany = await meetup.read(
        (state) =>
          !state.organizers.has(person.id) &&
          !state.made.has(command.id) &&
          [...state.topics.values()].filter((topic) => topic.proposedBy === person.id).length >=
            this.#proposals,
      );
      if (tooMany)
        return {
          problem: problem("too-many", {
            detail: `You have proposed ${this.#proposals} topics, which is the limit here.`,
          }),
          retryAfter: 3600,
        };
    }
    return meetup.handle(command, person);
  }
}
