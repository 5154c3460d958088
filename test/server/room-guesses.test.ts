/** How often one may be wrong about the code on the screen. */
import { beforeEach, expect, test } from "vitest";
import { RoomGuesses } from "../../server/meetups/room-guesses.ts";
import { problem } from "../../shared/problem.ts";
import { MovableClock } from "../helpers/movable-clock.ts";

let clock: MovableClock;
let guesses: RoomGuesses;
beforeEach(() => {
  clock = new MovableClock("2026-03-09T12:00:00Z");
  guesses = new RoomGuesses(clock);
});

const right = { seq: 7 };
const wrong = { problem: problem("wrong-room-code") };
const tries = (personId: string, answer: typeof right | typeof wrong, meetupId = "porto") =>
  guesses.attempt({ personId, meetupId }, () => Promise.resolve(answer));
const tooMany = { problem: problem("too-many-codes"), retryAfter: expect.any(Number) };

test("[V9] ten wrong codes a minute a person, many at once as one by one, and nobody else waits for that", async () => {
  const all = await Promise.all(Array.from({ length: 15 }, () => tries("mallory", wrong)));
  expect(all.filter((answer) => answer === wrong)).toHaveLength(10);
  expect(all.filter((answer) => answer !== wrong)).toEqual(Array.from({ length: 5 }, () => tooMany));
  // Not even the right one tells anything now, nor in another meetup.
  expect(await tries("mallory", right)).toEqual(tooMany);
  expect(await tries("mallory", right, "lisbon")).toEqual(tooMany);
  expect(await tries("ben", right)).toBe(right);
  clock.moves(6000);
  expect(await tries("mallory", right)).toBe(right);
});

test("[V9] six hundred wrong codes a minute a meetup; who could not try was not wrong", async () => {
  for (let person = 0; person < 60; person++)
    for (let n = 0; n < 10; n++) expect(await tries(`person ${person}`, wrong)).toBe(wrong);
  for (let n = 0; n < 20; n++) expect(await tries("ben", wrong)).toEqual(tooMany);
  expect(await tries("ben", wrong, "lisbon")).toBe(wrong);
  clock.moves(1000);
  expect(await tries("ben", right)).toBe(right);
});

test("[V9] a hall that is right at once is let in", async () => {
  const all = await Promise.all(Array.from({ length: 1000 }, (_, n) => tries(`phone ${n}`, right)));
  expect(all.every((answer) => answer === right)).toBe(true);
});

test("[V9] what fails was not wrong", async () => {
  const fails = () => guesses.attempt({ personId: "ben", meetupId: "porto" }, () => Promise.reject(new Error("full")));
  for (let n = 0; n < 20; n++) await expect(fails()).rejects.toThrow("full");
  expect(await tries("ben", right)).toBe(right);
});
