/** What one has just made, or comes to make, is where one looks. */
import type { Locator } from "playwright-core";
import { expect, test } from "vitest";
import { accessibilityFaults } from "../helpers/axe.ts";
import { venue } from "./venue.ts";
import { expectInSight, PHONE, type VisitorPage } from "./visitor-page.ts";

const here = venue();

const focused = ({ page }: VisitorPage) =>
  page.evaluate(() => document.activeElement?.textContent.replace(/\s+/gu, " ").trim());

test("[A58] a side group that one has just started is in sight, below many others too, and has the keyboard", async () => {
  const olga = await here.comes({ as: "Olga" });
  const slug = await olga.makesMeetup();
  for (let at = 0; at < 8; at++)
    await olga.does(slug, { type: "sideGroup.start", id: `group-no-${at}`, title: `Table ${at + 1}` });
  const ana = await here.comes({ ...PHONE, as: "Ana" });
  const { page } = ana;
  await page.goto(`/m/${slug}/side-groups`);
  await page.getByRole("button", { name: "Start a side group" }).click();
  const form = page.getByRole("dialog", { name: "Start a side group" });
  await form.getByLabel("What about?").fill("Billing");
  await form.getByRole("button", { name: "Start", exact: true }).click();
  await form.waitFor({ state: "detached" });
  await expectInSight(page.getByRole("link", { name: "Billing", exact: true }));
  await expect.poll(() => focused(ana)).toBe("Billing");
  const toast = page.locator(".toast", { hasText: "Side group started" });
  await toast.waitFor();
  // All of it is, also what one does there next.
  expect(await isClear(page.locator("li.g", { hasText: "Billing" }), toast)).toBe(true);
});

/** Whether one thing on the screen lies over nothing of another. */
async function isClear(what: Locator, over: Locator): Promise<boolean> {
  const [a, b] = [await what.boundingBox(), await over.boundingBox()];
  if (!a || !b) throw new Error("nothing to compare");
  return a.y + a.height <= b.y || b.y + b.height <= a.y || a.x + a.width <= b.x || b.x + b.width <= a.x;
}

test.for([
  ["on a phone", PHONE],
  ["on a desk", { viewport: { width: 1280, height: 800 } }],
] as const)(
  "[A64] what is told lies beside the line that asks what one runs, and not over it: %s",
  async ([, screen]) => {
    const olga = await here.comes({ as: "Olga" });
    const slug = await olga.makesMeetup();
    const titles = ["Rabbit HA", "Puppet", "Ceph", "OVN"];
    for (const [at, title] of titles.entries())
      await olga.does(slug, { type: "topic.propose", id: `topic-no-${at}`, title });
    const ana = await here.comes({ ...screen, as: "Ana" });
    const { page } = ana;
    await page.goto(`/m/${slug}`);
    for (const title of titles) await ana.arch(title).click();
    const offer = page.getByRole("complementary", { name: "About your cloud" });
    await offer.waitFor();
    for (const title of titles)
      await page.getByRole("button", { name: new RegExp(`^Top pick.*${title}`, "u") }).click();
    const toast = page.locator(".toast", { hasText: "Take one back first" });
    await toast.waitFor();
    expect(await isClear(offer, toast)).toBe(true);
  },
);

test("[A58] who starts the next meetup from a report is where that begins", async () => {
  const olga = await here.comes({ ...PHONE, as: "Olga" });
  const { page } = olga;
  const slug = await olga.makesMeetup();
  await olga.does(slug, { type: "meetup.setPhase", phase: "closed" });
  await page.goto(`/m/${slug}/report`);
  const next = page.getByRole("link", { name: "Start the next meetup" });
  for (const way of ["followed", "opened anew"]) {
    if (way === "followed") await next.press("Enter");
    else await page.reload();
    await expect.poll(() => focused(olga), { message: way }).toBe("Start a meetup");
    await expectInSight(page.getByRole("heading", { name: "Start a meetup" }));
  }
  expect(await accessibilityFaults(page)).toEqual([]);
});
