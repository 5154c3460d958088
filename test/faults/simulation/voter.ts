import type { Person } from "../../../shared/person.ts";
import type { Chance } from "../../together/support/seeded-chance.ts";
import type { Process } from "./process.ts";

type Vote = { type: "vote.cast" | "vote.retract"; topicId: string; as: "come" };

/** Someone who votes, one vote at a time, and asks again until there is an answer, as our page does. */
export class Voter {
  readonly person: Person;
  /** Whether each topic has this one's vote, as answered. */
  readonly answered = new Map<string, boolean>();
  /** Asked for and not answered: it may count or not. */
  open: Vote | undefined;
  #isAsking = false;
  readonly #slug: string;
  readonly #onAnswer: (seq: number) => void;

  /** `onAnswer` hears each answer's seq as it comes. */
  constructor(person: Person, slug: string, onAnswer: (seq: number) => void) {
    this.person = person;
    this.#slug = slug;
    this.#onAnswer = onAnswer;
  }

  /** Votes for any of these, or asks again. */
  votes(process: Process, topicIds: readonly string[], chance: Chance): void {
    if (this.#isAsking) return;
    this.open ??= {
      type: chance.below(3) === 0 ? "vote.retract" : "vote.cast",
      topicId: chance.oneOf(topicIds)!,
      as: "come",
    };
    this.#isAsking = true;
    const { open } = this;
    this.#ask(process, open).catch(() => "the store can't be read now: it is asked again");
  }

  /** The process is gone, and with it whatever it would have answered. */
  losesProcess(): void {
    this.#isAsking = false;
  }

  async #ask({ meetups }: Process, vote: Vote): Promise<void> {
    try {
      const meetup = await meetups.bySlug(this.#slug);
      if (meetup === undefined) throw new Error("The meetup is gone");
      const answer = await meetup.handle(vote, this.person);
      if ("problem" in answer) return;
      this.#onAnswer(answer.seq);
      this.answered.set(vote.topicId, vote.type === "vote.cast");
      this.open = undefined;
    } finally {
      this.#isAsking = false;
    }
  }
}
