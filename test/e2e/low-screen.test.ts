import { expect, test } from "vitest";
import { accessibilityFaults } from "../helpers/axe.ts";
import { venue } from "./venue.ts";

const here = venue();

test("on a screen enlarged four times nothing sticks above a page, and all of an open topic scrolls", async () => {
  const olga = await here.comes({ as: "Olga" });
  const slug = await olga.makesMeetup();
  const until = new Date(Date.now() + 3_600_000).toISOString();
  await olga.does(slug, { type: "announcement.add", id: "lunch-001", text: "Lunch is in the yard", until });
  for (let at = 0; at < 8; at++)
    await olga.does(slug, {
      type: "topic.propose",
      id: `topic-no-${at}`,
      title: `Topic ${at}, of many that there are`,
    });
  const ana = await here.comes({ viewport: { width: 320, height: 256 }, as: "Ana" });
  const { page } = ana;
  await page.goto(`/m/${slug}`);
  await page.locator(".topic").first().waitFor();
  const bottomOf = (what: string) => page.locator(what).evaluate((part) => part.getBoundingClientRect().bottom);
  await page.evaluate(() => scrollTo(0, 500));
  await expect.poll(() => bottomOf(".bar")).toBeLessThanOrEqual(0);
  await page.locator(".topic a").last().focus();
  await page.keyboard.press("Enter");
  const sheet = page.getByRole("dialog");
  await sheet.locator("#topic-title").waitFor();
  // The field is at its end, and covers nothing before.
  await expect.poll(() => bottomOf("dialog .say")).toBeGreaterThan(256);
  await sheet.getByLabel("Comment", { exact: true }).focus();
  await expect.poll(() => bottomOf("dialog .say")).toBeLessThanOrEqual(256);
  expect(await accessibilityFaults(page, "dialog")).toEqual([]);
});
