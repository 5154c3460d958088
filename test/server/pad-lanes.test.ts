import { expect, test } from "vitest";
import type { PadConnection } from "../../server/notes/pad-connection.ts";
import { PadLanes, type Taken } from "../../server/notes/queue/pad-lanes.ts";
import type { Member } from "../../server/notes/queue/pad-member.ts";
import type { Question, QueuedEdit } from "../../server/notes/queue/queued.ts";
import type { Insertion } from "../../server/notes/text/insertion.ts";
import type { Piece } from "../../server/notes/intake/update-pieces.ts";

/** Lanes with people in them, and a taker who writes down whose edits it was given. */
class Story {
  readonly lanes = new PadLanes();
  readonly taken: string[] = [];
  /** Who is read no further, and who is again. */
  readonly reading: string[] = [];
  /** How long an edit of each takes. */
  readonly ms = new Map<string, number>();
  #time = 0;

  joins(id: string, ms: number): Member {
    this.ms.set(id, ms);
    const [pause, resume] = ["paused", "resumed"].map((what) => () => void this.reading.push(`${id} ${what}`));
    const connection = { person: { id, name: id, color: "#bc4945" }, pause, resume };
    return this.lanes.join(connection as unknown as PadConnection);
  }

  sends(member: Member, count: number, one = piece(100)): void {
    for (let left = count; left > 0; left -= 1)
      this.lanes.enqueue(member, { type: "edit", piece: one, personId: member.connection.person!.id });
  }

  asks(member: Member, question: Question = { type: "hello" }): void {
    this.lanes.enqueue(member, question);
  }

  /** Whose questions are answered before anything more is taken. */
  answered(): string[] {
    const answered: string[] = [];
    this.lanes.takeQuestions(({ connection }, { type }) => answered.push(`${connection.person?.id} ${type}`));
    return answered;
  }

  /** One batch of 4 ms. */
  batch(edit: (edit: QueuedEdit) => Taken = ({ personId }) => this.#take(personId)): void {
    const until = this.#time + 4;
    const time = () => this.#time;
    const taker = {
      get hasTime() {
        return time() < until;
      },
      question: () => undefined,
      edit: (_: Member, one: QueuedEdit) => edit(one),
    };
    while (!this.lanes.isEmpty && taker.hasTime) this.lanes.takeTurn(taker);
  }

  #take(personId: string): Taken {
    this.taken.push(personId);
    const ms = this.ms.get(personId)!;
    this.#time += ms;
    return { ms, drop: false };
  }
}

test("[N40] who sends what takes long is behind all whose edits take no time, also those who come later", () => {
  const story = new Story();
  const costly = ["m1", "m2", "m3"].map((id) => story.joins(id, 10));
  const [bea, ben] = [story.joins("bea", 0.1), story.joins("ben", 0.1)];
  for (const member of costly) story.sends(member, 7);
  story.sends(bea, 6);
  story.batch();
  story.sends(ben, 6);
  story.batch();
  story.batch();
  expect(story.taken.filter((id) => id.startsWith("m")).length).toBe(3);
  expect(story.taken.slice(0, -1).filter((id) => id === "bea" || id === "ben").length).toBe(12);
  // Nobody is left behind for ever.
  while (!story.lanes.isEmpty) story.batch();
  for (const id of ["m1", "m2", "m3"]) expect(story.taken.filter((one) => one === id).length).toBe(7);
});

test("[N40] a piece that is taken apart goes on where it was, and is counted in bytes until it is taken", () => {
  const story = new Story();
  const ana = story.joins("ana", 1);
  story.sends(ana, 2);
  const sizes: number[] = [];
  let isApart = false;
  while (!story.lanes.isEmpty)
    story.batch(({ piece: { size } }) => {
      if (size === 100 && !isApart) {
        isApart = true;
        return { instead: [piece(30), piece(70)], ms: 0 };
      }
      sizes.push(size);
      return { ms: 5, drop: false };
    });
  expect(sizes).toEqual([30, 70, 100]);
  expect(ana.queuedBytes).toBe(0);
});

test("[N40] who is read no further for now is read on, also when what they sent comes to nothing", () => {
  const story = new Story();
  const ana = story.joins("ana", 1);
  story.sends(ana, 1, piece(300_000));
  expect(ana.isPaused).toBe(true);
  story.batch(() => ({ instead: [], ms: 0 }));
  expect([ana.isPaused, ana.queuedBytes, story.lanes.isEmpty]).toEqual([false, 0, true]);
});

test("[N40] whoever types has their turn before many who come with much at once", () => {
  const story = new Story();
  const bea = story.joins("bea", 0.1);
  for (let count = 0; count < 30; count += 1) {
    story.sends(bea, 1, typed());
    story.batch();
  }
  const many = ["m1", "m2", "m3", "m4", "m5"].map((id) => story.joins(id, 5));
  for (const member of many) story.sends(member, 1);
  story.sends(bea, 3, typed());
  story.taken.length = 0;
  story.batch();
  expect(story.taken).toEqual(["bea", "bea", "bea", "m1"]);
});

test("[N2] what comes on one's second connection waits behind what had come on the first, and others' doesn't", () => {
  const story = new Story();
  const [lost, again, bea] = [story.joins("ana", 1), story.joins("ana", 1), story.joins("bea", 1)];
  story.sends(lost, 2);
  for (const member of [again, bea, lost]) story.asks(member, { type: "fence", bytes: Uint8Array.of(4, 1) });
  expect(story.answered()).toEqual(["bea fence"]);
  story.sends(again, 1);
  story.lanes.leave(lost);
  expect(story.answered()).toEqual([]);
  const order: string[] = [];
  const edit = (member: Member) => (order.push(member === lost ? "lost" : "again"), { ms: 1, drop: false });
  const question = (_: Member, { type }: Question) => void order.push(type);
  while (!story.lanes.isEmpty) story.lanes.takeTurn({ hasTime: true, edit, question });
  // The fence of who has gone is nobody's.
  expect(order).toEqual(["lost", "lost", "fence", "again"]);
});

test("[N40] of those with much the one who has least waiting, or what is smallest, goes first", () => {
  const story = new Story();
  const [ana, bea, cyd] = ["ana", "bea", "cyd"].map((id) => story.joins(id, 10)) as [Member, Member, Member];
  story.sends(ana, 2, piece(50));
  story.sends(bea, 1, piece(200));
  story.sends(cyd, 1, piece(100));
  for (let count = 0; count < 3; count += 1) story.batch();
  expect(story.taken).toEqual(["cyd", "bea", "ana"]);
});

test("[N40] to take something apart takes time too: others have their turn before what is in its place", () => {
  const story = new Story();
  const [ana, bea] = [story.joins("ana", 1), story.joins("bea", 1)];
  story.sends(ana, 1);
  const taken: string[] = [];
  let isApart = false;
  const edit = ({ personId }: QueuedEdit): Taken => {
    if (personId === "ana" && !isApart) {
      isApart = true;
      story.sends(bea, 2, piece(300));
      return { instead: [piece(30), piece(30), piece(30)], ms: 10 };
    }
    taken.push(personId);
    return { ms: 1, drop: false };
  };
  let left = 3;
  const taker = { edit: (_: Member, one: QueuedEdit) => edit(one), question: () => undefined };
  while (!story.lanes.isEmpty && left-- > 0) story.lanes.takeTurn({ ...taker, hasTime: true });
  expect(taken).toEqual(["bea", "bea"]);
  // What is left of it is more than typed text still.
  expect(story.lanes.isTypingOnly).toBe(false);
  while (!story.lanes.isEmpty) story.lanes.takeTurn({ ...taker, hasTime: true });
  expect(taken).toEqual(["bea", "bea", "ana", "ana", "ana"]);
  expect(story.lanes.isTypingOnly).toBe(true);
});

test("[N9] with what can't be taken goes all that its person has behind it, and nobody else's", () => {
  const story = new Story();
  const [ana, bea] = [story.joins("ana", 1), story.joins("bea", 1)];
  story.sends(ana, 3);
  story.asks(ana, { type: "fence", bytes: Uint8Array.of(4, 1) });
  story.sends(bea, 1);
  story.batch(({ personId }) => ({ ms: 1, drop: personId === "ana" }));
  expect([story.lanes.isEmpty, story.answered(), ana.queuedBytes]).toEqual([true, [], 0]);
});

test("[N41] of several who rest the first to go on is waited for; who was dropped meanwhile, or has left, isn't", () => {
  const story = new Story();
  const [ana, bea, cyd] = ["ana", "bea", "cyd"].map((id) => story.joins(id, 1)) as [Member, Member, Member];
  for (const member of [ana, bea, cyd]) story.sends(member, 1);
  const until: Record<string, number> = { ana: 80, bea: 50, cyd: 60 };
  story.batch(({ personId }) => ({ restsUntil: until[personId]! }));
  expect(story.lanes.restsUntil).toBe(50);
  story.lanes.drop("bea");
  expect(story.lanes.isTypingOnly).toBe(true);
  // Nothing of theirs waits, also once they have rested.
  story.lanes.wake(50);
  expect([story.lanes.isEmpty, story.lanes.restsUntil]).toEqual([true, 60]);
  story.lanes.drop("cyd");
  story.lanes.leave(cyd);
  expect(story.lanes.restsUntil).toBe(80);
  story.lanes.wake(80);
  story.batch();
  expect(story.taken).toEqual(["ana"]);
});

test("[N40] who has sent more than 256 KiB ahead is read on from 64 KiB, each once, unless they have gone", () => {
  const story = new Story();
  const [ana, bea, cyd, dan] = ["ana", "bea", "cyd", "dan"].map((id) => story.joins(id, 10)) as Member[];
  story.sends(ana!, 3, piece(100_000));
  story.sends(ana!, 1, piece(60_000));
  // Questions are kept in memory too.
  for (let count = 0; count < 300; count += 1) story.asks(bea!, { type: "fence", bytes: new Uint8Array(1000) });
  const vector = new Map(Array.from({ length: 1000 }, (_, client) => [client, 1]));
  for (let count = 0; count < 9; count += 1) story.asks(cyd!, { type: "sync", vector });
  for (let count = 0; count < 5000; count += 1) story.asks(dan!);
  expect(story.reading).toEqual(["ana paused", "bea paused", "cyd paused", "dan paused"]);
  story.reading.length = 0;
  story.lanes.leave(dan!);
  story.answered();
  expect(story.reading).toEqual(["bea resumed", "cyd resumed"]);
  story.reading.length = 0;
  const seen: (string | undefined)[] = [];
  const edit = () => (seen.push(story.reading[0]), { ms: 10, drop: false });
  while (!story.lanes.isEmpty) story.lanes.takeTurn({ hasTime: true, edit, question: () => undefined });
  expect(seen).toEqual([undefined, undefined, undefined, "ana resumed"]);
});

test("[N40] a whole paste is no typing: whoever types has their turn before it", () => {
  const story = new Story();
  const [ana, bea] = [story.joins("ana", 5), story.joins("bea", 0.1)];
  story.sends(ana, 1, { ...piece(5000), insertion: {} as Insertion });
  expect(story.lanes.isTypingOnly).toBe(false);
  story.sends(bea, 1, typed());
  story.batch();
  expect(story.taken).toEqual(["bea", "ana"]);
});

test("[N41] nothing of who rests is taken until they have rested, and then all of it in its order", () => {
  const story = new Story();
  const [ana, bea] = [story.joins("ana", 0.1), story.joins("bea", 0.1)];
  story.sends(ana, 2);
  story.sends(bea, 1);
  story.batch(({ personId }) => (personId === "ana" ? { restsUntil: 50 } : { ms: 1, drop: false }));
  expect(story.lanes.isEmpty).toBe(true);
  expect(story.lanes.isTypingOnly).toBe(true);
  expect(story.lanes.restsUntil).toBe(50);
  story.sends(ana, 1);
  story.lanes.wake(49);
  expect(story.lanes.isEmpty).toBe(true);
  story.lanes.wake(50);
  expect(story.lanes.restsUntil).toBe(undefined);
  expect(story.lanes.isTypingOnly).toBe(false);
  story.batch();
  expect(story.taken).toEqual(["ana", "ana", "ana"]);
  expect([story.lanes.isEmpty, story.lanes.isTypingOnly, ana.queuedBytes]).toEqual([true, true, 0]);
});

test("[N53] what had come is done once none of it waits, taken apart or not, whatever has come since", () => {
  const story = new Story();
  const [ana, bea] = [story.joins("ana", 1), story.joins("bea", 1)];
  story.sends(ana, 1);
  const { came } = story.lanes;
  const done = () => story.lanes.areDone(came);
  expect(done()).toBe(false);
  let isApart = false;
  const edit = (_: Member, { personId }: QueuedEdit): Taken => {
    if (isApart) story.taken.push(personId);
    const taken: Taken = isApart ? { ms: 1, drop: false } : { instead: [piece(30), piece(70)], ms: 0 };
    isApart = true;
    return taken;
  };
  const seen: boolean[] = [];
  for (let turns = 0; turns < 6; turns += 1) {
    story.lanes.takeTurn({ hasTime: true, question: () => undefined, edit });
    story.sends(bea, 1);
    seen.push(done());
  }
  expect(story.taken.filter((id) => id === "ana").length).toBe(2);
  expect([seen[0], seen.at(-1), story.lanes.isEmpty]).toEqual([false, true, false]);
});

function typed(): Piece {
  return { ...piece(20), insertion: {} as Insertion };
}

function piece(size: number): Piece {
  return { bytes: new Uint8Array(size), begins: [], units: 0, size, structs: 1 };
}
