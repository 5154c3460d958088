/** The catalogue of what is allowed and yet costs: each a list of messages that a named person sends in one go. */
import { SYNC_MESSAGE } from "../../shared/notes/pad-frames.ts";
import type { Chance } from "../together/support/seeded-chance.ts";
import { clientFrame } from "./support/raw-pad.ts";
import { bytesOf, frameOf, inserted, insertedAfter, insertion, updateOf, type Part } from "./support/pad-bytes.ts";

export type Costly = (chance: Chance) => Uint8Array[];

const CHARACTERS = 50_000;
const firstClient = (chance: Chance) => 1_000_000 + chance.below(1_000_000_000);

export const COSTLY: Record<string, Costly> = {
  "50,000 clients in one update": (chance) => {
    const first = firstClient(chance);
    return [
      updateOf(
        CHARACTERS,
        clients(CHARACTERS, (n) => [1, first + n, 0, ...inserted("x")]),
        0,
      ),
    ];
  },
  "50,000 clients, the last first": (chance) => {
    const first = firstClient(chance);
    return [
      updateOf(
        CHARACTERS,
        clients(CHARACTERS, (n) => [1, first - n, 0, ...inserted("x")]),
        0,
      ),
    ];
  },
  "512 clients in one update": (chance) => {
    const first = firstClient(chance);
    return [
      updateOf(
        512,
        clients(512, (n) => [1, first - n, 0, ...inserted("x")]),
        0,
      ),
    ];
  },
  "500 clients, each after the next one's text": (chance) => {
    const first = firstClient(chance);
    const count = 500;
    const group = (n: number): Part[] => [
      1,
      first + n,
      0,
      n === count - 1 ? inserted("x") : insertedAfter(first + n + 1, 0, "x"),
    ];
    return [updateOf(count, clients(count, group), 0)];
  },
  "100,000 characters in any order by one": (chance) => {
    const client = firstClient(chance);
    const structs = Array.from({ length: 90_000 }, (_, n) =>
      n === 0 ? inserted("x") : insertedAfter(client, chance.below(n), "x"),
    );
    return [updateOf(1, structs.length, client, 0, structs, 0)];
  },
  "5,000 people at the same place, in pieces": (chance) => {
    const first = firstClient(chance);
    return Array.from({ length: 5000 }, (_, n) => insertion(first + n, "x"));
  },
  "1 MB of text in one insertion": (chance) => [insertion(firstClient(chance), "word ".repeat(200_000))],
  "60,000 deletions of single characters": (chance) => {
    const client = firstClient(chance);
    const ranges = Array.from({ length: 60_000 }, (_, n) => [n * 2, 1]);
    return [insertion(client, "x".repeat(120_000)), updateOf(0, 1, client, ranges.length, ranges)];
  },
  "130,000 deletions of single characters": (chance) => {
    const client = firstClient(chance);
    const ranges = Array.from({ length: 130_000 }, (_, n) => [n * 2, 1]);
    return [insertion(client, "x".repeat(260_000)), updateOf(0, 1, client, ranges.length, ranges)];
  },
  "500 insertions where 60,000 pieces of text are": (chance) => {
    const client = firstClient(chance);
    const ranges = Array.from({ length: 30_000 }, (_, n) => [n * 2, 1]);
    const structs = Array.from({ length: 500 }, () => inserted("y"));
    return [
      insertion(client, "x".repeat(60_000)),
      updateOf(0, 1, client, ranges.length, ranges),
      updateOf(1, structs.length, 2_000_000_000 + client, 0, structs, 0),
    ];
  },
  "the same deletion 100,000 times": (chance) => {
    const client = firstClient(chance);
    const ranges = Array.from({ length: 100_000 }, () => [0, 50]);
    return [insertion(client, "x".repeat(60)), updateOf(0, 1, client, ranges.length, ranges)];
  },
  "questions of 100,000 clients": (chance) => {
    const first = firstClient(chance);
    const vector = bytesOf(
      100_000,
      clients(100_000, (n) => [first + n, 1]),
    );
    return [frameOf(0, SYNC_MESSAGE.step1, vector), frameOf(0, SYNC_MESSAGE.step1, vector)];
  },
  "2,000 questions for a large pad": (chance) => {
    const client = firstClient(chance);
    const structs = Array.from({ length: 30_000 }, (_, n) =>
      n === 0 ? inserted("x") : insertedAfter(client, chance.below(n), "x"),
    );
    const question = frameOf(0, SYNC_MESSAGE.step1, bytesOf(1, 5, 1));
    return [updateOf(1, structs.length, client, 0, structs, 0), ...Array.from({ length: 2000 }, () => question)];
  },
  "20,000 fences": () => Array.from({ length: 20_000 }, (_, n) => bytesOf(4, n)),
  "5,000 cursors of 4 kB": (chance) => {
    const client = firstClient(chance);
    const state = JSON.stringify({ cursor: "x".repeat(4000) });
    return Array.from({ length: 5000 }, (_, n) => bytesOf(1, bytesOf(1, client, n + 1, state)));
  },
  "50,000 presences of others in each message": (chance) => {
    const first = firstClient(chance);
    const echo = bytesOf(
      1,
      bytesOf(
        50_000,
        clients(50_000, (n) => [first + n, 0, "null"]),
      ),
    );
    return Array.from({ length: 5 }, () => echo);
  },
  "10,000 presences of others in each of many messages": (chance) => {
    const first = firstClient(chance);
    const echo = bytesOf(
      1,
      bytesOf(
        10_000,
        clients(10_000, (n) => [first + n, 0, "null"]),
      ),
    );
    return Array.from({ length: 30 }, () => echo);
  },
  "one's own presence 100,000 times in a message": (chance) => {
    const client = firstClient(chance);
    return [
      bytesOf(
        1,
        bytesOf(
          100_000,
          clients(100_000, (n) => [client, n, "{}"]),
        ),
      ),
    ];
  },
  "100,000 moves of a cursor": (chance) => {
    const client = firstClient(chance);
    return Array.from({ length: 100_000 }, (_, n) => bytesOf(1, bytesOf(1, client, n, "{}")));
  },
  "20,000 questions for presence": () => Array.from({ length: 20_000 }, () => bytesOf(3)),
};

/** The same below messages: bytes that are sent as they are. */
export const COSTLY_FRAMES: Record<string, () => Uint8Array> = {
  "100,000 pings": () => repeated(100_000, clientFrame(new Uint8Array(), { opcode: 9 })),
  "a message in 16,000 pieces, again and again": () => {
    const piece = clientFrame(new Uint8Array(1), { opcode: 0, fin: false });
    const message = [
      clientFrame(Uint8Array.of(3), { fin: false }),
      repeated(16_000, clientFrame(new Uint8Array(), { opcode: 0, fin: false })),
      clientFrame(new Uint8Array(), { opcode: 0 }),
    ];
    return Buffer.concat([...message, ...message, ...message, repeated(100_000, piece)]);
  },
};

function repeated(times: number, bytes: Uint8Array): Uint8Array {
  return Buffer.concat(Array.from({ length: times }, () => bytes));
}

function clients(count: number, part: (n: number) => Part[]): Part[] {
  return Array.from({ length: count }, (_, n) => part(n));
}
