import { afterAll, beforeAll, expect, test } from "vitest";
import { startServer, type ServerProcess } from "../helpers/server-process.ts";
import { PadWriter } from "./support/pad-writer.ts";
import { named, Visitor } from "./support/visitor.ts";

const KILLS = 2;
const WRITERS = 4;
const VOTERS = 5;
/** How many saved words, and answered commands, there are between two kills. */
const WORDS_A_LIFE = 40;
const COMMANDS_A_LIFE = 60;

let server: ServerProcess;
const env = { MIDCYCLE_LIMIT_COMMAND_BURST: "100000", MIDCYCLE_LIMIT_PROPOSALS: "10000" };

beforeAll(async () => {
  server = await startServer({ env });
});
afterAll(() => server.stop());

/** Someone who types word after word, each behind a fence, and remembers which are saved. */
class BusyWriter {
  readonly pad: PadWriter;
  readonly name: string;
  readonly saved: string[] = [];
  readonly #onSaved: () => void;
  #words = 0;
  #life = 0;

  constructor(visitor: Visitor, padId: string, onSaved: () => void) {
    this.pad = new PadWriter(visitor, padId);
    this.name = visitor.label;
    this.#onSaved = onSaved;
  }

  /** Types until the connection ends, or `stop` is called. */
  start(): void {
    this.#life += 1;
    void this.#type(this.#life);
  }

  stop(): void {
    this.#life += 1;
  }

  async #type(life: number): Promise<void> {
    while (life === this.#life) {
      this.#words += 1;
      const word = `[${this.name}:${this.#words}]`;
      this.pad.types(`${word} `);
      await this.pad.saved();
      this.saved.push(word);
      this.#onSaved();
    }
  }
}

/** Someone who proposes and votes as fast as answers come, and remembers what was answered. */
class BusyVoter {
  readonly visitor: Visitor;
  /** Topics whose proposal was answered, and those with an answered vote. */
  readonly proposed: string[] = [];
  readonly voted: string[] = [];
  /** The proposal that was under way when the connection broke: made or not, nobody knows. */
  doubtful: string | undefined;
  highestSeq = 0;
  readonly #slug: string;
  readonly #onAnswer: () => void;
  #made = 0;

  constructor(visitor: Visitor, slug: string, onAnswer: () => void) {
    this.visitor = visitor;
    this.#slug = slug;
    this.#onAnswer = onAnswer;
  }

  async propose(id: string): Promise<void> {
    this.doubtful = id;
    this.#heard(await this.visitor.does(this.#slug, { type: "topic.propose", id, title: `Topic ${id}` }));
    this.doubtful = undefined;
    this.proposed.push(id);
  }

  async vote(topicId: string): Promise<void> {
    this.#heard(await this.visitor.does(this.#slug, { type: "vote.cast", topicId }));
    if (!this.voted.includes(topicId)) this.voted.push(topicId);
  }

  /** Goes on until the server dies under it. */
  async untilBroken(): Promise<void> {
    try {
      for (;;) {
        this.#made += 1;
        const id = `${this.visitor.label}-topic-${this.#made}`;
        await this.propose(id);
        await this.vote(id);
        await this.vote(id);
      }
    } catch (error) {
      // A broken connection is what this test makes; an answer that isn't 200 is not.
      if (!(error instanceof TypeError)) throw error;
    }
  }

  #heard(seq: number): void {
    if (seq < this.highestSeq) throw new Error(`seq went back from ${this.highestSeq} to ${seq}`);
    this.highestSeq = seq;
    this.#onAnswer();
  }
}

/** `npm run faults -- --only kill`, in short. */
test(`[C2] kill -9, ${KILLS} times, while ${WRITERS} type and ${VOTERS} vote: nothing that was answered is lost, nothing is doubled`, async () => {
  const ana = await named(server.url, "ana");
  const { slug } = await ana.makesMeetup();
  await ana.proposes(slug, "What all write about");
  const { padId, id: sharedTopic } = (await ana.look(slug)).view.topics[0]!;

  let [words, answers] = [0, 0];
  let enough: () => void = () => undefined;
  const count = () => {
    if (words >= WORDS_A_LIFE && answers >= COMMANDS_A_LIFE) enough();
  };
  const people = await Promise.all(
    Array.from({ length: WRITERS + VOTERS }, (_, n) => named(server.url, `person-${n}`)),
  );
  const writers = people.slice(0, WRITERS).map((each) => new BusyWriter(each, padId, () => (words++, count())));
  const voters = people.slice(WRITERS).map((each) => new BusyVoter(each, slug, () => (answers++, count())));
  const nobody = new Visitor(server.url);

  for (let kill = 0; kill < KILLS; kill++) {
    await Promise.all(writers.map(({ pad }) => pad.synced()));
    [words, answers] = [0, 0];
    const loaded = new Promise<void>((resolve) => (enough = resolve));
    for (const writer of writers) writer.start();
    const voting = Promise.all(voters.map((voter) => voter.untilBroken()));
    await Promise.race([loaded, voting]);
    await server.kill("SIGKILL");
    await voting;
    for (const writer of writers) {
      writer.stop();
      // Nobody may bring back what the server has lost.
      writer.pad.provider.disconnect();
    }

    await server.restart();
    const text = (await nobody.get(`/m/${slug}/notes/${padId}.md`)).text;
    for (const writer of writers)
      for (const word of writer.saved) expect(text.split(word).length - 1, `${word} after kill ${kill + 1}`).toBe(1);
    const { seq, view } = await nobody.look(slug);
    expect(seq).toBeGreaterThanOrEqual(Math.max(...voters.map((voter) => voter.highestSeq)));
    for (const voter of voters) {
      const { me } = await voter.visitor.look(slug);
      expect(me!.votes).toEqual(expect.arrayContaining(voter.voted));
      for (const id of voter.proposed) expect(view.topics.filter((topic) => topic.id === id)).toHaveLength(1);
      // What was under way is said again, as a client does, and made once.
      if (voter.doubtful !== undefined) await voter.propose(voter.doubtful);
      await voter.vote(sharedTopic);
    }
    for (const { pad } of writers) pad.provider.connect();
  }

  await Promise.all(writers.map(({ pad }) => pad.synced()));
  await Promise.all(writers.map(({ pad }) => pad.saved()));
  const { view } = await nobody.look(slug);
  expect(new Set(view.topics.map(({ number }) => number)).size).toBe(view.topics.length);
  const votes = new Map<string, number>();
  for (const voter of voters)
    for (const id of (await voter.visitor.look(slug)).me!.votes) votes.set(id, (votes.get(id) ?? 0) + 1);
  expect(Object.fromEntries(view.topics.map((topic) => [topic.id, topic.votes]))).toEqual(
    Object.fromEntries(view.topics.map(({ id }) => [id, votes.get(id) ?? 0])),
  );
  expect(view.topics.find(({ id }) => id === sharedTopic)!.votes).toBe(VOTERS);

  // What was typed and not saved has come back with its writers, and every word is there once, everywhere.
  const text = (await nobody.get(`/m/${slug}/notes/${padId}.md`)).text;
  const found = text.match(/\[person-\d+:\d+\]/gu) ?? [];
  expect(new Set(found).size).toBe(found.length);
  for (const writer of writers) {
    for (const word of writer.saved) expect(found).toContain(word);
    expect(text.endsWith(writer.pad.text.toString())).toBe(true);
    writer.pad.close();
  }
});
