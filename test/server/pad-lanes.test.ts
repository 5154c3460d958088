import { expect, test } from "vitest";
import type { PadConnection } from "../../server/notes/pad-connection.ts";
import { PadLanes, type Taken } from "../../server/notes/pad-lanes.ts";
import type { Member } from "../../server/notes/pad-member.ts";
import type { QueuedEdit } from "../../server/notes/queued.ts";
import type { Insertion } from "../../server/notes/insertion.ts";
import type { Piece } from "../../server/notes/update-pieces.ts";

/** Lanes with people in them, and a taker who writes down whose edits it was given. */
class Story {
  readonly lanes = new PadLanes();
  readonly taken: string[] = [];
  /** How long an edit of each takes. */
  readonly ms = new Map<string, number>();
  #time = 0;

  joins(id: string, ms: number): Member {
    this.ms.set(id, ms);
    const connection = { person: { id, name: id, color: "#bc4945" }, pause: () => undefined, resume: () => undefined };
    return this.lanes.join(connection as unknown as PadConnection);
  }

  sends(member: Member, count: number, one = piece(100)): void {
    for (let left = count; left > 0; left -= 1)
      this.lanes.enqueue(member, { type: "edit", piece: one, personId: member.connection.person!.id });
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

function typed(): Piece {
  return { ...piece(20), insertion: {} as Insertion };
}

function piece(size: number): Piece {
  return { bytes: new Uint8Array(size), begins: [], units: 0, size, structs: 1 };
}
