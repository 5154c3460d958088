import { batchSchema, commandSchema } from "../../shared/meetup/commands.ts";
import { invalid } from "../../shared/invalid.ts";
import type { MeetupState } from "../../shared/meetup/meetup-state.ts";
import type { Person } from "../../shared/person.ts";
import { problem, type Problem } from "../../shared/problem.ts";
import type { Clock } from "../clock.ts";
import type { Limits } from "../config.ts";
import { TokenBuckets } from "../token-buckets.ts";
import type { Answer } from "./live-meetup.ts";
import type { LiveMeetups } from "./live-meetups.ts";

/** Nobody gets more proposals by waiting, so those who ask again by themselves are told to take their time. Seconds. */
const PROPOSALS_RETRY_S = 3600;

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
    const parsed = isBatch(raw) ? batchSchema.safeParse(raw) : commandSchema.safeParse(raw);
    if (!parsed.success) return { problem: invalid(parsed.error) };
    const command = parsed.data;
    const meetup = await this.#meetups.bySlug(slug);
    if (!meetup) return { problem: problem("unknown-meetup") };
    if (command.type === "meetup.delete") return this.#meetups.delete(meetup, person);
    const proposals = command.type === "batch" ? command.commands : [command];
    const ids = proposals.flatMap((each) => (each.type === "topic.propose" ? [each.id] : []));
    if (ids.length === 0) return meetup.handle(command, person);
    const answer = await meetup.handle(command, person, (state) => this.#tooManyProposals(state, person, ids));
    const isTooMany = "problem" in answer && answer.problem.status === 429;
    return isTooMany ? { ...answer, retryAfter: PROPOSALS_RETRY_S } : answer;
  }

  #tooManyProposals(state: MeetupState, person: Person, ids: readonly string[]): Problem | undefined {
    if (state.organizers.has(person.id)) return undefined;
    const mine = [...state.topics.values()].filter((topic) => topic.proposedBy === person.id).length;
    const fresh = ids.filter((id) => !state.made.has(id)).length;
    if (fresh === 0 || mine + fresh <= this.#proposals) return undefined;
    const detail = `You have proposed ${this.#proposals} topics, which is the limit here.`;
    return problem("too-many", { detail });
  }
}

function isBatch(raw: unknown): boolean {
  return typeof raw === "object" && raw !== null && "type" in raw && raw.type === "batch";
}
