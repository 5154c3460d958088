import type { Locator } from "playwright-core";
import { describe, expect, test } from "vitest";
import { accessibilityFaults } from "../helpers/axe.ts";
import { startServer } from "../helpers/server-process.ts";
import { venue } from "./venue.ts";
import { PHONE } from "./visitor-page.ts";

const here = venue(() => startServer({ env: { MIDCYCLE_LIMIT_OPEN_SIDE_GROUPS: "2" } }));

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
  expect(await dialog.getByRole("textbox", { name: "Your return link" }).inputValue()).toContain(`/m/${slug}#return=`);
  // Who reads without a name has nothing to come back to.
  const reader = await here.comes();
  await reader.page.goto(`/m/${slug}/report`);
  await reader.page.getByRole("heading", { name: "What came out" }).waitFor();
  expect(await reader.page.getByRole("button", { name: "Get a return link" }).count()).toBe(0);
});

describe("what comes next", () => {
  test("[A68] is shown to whoever has made a meetup, ticked as they go, and to nobody else", async () => {
    const olga = await here.comes();
    const { page } = olga;
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.goto("/");
    await page.getByLabel("What is it called?").fill("First steps");
    await page.getByRole("button", { name: "Create meetup" }).click();
    await olga.isCalled("Olga");
    const steps = page.getByRole("region", { name: "What comes next" });
    await steps.getByText("0 of 8 done").waitFor();
    const slug = new URL(page.url()).pathname.slice("/m/".length);
    expect(await accessibilityFaults(page)).toEqual([]);
    const places = await placesOf(steps);

    // The link that came with the meetup, which nobody can show again.
    await steps.getByRole("button", { name: "Keep a way back in" }).click();
    const sheet = page.getByRole("dialog", { name: "First steps" });
    await expect
      .poll(() => sheet.getByLabel("Organizer link").evaluate((field) => field === document.activeElement))
      .toBe(true);
    const url = await sheet.getByLabel("Organizer link").inputValue();
    expect(url).toContain(`/m/${slug}#organizer=`);
    expect(await accessibilityFaults(page, "dialog")).toEqual([]);
    await sheet.locator("#organizer-link").getByRole("button", { name: "Copy" }).click();
    await page.keyboard.press("Escape");
    await steps.getByText("1 of 8 done").waitFor();
    // Who opens this for something else, perhaps with others looking, isn't shown it.
    await page.locator("button.meet").click();
    await sheet.getByRole("button", { name: "Show the organizer link" }).waitFor();
    expect(await sheet.getByLabel("Organizer link").count()).toBe(0);
    await sheet.getByRole("button", { name: "Show the organizer link" }).click();
    expect(await sheet.getByLabel("Organizer link").inputValue()).toBe(url);
    await page.keyboard.press("Escape");

    // A field to write in, by the keyboard.
    await steps.getByRole("button", { name: "Begin the list of topics" }).press("Enter");
    await page.keyboard.type("Rabbit HA");
    await page.keyboard.press("Enter");
    await steps.getByRole("button", { name: "Done: Begin the list of topics" }).waitFor();
    await steps.getByRole("button", { name: "Say where and when" }).click();
    await page.getByRole("dialog", { name: "Rooms and times" }).waitFor();
    await page.keyboard.press("Escape");

    // Others come: one by the address, who sees none of it, one by the organizer link, who sees how far it is.
    const ana = await here.comes({ as: "Ana" });
    await ana.page.goto(`/m/${slug}`);
    await ana.arch("Rabbit HA").click();
    await steps.getByText("3 of 8 done").waitFor();
    expect(await ana.page.getByText("What comes next").count()).toBe(0);
    const bo = await here.comes({ as: "Bo" });
    await bo.page.goto(url);
    await bo.page.getByRole("region", { name: "What comes next" }).getByText("4 of 8 done").waitFor();
    await steps.getByText("4 of 8 done").waitFor();
    // Nothing of it has moved meanwhile.
    expect(await placesOf(steps)).toEqual(places);
    await olga.does(slug, { type: "meetup.setPhase", phase: "closed" });
    await steps.waitFor({ state: "detached" });
  });

  test("[A68] can be put away, is found behind the meetup’s name, and comes back by undo", async () => {
    const olga = await here.comes({ as: "Olga", ...PHONE });
    const slug = await olga.makesMeetup({ title: "Put away" });
    const { page } = olga;
    await page.goto(`/m/${slug}`);
    const steps = page.getByRole("region", { name: "What comes next" });
    expect(await accessibilityFaults(page)).toEqual([]);
    await steps.getByRole("button", { name: "Put this list away" }).press("Enter");
    await steps.waitFor({ state: "detached" });
    await expect.poll(() => page.evaluate(() => document.activeElement !== document.body)).toBe(true);
    await page.reload();
    await page.getByText("You organize this meetup.").waitFor();
    await page.locator("button.meet").click();
    await page.getByRole("dialog").getByRole("button", { name: "What comes next" }).click();
    const dialog = page.getByRole("dialog", { name: "What comes next" });
    await dialog.getByText("0 of 8 done").waitFor();
    expect(await accessibilityFaults(page, "dialog")).toEqual([]);
    await dialog.getByRole("button", { name: "Put topics into rooms, then publish" }).click();
    await page.getByRole("heading", { name: "Schedule", level: 1 }).waitFor();
    await expect.poll(() => page.getByRole("dialog").count()).toBe(0);
  });
});

/** Where each step stands in the list. */
function placesOf(steps: Locator): Promise<number[]> {
  return steps.evaluate((list) => {
    const { top } = list.getBoundingClientRect();
    return [...list.querySelectorAll("li")].map((step) => Math.round(step.getBoundingClientRect().top - top));
  });
}

test("[V10] [A67] all that somebody left who was removed is taken away in one press and brought back in another", async () => {
  const olga = await here.comes({ as: "Olga" });
  const bo = await here.comes({ as: "Bo" });
  const mallory = await here.comes({ as: "Mallory" });
  const slug = await olga.makesMeetup({ title: "Flooded" });
  await olga.does(slug, { type: "topic.propose", id: "rabbit-ha", title: "Rabbit HA" });
  await mallory.does(
    slug,
    { type: "topic.propose", id: "free-beer", title: "Free beer" },
    { type: "comment.add", id: "comment-one", topicId: "rabbit-ha", body: "Buy my book" },
    { type: "comment.add", id: "comment-two", topicId: "rabbit-ha", body: "Buy it now" },
    { type: "sideGroup.start", id: "group-one", title: "Free cake" },
  );
  await bo.page.goto(`/m/${slug}/1`);
  const said = bo.page.locator(".cm");
  await expect.poll(() => said.count()).toBe(2);
  const { page } = olga;
  await page.goto(`/m/${slug}`);
  await page.locator("button.meet").click();
  await page.getByRole("dialog").getByRole("button", { name: "People", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "People" });
  await dialog.getByRole("button", { name: "Remove Mallory" }).click();
  const all = "1 topic, 2 comments and 1 side group of Mallory";
  await dialog.getByRole("button", { name: `Take away ${all}` }).press("Enter");
  // The way back stays as long as the pointer rests on it.
  const toast = page.locator(".toast", { hasText: `Taken away: ${all}` });
  await toast.hover();
  await expect.poll(() => said.count()).toBe(0);
  expect((await bo.look(slug)).sideGroups).toEqual([]);
  const back = dialog.getByRole("button", { name: "Bring back 2 comments and 1 side group of Mallory" });
  await back.waitFor();
  await expect.poll(() => dialog.evaluate((each) => each.contains(document.activeElement))).toBe(true);
  expect(await accessibilityFaults(page, "dialog")).toEqual([]);
  await toast.getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => said.count()).toBe(2);
  expect((await bo.look(slug)).topics.map(({ status }) => status)).toEqual(["proposed", "proposed"]);
  // Once more, and back without the toast.
  await dialog.getByRole("button", { name: `Take away ${all}` }).click();
  await expect.poll(() => said.count()).toBe(0);
  await back.click();
  await expect.poll(() => said.count()).toBe(2);
  expect((await bo.look(slug)).sideGroups).toMatchObject([{ title: "Free cake" }]);
});

test("[A66] whoever hosts as many side groups as one may hears so in the form, and what was written stays", async () => {
  const olga = await here.comes({ as: "Olga" });
  const slug = await olga.makesMeetup({ title: "Many tables" });
  const ana = await here.comes({ as: "Ana", ...PHONE });
  for (const id of ["group-one", "group-two"])
    await ana.does(slug, { type: "sideGroup.start", id, title: `Table ${id}` });
  const { page } = ana;
  await page.goto(`/m/${slug}/side-groups`);
  await page.getByRole("button", { name: "Start a side group" }).click();
  const dialog = page.getByRole("dialog", { name: "Start a side group" });
  await dialog.getByLabel("What about?").fill("One too many");
  await dialog.getByRole("button", { name: "Start", exact: true }).click();
  await dialog.getByText("You host 2 open side groups, which is the limit here. End one first.").waitFor();
  expect(await dialog.getByLabel("What about?").inputValue()).toBe("One too many");
  await ana.does(slug, { type: "sideGroup.end", sideGroupId: "group-one" });
  await dialog.getByRole("button", { name: "Start", exact: true }).click();
  await dialog.waitFor({ state: "detached" });
  await expect.poll(async () => (await olga.look(slug)).sideGroups.length).toBe(3);
});
