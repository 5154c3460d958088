/**
 * A meetup with notes, editors and voters, on a disk, a clock and lines that do what a seed says.
 * Invariants, looked at in every step:
 *
 * 1. what was called saved, or answered, is on disk, once, and stays there;
 * 2. the server sends nothing of an edit, and tells of no step, that isn't on disk;
 * 3. the log reads back as the same state; in the end everybody has the same text, and it is that of the log.
 */
import { isDeepStrictEqual } from "node:util";
import * as decoding from "lib0/decoding";
import * as Y from "yjs";
import { meetupStream } from "../../../server/meetups/meetup-log.ts";
import { decodePadEntry } from "../../../server/notes/text/pad-entry.ts";
import { padStream } from "../../../server/notes/text/pad-seed.ts";
import { PadState } from "../../../server/notes/text/pad-state.ts";
import { People } from "../../../server/people/people.ts";
import type { LogStore, Write } from "../../../server/store/log-store.ts";
import { viewOf } from "../../../shared/meetup/view-of.ts";
import { meOf } from "../../../shared/meetup/view-of/me-of.ts";
import { PAD_CLOSE, PAD_MESSAGE, SYNC_MESSAGE } from "../../../shared/notes/pad-frames.ts";
import { seededChance, type Chance } from "../../together/support/seeded-chance.ts";
import { Editor, wordsIn, type WordBook } from "./editor.ts";
import { Line } from "./line.ts";
import { startProcess, type Process } from "./process.ts";
import { ToldDisk } from "./told-disk.ts";
import { ToldTime } from "./told-time.ts";
import { hearingAll } from "./unheard.ts";
import { Voter } from "./voter.ts";

const STEPS = 150;
const EDITORS = 4;
const VOTERS = 3;
const WISH = { title: "Told", listed: true, timezone: "Europe/Lisbon", place: "", description: "" };
const TOPICS = ["topic-one", "topic-two", "topic-three"];
/** In the end everything is settled after so many rounds, or never. */
const ROUNDS = 400;

export class World {
  readonly broken: string[] = [];
  readonly #stored: (store: LogStore) => LogStore;
  readonly #chance: Chance;
  readonly #time: ToldTime;
  readonly #disk = new ToldDisk((write) => this.#kept(write));
  readonly #book: WordBook = { typed: new Set(), removed: new Set(), savedWords: new Set(), savedRemovals: new Set() };
  /** The text as the disk has it. */
  readonly #onDisk = new Y.Doc();
  readonly #editors: Editor[] = [];
  readonly #voters: Voter[] = [];
  /** Every connection that the server may still hold. */
  #lines: Line[] = [];
  #process: Process;
  #slug = "";
  #padId = "";
  #meetupId = "";
  #isFollowed: object | undefined;

  private constructor(seed: number, stored: (store: LogStore) => LogStore) {
    this.#stored = stored;
    this.#chance = seededChance(seed);
    this.#time = new ToldTime(this.#chance);
    this.#process = this.#starts();
  }

  /**
   * Plays it through; returns what was broken, nothing if all is well. `stored` may put something between the
   * server and the disk: a defect, to see that it is found.
   */
  static async play(seed: number, stored = (store: LogStore) => store): Promise<string[]> {
    const world = new World(seed, stored);
    const breaks = (error: unknown) =>
      void world.broken.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
    const isUnheard = (reason: unknown) => void world.broken.push(`a rejection that nobody handles: ${String(reason)}`);
    await hearingAll(isUnheard, async () => {
      try {
        await world.#begins();
        for (let step = 0; step < STEPS && world.broken.length === 0; step += 1) await world.#step();
        if (world.broken.length === 0) await world.#ends();
      } catch (error) {
        breaks(error);
      }
      world.#process.meetups.close().catch(breaks);
      await turn();
    });
    return world.broken;
  }

  #starts(): Process {
    const store = this.#stored(this.#disk.store());
    return startProcess(store, this.#time, (fault) => this.broken.push(`a fault: ${fault}`));
  }

  async #begins(): Promise<void> {
    const people = new People(this.#disk.kept);
    const persons = [];
    for (let n = 0; n < EDITORS + VOTERS; n += 1) persons.push((await people.create(`e${n}`, undefined)).person);
    const [organizer] = persons;
    const created = await this.#withDisk(this.#process.meetups.create(WISH, organizer!));
    if ("problem" in created) throw new Error("The meetup could not be made");
    this.#slug = created.slug;
    const meetup = (await this.#process.meetups.bySlug(this.#slug))!;
    this.#meetupId = meetup.id;
    for (const id of TOPICS)
      await this.#withDisk(
        meetup.handle({ type: "topic.propose", id, title: `About ${id}`, description: "", tags: [] }, organizer!),
      );
    this.#padId = await meetup.read((state) => state.topics.get(TOPICS[0]!)!.padId);
    for (const entry of await this.#disk.kept.read(padStream(this.#padId))) this.#takeEntry(entry.bytes);
    for (const [n, person] of persons.entries()) {
      if (n < EDITORS) this.#editors.push(new Editor(person, 1000 + this.#chance.below(1e9), this.#book));
      else this.#voters.push(new Voter(person, this.#slug, (seq) => this.#isTold(seq, "an answer")));
    }
  }

  /** Something that may need the disk, before the story begins or at its end. */
  async #withDisk<T>(work: Promise<T>): Promise<T> {
    let isDone = false;
    const done = work.finally(() => (isDone = true));
    while (!isDone) {
      await turn();
      await this.#disk.commits();
    }
    return done;
  }

  async #step(): Promise<void> {
    const chance = this.#chance;
    const editor = chance.oneOf(this.#editors)!;
    const choices: [weight: number, act: () => void | Promise<void>][] = [
      [14, () => editor.types(chance)],
      [4, () => editor.removes(chance)],
      [8, () => editor.fences()],
      [22, () => this.#deliversUp()],
      [22, () => this.#readsDown(editor)],
      [6, () => this.#connects(editor)],
      [2, () => editor.disconnects()],
      [3, () => this.#noticesCuts()],
      [12, () => this.#disk.commits(1 + chance.below(3))],
      [14, () => this.#time.passes(chance.below(100))],
      [1, () => this.#time.passes(60_000)],
      [10, () => chance.oneOf(this.#voters)!.votes(this.#process, TOPICS, chance)],
      [2, () => this.#disk.becomes(this.#disk.isFull ? "roomy" : "full")],
      [2, () => this.#process.probes()],
      [2, () => this.#follows()],
      [1, () => this.#isKilled()],
    ];
    let at = chance.below(choices.reduce((sum, [weight]) => sum + weight, 0));
    const [, act] = choices.find(([weight]) => (at -= weight) < 0)!;
    await act();
    await turn();
  }

  #connects(editor: Editor): void {
    if (editor.line !== undefined) return;
    const line = new Line(editor.person, (message) => this.#isSent(message));
    this.#lines.push(line);
    editor.connects(line);
    const joining = this.#process.pads.join(this.#padId, line);
    void joining.then((pad) => {
      if ("code" in pad) line.close(pad.code);
      else line.joined(pad);
      if (line.closed === PAD_CLOSE.unknownPad || line.closed === PAD_CLOSE.fault)
        this.broken.push(`the pad was refused with ${line.closed}`);
    });
  }

  /** Any connection's next message arrives: across connections in any order. */
  #deliversUp(): void {
    this.#chance.oneOf(this.#lines.filter(({ canDeliver }) => canDeliver))?.deliver();
  }

  #readsDown(editor: Editor): void {
    this.#reads(editor);
    this.#looksAtPromises("on reading");
  }

  /** Nothing comes before what it depends on. */
  #reads(editor: Editor): void {
    editor.reads();
    const { pendingStructs, pendingDs } = editor.doc.store;
    if (pendingStructs !== null || pendingDs !== null)
      this.broken.push(`${editor.person.name} was sent an edit too early`);
  }

  #noticesCuts(): void {
    const cut = this.#chance.oneOf(this.#lines.filter((line) => line.isCut || line.closed !== undefined));
    if (cut === undefined) return;
    cut.noticed();
    this.#lines = this.#lines.filter((line) => line !== cut);
  }

  async #isKilled(): Promise<void> {
    this.#time.forgets();
    void this.#process.meetups.close();
    await this.#disk.losesProcess(this.#chance);
    for (const editor of this.#editors) editor.disconnects();
    for (const voter of this.#voters) voter.losesProcess();
    this.#lines = [];
    this.#disk.becomes("roomy");
    this.#process = this.#starts();
    this.#isFollowed = undefined;
    await this.#looksAtLog("after a kill");
  }

  /** Hears of the meetup's steps, as its sockets do. */
  #follows(): void {
    void this.#process.meetups.bySlug(this.#slug).then(
      (meetup) => {
        if (meetup === undefined || this.#isFollowed === meetup) return;
        this.#isFollowed = meetup;
        meetup.listen({ step: ({ seq }) => this.#isTold(seq, "a step"), died: () => undefined });
      },
      () => "it can't be read now",
    );
  }

  #kept({ appends = [] }: Write): void {
    for (const { stream, entries } of appends)
      if (stream === padStream(this.#padId)) for (const bytes of entries) this.#takeEntry(bytes);
  }

  #takeEntry(bytes: Uint8Array): void {
    for (const { update } of decodePadEntry(bytes, this.#padId).updates) Y.applyUpdate(this.#onDisk, update);
  }

  /** Invariant 2, for notes: each client's clocks in it are on disk, and so is what is deleted. */
  #isSent(message: Uint8Array): void {
    const decoder = decoding.createDecoder(message);
    if (decoding.readVarUint(decoder) !== PAD_MESSAGE.sync) return;
    if (decoding.readVarUint(decoder) === SYNC_MESSAGE.step1) return;
    const update = decoding.readVarUint8Array(decoder);
    const { to } = Y.parseUpdateMeta(update);
    for (const [client, clock] of to)
      if (clock > Y.getState(this.#onDisk.store, client))
        this.broken.push(`${client} was sent up to ${clock}, not on disk`);
    if (this.broken.length > 0) return;
    for (const { client, clock, length } of deletionsIn(update))
      for (let at = clock; at < clock + length; at += 1)
        if (!Y.getItem(this.#onDisk.store, Y.createID(client, at)).deleted)
          this.broken.push(`${client} was sent the deletion of ${at}, not on disk`);
  }

  /** Invariant 2, for the agenda. */
  #isTold(seq: number, what: string): void {
    const kept = this.#disk.seqs.get(meetupStream(this.#meetupId)) ?? 0;
    if (seq > kept) this.broken.push(`${what} told of seq ${seq}, the disk is at ${kept}`);
  }

  /** Invariant 1, for notes, on the text that the disk has. */
  #looksAtPromises(when: string): void {
    const found = wordsIn(this.#onDisk.getText("markdown").toString());
    for (const word of this.#book.savedWords)
      if (!this.#book.removed.has(word) && found.get(word) !== 1) this.broken.push(`${word} is lost ${when}`);
    for (const word of this.#book.savedRemovals)
      if (found.has(word)) this.broken.push(`the removal of ${word} is lost ${when}`);
    for (const [word, count] of found)
      if (count > 1 || !this.#book.typed.has(word)) this.broken.push(`${word} is there ${count} times ${when}`);
  }

  /** Invariants 1 and 3, on what a new process reads. */
  async #looksAtLog(when: string): Promise<void> {
    this.#looksAtPromises(when);
    const state = await PadState.read(this.#disk.kept, this.#padId, undefined, this.#time);
    if (state.text !== this.#onDisk.getText("markdown").toString()) this.broken.push(`the log reads otherwise ${when}`);
    state.close();
    const fresh = startProcess(this.#disk.kept, new ToldTime(seededChance(0)), (fault) => this.broken.push(fault));
    const meetup = (await fresh.meetups.bySlug(this.#slug))!;
    for (const { person, answered, open } of this.#voters) {
      const mine = new Set(await meetup.read((all) => meOf(all, person.id).votes));
      for (const [topicId, isCast] of answered)
        if (open?.topicId !== topicId && mine.has(topicId) !== isCast)
          this.broken.push(`${person.name}'s answered vote on ${topicId} is lost ${when}`);
    }
    await fresh.meetups.close();
  }

  /** Everything heals; then all have the same, and it is what was typed and asked for. */
  async #ends(): Promise<void> {
    this.#disk.becomes("roomy");
    for (let round = 0; round < ROUNDS && !this.#isSettled(); round += 1) {
      this.#process.probes();
      for (const editor of this.#editors) this.#connects(editor);
      for (const line of this.#lines.filter(({ isCut }) => isCut)) line.noticed();
      this.#lines = this.#lines.filter(({ isCut }) => !isCut);
      for (const voter of this.#voters) if (voter.open) voter.votes(this.#process, TOPICS, this.#chance);
      for (const line of this.#lines) while (line.canDeliver) line.deliver();
      for (const editor of this.#editors)
        while (editor.line?.toEditor.length || editor.line?.closed) this.#reads(editor);
      await turn();
      await this.#disk.commits();
      this.#time.passes(100);
      await turn();
    }
    if (!this.#isSettled()) return void this.broken.push("it never settles");
    await this.#looksAtLog("in the end");
    // On a busy machine what the server does in turns of its own may reach the disk only now.
    await this.#withDisk(this.#looksAtViews());
    const text = this.#onDisk.getText("markdown").toString();
    for (const { person, text: theirs } of this.#editors)
      if (theirs.toString() !== text) this.broken.push(`${person.name} has another text`);
    const expected = [...this.#book.typed].filter((word) => !this.#book.removed.has(word)).toSorted();
    if (!isDeepStrictEqual([...wordsIn(text).keys()].toSorted(), expected))
      this.broken.push("the text isn't what was typed, without what was removed");
  }

  /** Everybody is connected, nothing is under way, and the server has the text of everyone. */
  #isSettled(): boolean {
    if (this.#disk.hasWaiting || this.#voters.some(({ open }) => open !== undefined)) return false;
    if (this.#editors.some(({ line }) => line === undefined || line.toServer.length + line.toEditor.length > 0))
      return false;
    const onDisk = Y.encodeStateVector(this.#onDisk);
    return this.#editors.every(
      ({ doc, text }) =>
        text.toString() === this.#onDisk.getText("markdown").toString() &&
        Buffer.compare(sorted(Y.encodeStateVector(doc)), sorted(onDisk)) === 0,
    );
  }

  /** Invariant 3, for the agenda: the live meetup shows what its log reads. */
  async #looksAtViews(): Promise<void> {
    const look = async ({ meetups }: Process) =>
      (await meetups.bySlug(this.#slug))!.read((state, nameOf) => viewOf(state, nameOf, "named"));
    const live = await look(this.#process);
    const fresh = startProcess(this.#disk.kept, this.#time, (fault) => this.broken.push(fault));
    if (!isDeepStrictEqual(live, await look(fresh))) this.broken.push("the agenda's log reads otherwise in the end");
    await fresh.meetups.close();
  }
}

/** What an update says is deleted, and what it brings as that already. */
function deletionsIn(update: Uint8Array): { client: number; clock: number; length: number }[] {
  const { structs, ds } = Y.decodeUpdate(update);
  const brought = structs.filter(({ deleted }) => deleted);
  return [
    ...brought.map(({ id, length }) => ({ client: id.client, clock: id.clock, length })),
    ...[...ds.clients].flatMap(([client, ranges]) => ranges.map(({ clock, len }) => ({ client, clock, length: len }))),
  ];
}

function sorted(vector: Uint8Array): Buffer {
  return Buffer.from(JSON.stringify([...Y.decodeStateVector(vector)].toSorted(([a], [b]) => a - b)));
}

/** Whatever can go on without disk, time and lines has gone on. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
