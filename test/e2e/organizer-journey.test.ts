import { expect, test } from "vitest";
import { accessibilityFaults } from "../helpers/axe.ts";
import { venue } from "./venue.ts";

const here = venue();

test("[I1] as a meetup closes, the report and one’s own page offer a return link, and not before", async () => {
  const olga = await here.comes({ as: "Olga" });
  const slug = await olga.makesMeetup({ title: "Going home" });
  const ana = await here.comes({ as: "Ana" });
  await olga.does(slug, { type: "topic.propose", id: "topic-001", title: "Rabbit HA" });
  await ana.does(slug, { type: "vote.cast", topicId: "topic-001" });
  const { page } = ana;
  const offer = page.getByRole("button", { name: "Get a return link" });
  await page.goto(`/m/${slug}/you`);
  await page.getByRole("heading", { name: "Ana", level: 1 }).waitFor();
  expect(await offer.count()).toBe(0);
  await olga.does(slug, { type: "meetup.setPhase", phase: "closed" });
  await offer.waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.goto(`/m/${slug}/report`);
  await offer.click();
  const dialog = page.getByRole("dialog", { name: "Your devices and data" });
  await dialog.getByRole("button", { name: "Make a return link" }).click();
  expect(await dialog.getByLabel("Your return link").inputValue()).toContain(`/m/${slug}#return=`);
  // Who reads without a name has nothing to come back to.
  const reader = await here.comes();
  await reader.page.goto(`/m/${slug}/report`);
  await reader.page.getByRole("heading", { name: "What came out" }).waitFor();
  expect(await reader.page.getByRole("button", { name: "Get a return link" }).count()).toBe(0);
});
