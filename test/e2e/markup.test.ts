import { expect, test } from "vitest";
import { runIn } from "../faults/markup.ts";
import { theBrowser } from "./visitor-page.ts";

/** `npm run faults -- --only markup`, in short. */
test("[W21] markup in every field stays words, on every page and in every export", async () => {
  await using ends = new AsyncDisposableStack();
  const figures = await runIn({ seed: 1, scale: "test", ends }, await theBrowser());
  expect(figures.filter(({ isMet }) => !isMet)).toEqual([]);
});
