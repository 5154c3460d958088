import { expect, test } from "vitest";
import { runIn } from "../faults/markup.ts";
import { openBrowser } from "./visitor-page.ts";

/** `npm run faults -- --only markup`, in short. */
test("[W21] markup in every field stays words, on every page and in every export", async () => {
  await using ends = new AsyncDisposableStack();
  const browser = await openBrowser();
  ends.defer(() => browser.close());
  const figures = await runIn({ seed: 1, scale: "test", ends }, browser);
  expect(figures.filter(({ isMet }) => !isMet)).toEqual([]);
});
