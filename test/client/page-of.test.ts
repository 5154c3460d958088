import { expect, test } from "vitest";
import { pageOf } from "../../client/wall/page-of.ts";

const PAGE_MS = 12_000;

test("pages hold as much as fits, each thing once, in order, and something always", () => {
  const sizes = [2, 4, 3, 3, 7, 1];
  const pages = Array.from({ length: 5 }, (_, n) => pageOf(sizes, 6, n * PAGE_MS, (size) => size));
  expect(pages.map(({ items }) => items)).toEqual([[2, 4], [3, 3], [7], [1], [2, 4]]);
  expect(pages[2]).toMatchObject({ page: 2, pages: 4 });
  expect(pageOf(["a", "b", "c"], 2, PAGE_MS)).toEqual({ items: ["c"], page: 1, pages: 2 });
  expect(pageOf([], 2, PAGE_MS)).toEqual({ items: [], page: 0, pages: 1 });
});
