import { expect, test } from "vitest";
import { rotatingPage } from "../../client/wall/rotating-page.ts";

const PAGE_MS = 12_000;

test("pages hold as much as fits, each thing once, in order, and something always", () => {
  const sizes = [2, 4, 3, 3, 7, 1];
  const pages = Array.from({ length: 5 }, (_, n) => rotatingPage(sizes, 6, n * PAGE_MS, (size) => size));
  expect(pages.map(({ items }) => items)).toEqual([[2, 4], [3, 3], [7], [1], [2, 4]]);
  expect(pages[2]).toMatchObject({ page: 2, pages: 4 });
  expect(rotatingPage(["a", "b", "c"], 2, PAGE_MS)).toEqual({ items: ["c"], page: 1, pages: 2 });
  expect(rotatingPage([], 2, PAGE_MS)).toEqual({ items: [], page: 0, pages: 1 });
});
