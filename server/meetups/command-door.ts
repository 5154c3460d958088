import { askedSchema, type Batch, type Command } from "../../shared/meetup/commands.ts";
import { validationProblem } from "../../shared/validation-problem.ts";
import type { Person } from "../../shared/person.ts";
import { problem, type Problem } from "../../shared/problem.ts";
import type { Clock } from "../clock.ts";
import type { Limits } from "../config.ts";
import type { People } from "../people/people.ts";
import { TokenBuckets } from "../token-buckets.ts";
import type { Answer } from "./live-meetup-tools.ts";
import type { LiveMeetup } from "./live-meetup.ts";
import type { LiveMeetups } from "./live-meetups.ts";
import { PersonalLimits } from "./personal-limits.ts";
import { RoomGuesses } from "./room-guesses.ts";

/** What the door answers; `retryAfter`, in seconds, comes with a 429. */
export type DoorAnswer = Answer & { retryAfter?: number };

interface Tools {
  meetups: LiveMeetups;
  people: People;
  limits: Limits;
  clock: Clock;
}

/**
 * The one door for commands, whichever way they come. Those who hand them in ask for the limit (429) and for a name
 * (401) first, as over HTTP the body is read in between. Here come the fields (422), then the meetup (404); the rest
 * is the meetup's to decide.
 */
export class CommandDoor {
  readonly #meetups: LiveMeetups;
  readonly #people: People;
  readonly #commands: TokenBuckets;
  readonly #newcomers: TokenBuckets;
  readonly #ofOne: PersonalLimits;
  readonly #roomGuesses: RoomGuesses;

  constructor({ meetups, people, limits, clock }: Tools) {
    this.#meetups = meetups;
    this.#people = people;
    this.#ofOne = new PersonalLimits({ limits, clock });
    this.#roomGuesses = new RoomGuesses(clock);
    this.#commands = new TokenBuckets({
      burst: limits.commandBurst,
      perSecond: limits.commandsPerSecond,
      clock,
    });
    this.#newcomers = new TokenBuckets({
      burst: limits.newcomersBurst,
      perSecond: limits.newcomersPerMinute / 60,
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
    const parsed = askedSchema.safeParse(raw);
    if (!parsed.success) return { problem: validationProblem(parsed.error) };
    const command = parsed.data;
    const meetup = await this.#meetups.bySlug(slug);
    if (!meetup) return { problem: problem("unknown-meetup") };
    if (command.type === "meetup.delete") return this.#meetups.delete(meetup, person);
    const unknown = await this.#introduce(command, meetup);
    const all = command.type === "batch" ? command.commands : [command];
    let isCounted = false;
    let retryAfter = 0;
    const ask = () =>
      meetup.handle(command, person, (state) => {
        // Erased, or somebody else, since it was looked up who asks.
        if (this.#people.isFormer(person.id)) return problem("no-name");
        const isNew = !state.people.has(person.id) && !state.organizers.has(person.id);
        // Before it is known what comes of it: hundreds are decided before the first of them is stored.
        retryAfter = isNew ? this.#newcomers.take(slug) : 0;
        if (retryAfter > 0) return problem("too-many-newcomers");
        isCounted = isNew;
        if (unknown) return unknown;
        const refused = this.#ofOne.check(state, person, command);
        retryAfter = refused?.retryAfter ?? 0;
        return refused?.problem;
      });
    const isGuess = all.some(({ type }) => type === "roomCode.enter");
    const who = { personId: person.id, meetupId: meetup.id };
    let isIn = false;
    let answer: DoorAnswer;
    try {
      answer = isGuess ? await this.#roomGuesses.attempt(who, ask) : await ask();
      isIn = !("problem" in answer);
    } finally {
      if (isCounted && !isIn) this.#newcomers.giveBack(slug);
    }
    return retryAfter > 0 ? { retryAfter, ...answer } : answer;
  }

  /** Tells the meetup what people are called who are named, to moderate, host or organize, as they may have done nothing there yet. */
  async #introduce(command: Command | Batch, meetup: LiveMeetup): Promise<Problem | undefined> {
    const named = peopleNamed(command);
    if (named.length === 0) return undefined;
    const known = await this.#people.byIds([...new Set(named.map(({ id }) => id))]);
    meetup.introduce(known);
    const stranger = named.find(({ id }) => !known.some((person) => person.id === id));
    return stranger && problem("unknown-person", { errors: [{ path: stranger.path, message: "No such person" }] });
  }
}

/** Whom a command names besides who asks, and where in it. */
function peopleNamed(command: Command | Batch): { id: string; path: string }[] {
  if (command.type === "batch")
    return command.commands.flatMap((each, index) =>
      peopleNamed(each).map(({ id, path }) => ({ id, path: `commands.${index}.${path}` })),
    );
  if ("personId" in command) return [{ id: command.personId, path: "personId" }];
  if (command.type !== "session.edit") return [];
  return (command.moderators ?? []).flatMap((each, index) =>
    "personId" in each ? [{ id: each.personId, path: `moderators.${index}.personId` }] : [],
  );
}
