import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import { Rounds } from "../../server/turns/rounds.ts";

/** Something that is made until it is told to be done. */
function work(made: string[]) {
  const done: (() => void)[] = [];
  const make = (what: string) => async () => {
    made.push(what);
    await new Promise<void>((resolve) => done.push(resolve));
    return `${what} ${made.length}`;
  };
  return { make, finish: () => done.shift()!() };
}

test("[C9] those who ask for the same before it is begun share one, who asks later gets the next", async () => {
  const rounds = new Rounds<string>();
  const made: string[] = [];
  const { make, finish } = work(made);
  const first = [1, 2, 3].map(() => rounds.share("zip", make("zip")));
  await expect.poll(() => made).toEqual(["zip"]);
  const later = [1, 2, 3].map(() => rounds.share("zip", make("zip")));
  await turn();
  expect(made).toEqual(["zip"]);
  finish();
  expect(await Promise.all(first)).toEqual(["zip 1", "zip 1", "zip 1"]);
  await expect.poll(() => made.length).toBe(2);
  finish();
  expect(await Promise.all(later)).toEqual(["zip 2", "zip 2", "zip 2"]);
});

test("[C9] different ones are made one after the other, in the order they were asked for", async () => {
  const rounds = new Rounds<string>();
  const made: string[] = [];
  const { make, finish } = work(made);
  const all = ["a", "b", "c", "b"].map((key) => rounds.share(key, make(key)));
  for (const begun of [["a"], ["a", "b"], ["a", "b", "c"]]) {
    await expect.poll(() => made).toEqual(begun);
    await turn();
    expect(made).toEqual(begun);
    finish();
  }
  expect(await Promise.all(all)).toEqual(["a 1", "b 2", "c 3", "b 2"]);
});

test("a fault reaches those who asked for it, and nobody else", async () => {
  const rounds = new Rounds<string>();
  const torn = [1, 2].map(() => rounds.share("torn", () => Promise.reject(new Error("torn"))));
  const whole = rounds.share("whole", async () => "whole");
  const found = await Promise.allSettled([...torn, whole]);
  expect(found.map(({ status }) => status)).toEqual(["rejected", "rejected", "fulfilled"]);
  expect(await rounds.share("torn", async () => "mended")).toBe("mended");
});
