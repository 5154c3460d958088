import type { ServerProcess } from "../../helpers/server-process.ts";
import type { View } from "../../together/support/contract-types.ts";
import { freshId } from "../../together/support/fresh-id.ts";
import { seededChance } from "../../together/support/seeded-chance.ts";
import { named, Visitor } from "../../together/support/visitor.ts";
import { Typist } from "./typist.ts";
import { Voter } from "./voter.ts";
import type { Run } from "./figure.ts";
import { Words } from "./words.ts";

const TYPISTS = 10;
const WORDS_PER_SECOND = 5;
const VOTERS = 10;
const VOTES_PER_SECOND = 2;
/** Topics that are new in each life of the server: more votes than anybody gets round to. */
const TOPICS_A_LIFE = 8;

/** What a crowd found wrong, looking at the server when nobody could have brought back what it lost. */
export interface Found {
  lost: string[];
  doubled: string[];
}

/** 10 who type into one pad and 10 who vote, and what they were told or have seen. */
export class Crowd {
  readonly words = new Words();
  readonly typists: Typist[];
  readonly voters: Voter[];
  readonly slug: string;
  readonly padId: string;
  readonly #organizer: Visitor;
  readonly #nobody: Visitor;

  private constructor(organizer: Visitor, meetup: { slug: string; padId: string }, people: Visitor[], seed: number) {
    this.#organizer = organizer;
    this.#nobody = new Visitor(organizer.url);
    this.slug = meetup.slug;
    this.padId = meetup.padId;
    this.typists = people.slice(0, TYPISTS).map((person) => new Typist(person, meetup.padId, this.words));
    this.voters = people
      .slice(TYPISTS)
      .map((person, index) => new Voter(person, meetup.slug, seededChance(seed * 100 + index)));
  }

  static async gathers(server: ServerProcess, { seed, ends }: Run): Promise<Crowd> {
    const organizer = await named(server.url, "Olga");
    const { slug } = await organizer.makesMeetup();
    await organizer.proposes(slug, "What all write about");
    const { padId } = (await organizer.look(slug)).view.topics[0]!;
    const people = await Promise.all(
      Array.from({ length: TYPISTS + VOTERS }, (_, index) => named(server.url, `p${index}`)),
    );
    const crowd = new Crowd(organizer, { slug, padId }, people, seed);
    ends.defer(() => crowd.leaves());
    await Promise.all(crowd.typists.map(({ pad }) => pad.synced()));
    return crowd;
  }

  /** Everyone begins, spread over time as people are. */
  async starts(): Promise<void> {
    const topicIds: string[] = [];
    for (let index = 0; index < TOPICS_A_LIFE; index += 1)
      topicIds.push(await this.#organizer.proposes(this.slug, `Topic ${freshId("n")}`));
    for (const [index, typist] of this.typists.entries()) typist.starts(WORDS_PER_SECOND, index / TYPISTS);
    for (const [index, voter] of this.voters.entries()) voter.starts(VOTES_PER_SECOND, index / VOTERS, topicIds);
  }

  /** Everyone keeps their hands still; what is under way stays under way. */
  stops(): void {
    for (const each of [...this.typists, ...this.voters]) each.stops();
  }

  /** Everyone has noticed that the server is gone, has read all that had arrived, and waits. */
  async goesAway(): Promise<void> {
    await Promise.all([...this.typists, ...this.voters].map((each) => each.goesAway()));
  }

  /** Everyone comes back, with what they had typed and asked meanwhile. */
  comesBack(): void {
    for (const each of [...this.typists, ...this.voters]) each.comesBack();
  }

  /** Resolves when all is saved and answered. */
  async settles(): Promise<void> {
    await Promise.all([...this.typists.map((each) => each.isSaved()), ...this.voters.map((each) => each.isAnswered())]);
  }

  /** What of the promised isn't there, and what is there twice, asking as somebody from outside. */
  async findsMissing(): Promise<Found> {
    return this.#compared(this.words.check(await this.#text()));
  }

  /** As findsMissing, of all that was ever typed and asked; and everyone has the same text before them. */
  async findsMissingOfAll(): Promise<Found> {
    const text = await this.#text();
    const found = await this.#compared(this.words.checkAll(text));
    for (const { name, pad } of this.typists)
      if (!text.endsWith(pad.text.toString())) found.lost.push(`${name} has another text`);
    return found;
  }

  leaves(): void {
    for (const each of [...this.typists, ...this.voters]) each.leaves();
  }

  async #text(): Promise<string> {
    const { status, text } = await this.#nobody.get(`/m/${this.slug}/notes/${this.padId}.md`);
    if (status !== 200) throw new Error(`The pad can't be read: ${status}`);
    return text;
  }

  async #compared({ lost, doubled }: Found): Promise<Found> {
    const { seq, view } = await this.#nobody.look(this.slug);
    const votes = new Map<string, number>();
    for (const voter of this.voters) {
      if (seq < voter.seq) lost.push(`seq ${voter.seq} is now ${seq}`);
      const mine = (await voter.visitor.look(this.slug)).me!.votes;
      for (const topicId of voter.answered)
        if (!mine.includes(topicId)) lost.push(`${voter.visitor.label}'s vote for ${topicId}`);
      for (const topicId of mine) votes.set(topicId, (votes.get(topicId) ?? 0) + 1);
      for (const [topicId, seen] of voter.seen)
        if (votesOf(view, topicId) < seen) lost.push(`a vote for ${topicId} that was seen`);
    }
    for (const { id, votes: tally } of view.topics)
      if (tally !== (votes.get(id) ?? 0)) doubled.push(`${id} has ${tally} votes of ${votes.get(id) ?? 0} people`);
    return { lost, doubled };
  }
}

function votesOf(view: View, topicId: string): number {
  return view.topics.find(({ id }) => id === topicId)?.votes ?? 0;
}
