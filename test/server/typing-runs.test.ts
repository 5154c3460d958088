/** What people go on typing waits for somebody to look at it. */
import { expect, test } from "vitest";
import * as Y from "yjs";
import { readInsertion, type Insertion } from "../../server/notes/text/insertion.ts";
import { LazyDocument } from "../../server/notes/text/lazy-document.ts";
import { TypingRuns } from "../../server/notes/text/typing-runs.ts";

function typed(client: number, clock: number, text: string, more: Partial<Insertion> = {}): Insertion {
  const origin = clock === 0 ? undefined : { client, clock: clock - 1 };
  return { client, clock, units: text.length, text, origin, rightOrigin: undefined, ...more };
}

test("[N12] what one client goes on typing becomes one insertion, whatever others type meanwhile", () => {
  const runs = new TypingRuns(4);
  expect(runs.add(typed(1, 10, "on"))).toBe(true);
  expect(runs.add(typed(2, 0, "elsewhere"))).toBe(true);
  expect(runs.add(typed(1, 12, "e w"))).toBe(true);
  expect(runs.add(typed(1, 15, "ord"))).toBe(true);
  expect([runs.units, runs.reachOf(1), runs.reachOf(2), runs.reachOf(3)]).toEqual([17, 18, 9, undefined]);
  expect(runs.take()).toEqual([typed(1, 10, "one word"), typed(2, 0, "elsewhere")]);
  expect([runs.units, runs.reachOf(1), runs.take()]).toEqual([0, undefined, []]);
});

test("[N12] what doesn't go on, or holds on to what waits, comes behind it", () => {
  const cases: [string, Insertion][] = [
    ["elsewhere", typed(1, 12, "x", { origin: { client: 9, clock: 3 } })],
    ["before something else", typed(1, 12, "x", { rightOrigin: { client: 9, clock: 3 } })],
    ["within the run", typed(1, 12, "x", { origin: { client: 1, clock: 10 } })],
    ["another's, behind it", typed(2, 0, "x", { origin: { client: 1, clock: 11 } })],
    ["another's, before it", typed(2, 0, "x", { rightOrigin: { client: 1, clock: 10 } })],
  ];
  for (const [what, insertion] of cases) {
    const runs = new TypingRuns(4);
    runs.add(typed(1, 10, "on"));
    expect(runs.add(insertion), what).toBe(false);
    expect(runs.take(), what).toEqual([typed(1, 10, "on")]);
    expect(runs.add(insertion), what).toBe(true);
  }
  const runs = new TypingRuns(4);
  runs.add(typed(1, 10, "on"));
  expect(runs.add(typed(2, 0, "x", { origin: { client: 1, clock: 9 } })), "behind what is in the document").toBe(true);
});

test("[N40] so much waits at most", () => {
  const runs = new TypingRuns(4);
  for (let client = 1; client <= 4; client += 1) expect(runs.add(typed(client, 0, "x"))).toBe(true);
  expect(runs.add(typed(5, 0, "x"))).toBe(false);
  expect(runs.add(typed(1, 1, "x".repeat(1023)))).toBe(true);
  expect(runs.add(typed(1, 1024, "x"))).toBe(false);
});

test("[N12] many who begin in the same place, go on, and begin elsewhere, come to the text that Yjs makes of it", () => {
  // Of more than are passed on the way to a place that is near, and more than wait.
  const people = 400;
  const updates = Array.from({ length: people }, (_, index) => {
    const doc = new Y.Doc();
    doc.clientID = ((index * 7919) % people) + 1;
    const typed: Uint8Array[] = [];
    doc.on("update", (update: Uint8Array) => typed.push(update));
    const text = doc.getText("markdown");
    for (const letter of `${index} `) text.insert(text.length, letter);
    // Before one's own first letter, between which and the beginning is what others wrote: elsewhere, and far.
    text.insert(0, "x");
    text.insert(1, "y");
    return typed;
  });
  const pad = new LazyDocument("pad");
  const doc = new Y.Doc();
  const put = (update: Uint8Array) => {
    const insertion = readInsertion(update)!;
    const { client, clock, units } = insertion;
    pad.integrate({ bytes: update, begins: [{ client, clock }], units, size: update.length, structs: 1, insertion });
    Y.applyUpdate(doc, update);
  };
  for (const [first] of updates) put(first!);
  for (const [, ...rest] of updates) rest.forEach(put);
  expect(pad.text).toBe(doc.getText("markdown").toJSON());
  expect(pad.text).toHaveLength(10 * 4 + 90 * 5 + 300 * 6);
});
