import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import * as Y from "yjs";
import { BatchedNews } from "../../client/notes/replica/batched-news.ts";
import { keyboardInset } from "../../client/notes/keyboard-inset.ts";

describe("what others write", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function listening() {
    const doc = new Y.Doc();
    const text = doc.getText("markdown");
    const seen: string[] = [];
    text.observe(() => seen.push(text.toString()));
    const origin = {};
    const clock = { now: 0 };
    return { text, seen, origin, clock, news: new BatchedNews(doc, origin, () => clock.now) };
  }

  test("is taken in at once after a pause, and then together", () => {
    const { text, seen, news } = listening();
    for (const letter of "abcd") news.edit(() => text.insert(text.length, letter));
    expect(seen).toEqual(["a"]);
    vi.advanceTimersByTime(40);
    expect(seen).toEqual(["a", "abcd"]);
    vi.advanceTimersByTime(1000);
    news.edit(() => text.insert(0, "!"));
    expect(seen.at(-1)).toBe("!abcd");
  });

  test("leaves more room for one's own keys where taking it in takes long, but is never long in coming", () => {
    const { text, seen, clock, news } = listening();
    const takes = (ms: number, letter: string) =>
      news.edit(() => {
        text.insert(text.length, letter);
        clock.now += ms;
      });
    takes(15, "a");
    takes(1000, "b");
    vi.advanceTimersByTime(119);
    expect(seen).toEqual(["a"]);
    vi.advanceTimersByTime(1);
    expect(seen).toEqual(["a", "ab"]);
    takes(0, "c");
    vi.advanceTimersByTime(249);
    expect(seen).toEqual(["a", "ab"]);
    vi.advanceTimersByTime(1);
    expect(seen).toEqual(["a", "ab", "abc"]);
  });

  test("comes before where they are, and before what may not be ahead of it", () => {
    const { text, seen, news } = listening();
    const order: string[] = [];
    news.edit(() => text.insert(0, "a"));
    news.after(() => order.push(`cursor in ${text.toString()}`));
    news.edit(() => text.insert(1, "b"));
    news.flush();
    expect(seen).toEqual(["a", "ab"]);
    expect(order).toEqual(["cursor in ab"]);
  });

  test("is no edit of one's own, and is left alone once the pad is closed", () => {
    const { text, seen, origin, news } = listening();
    const origins: unknown[] = [];
    text.doc!.on("afterTransaction", (transaction: Y.Transaction) =>
      origins.push(transaction.origin, transaction.local),
    );
    news.edit(() => text.insert(0, "a"));
    expect(origins).toEqual([origin, false]);
    news.edit(() => text.insert(0, "b"));
    news.close();
    vi.advanceTimersByTime(1000);
    expect(seen).toEqual(["a"]);
  });
});

test("an on-screen keyboard is what covers much of the bottom, not a bar of the browser's or two fingers' enlarging", () => {
  const view = (height: number, rest = {}) => ({ height, offsetTop: 0, scale: 1, ...rest });
  expect(keyboardInset(800, view(460))).toBe(340);
  expect(keyboardInset(800, view(460, { offsetTop: 40 }))).toBe(300);
  expect(keyboardInset(800, view(740))).toBe(0);
  expect(keyboardInset(800, view(400, { scale: 2 }))).toBe(0);
  expect(keyboardInset(460, view(460))).toBe(0);
  expect(keyboardInset(800, null)).toBe(0);
});
