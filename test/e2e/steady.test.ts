import type { BrowserContextOptions } from "playwright-core";
import { expect, test } from "vitest";
import { accessibilityFaults } from "../helpers/axe.ts";
import { named } from "../together/support/visitor.ts";
import { venue } from "./venue.ts";
import { DESKTOP, expectInSight, PHONE, type VisitorPage } from "./visitor-page.ts";

const here = venue();

const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();
const lunch = { type: "announcement.add", text: "Lunch is in the yard behind the main hall today" };

/** An agenda of so many topics, and Ana, who stays, looking at it. */
async function agendaOf(topics: number, screen: BrowserContextOptions) {
  const olga = await named(here.url, "Olga");
  const { slug } = await olga.makesMeetup();
  const proposals = Array.from({ length: topics }, (_, at) => ({
    type: "topic.propose",
    id: `topic-${at}-of-many`,
    title: `Topic ${at + 1}`,
  }));
  await olga.does(slug, { type: "batch", commands: proposals });
  const ana = await here.comes({ stays: true, as: "Ana", ...screen });
  await ana.page.goto(`/m/${slug}`);
  await ana.page.getByLabel("Order").selectOption("newest");
  await ana.page.evaluate(() => document.fonts.ready);
  await expect.poll(() => ana.page.locator("steady-box[settled]").count()).toBe(4);
  return { olga, slug, ana };
}

/** Where a row's arch is on the screen, once all is drawn. */
async function place(ana: VisitorPage, title: string): Promise<number> {
  await ana.page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  return ana.page
    .locator(".topic", { has: ana.page.getByRole("link", { name: title, exact: true }) })
    .locator(".vote")
    .evaluate((arch) => Math.round(arch.getBoundingClientRect().top));
}

const announcement = (ana: VisitorPage) => ana.page.locator(".ann-l");
const isSeen = (ana: VisitorPage) =>
  announcement(ana).evaluate((words) => {
    const { left, top } = words.getBoundingClientRect();
    return words.contains(document.elementFromPoint(left + 20, top + 10));
  });
const scrollTo = (ana: VisitorPage, y: number) =>
  ana.page.evaluate(async (top) => {
    const isThere = scrollY === top;
    const moved = new Promise((done) => addEventListener("scroll", done, { once: true }));
    window.scrollTo(0, top);
    if (!isThere) await moved;
  }, y);

test.for([
  ["of a long list, on a phone", 30, PHONE],
  ["of one topic, on a phone", 1, PHONE],
  ["of a long list, on a wide screen", 30, DESKTOP],
] as const)("[A49] the agenda stays where it is as an announcement comes and goes: %s", async ([, topics, screen]) => {
  const { olga, slug, ana } = await agendaOf(topics, screen);
  const row = "Topic 1";
  // A device remembers those that were closed on it.
  const [one, two, three] = [1, 2, 3].map((n) => `lunch-${n}-of-${topics}`);
  const first = `Topic ${topics}`;
  const before = await place(ana, first);
  await olga.does(slug, { ...lunch, id: one, until: inAnHour() });
  await announcement(ana).waitFor();
  expect(await place(ana, first)).toBe(before);
  expect(await isSeen(ana)).toBe(true);

  // What it covers is there above.
  await scrollTo(ana, 0);
  const withIt = await place(ana, first);
  expect(withIt).toBeGreaterThan(before);
  await olga.does(slug, { type: "announcement.remove", announcementId: one });
  await announcement(ana).waitFor({ state: "detached" });
  expect(await place(ana, first)).toBe(withIt);

  // The space that is left is used by what comes next.
  await olga.does(slug, { ...lunch, id: two, until: inAnHour() });
  await announcement(ana).waitFor();
  expect(await place(ana, first)).toBe(withIt);
  // Who closes it wants its space.
  await ana.page.getByRole("button", { name: "Close for me" }).click();
  expect(await place(ana, first)).toBe(before);

  if (topics === 1) return;
  await scrollTo(ana, 500);
  const inTheMiddle = await place(ana, row);
  await olga.does(slug, { ...lunch, id: three, until: inAnHour() });
  await announcement(ana).waitFor();
  expect(await place(ana, row)).toBe(inTheMiddle);
  expect(await isSeen(ana)).toBe(true);
  await olga.does(slug, { type: "announcement.remove", announcementId: three });
  await announcement(ana).waitFor({ state: "detached" });
  expect(await place(ana, row)).toBe(inTheMiddle);
});

test("[A49] the agenda stays where it is as the code in the room is asked for and no more, on a phone", async () => {
  const { olga, slug, ana } = await agendaOf(30, PHONE);
  const asks = (roomCode: boolean) => olga.does(slug, { type: "meetup.edit", voting: { roomCode } });
  const line = ana.page.getByText("To vote, you need the code on the screen in the room.");
  const before = await place(ana, "Topic 30");
  await asks(true);
  await line.waitFor();
  expect(await place(ana, "Topic 30")).toBe(before);
  await expectInSight(line);
  await scrollTo(ana, 0);
  const withIt = await place(ana, "Topic 30");
  expect(withIt).toBeGreaterThan(before);
  for (const isAsked of [false, true]) {
    await asks(isAsked);
    await line.waitFor({ state: isAsked ? "visible" : "detached" });
    expect(await place(ana, "Topic 30")).toBe(withIt);
  }
  await scrollTo(ana, 500);
  const inTheMiddle = await place(ana, "Topic 20");
  await asks(false);
  await line.waitFor({ state: "detached" });
  expect(await place(ana, "Topic 20")).toBe(inTheMiddle);
});

test("[A49] the agenda stays where it is as an organizer decides on one’s own proposals, on a phone; who writes does too", async () => {
  const { olga, slug, ana } = await agendaOf(30, PHONE);
  const own = ana.page.locator("waiting-topics li");
  const proposes = (id: string) => ana.does(slug, { type: "topic.propose", id, title: `What broke in Rabbit, ${id}?` });
  await olga.does(slug, { type: "meetup.edit", proposals: { moderated: true } });
  await ana.page.locator("waiting-topics").waitFor({ state: "attached" });
  const before = await place(ana, "Topic 30");
  // From another device of hers.
  for (const id of ["at-one-site", "at-two-sites"]) await proposes(id);
  await expect.poll(() => own.count()).toBe(2);
  expect(await place(ana, "Topic 30")).toBe(before);
  await olga.does(slug, { type: "topic.decline", topicId: "at-one-site" });
  await own.getByText("Not let in").waitFor();
  expect(await place(ana, "Topic 30")).toBe(before);
  await expectInSight(own.getByText("Not let in"));

  const field = ana.page.getByLabel("Propose a topic");
  await field.focus();
  const top = () => field.evaluate((element) => Math.round(element.getBoundingClientRect().top));
  const writes = await top();
  await proposes("at-three-sites");
  await expect.poll(() => own.count()).toBe(3);
  expect(await top()).toBe(writes);
});

test("[A49] on a phone an open topic stays where it is as the network comes and goes", async () => {
  const { olga, slug, ana } = await agendaOf(1, PHONE);
  const description = Array.from({ length: 40 }, (_, at) => `Line ${at + 1}`).join("\n\n");
  await olga.does(slug, { type: "topic.edit", topicId: "topic-0-of-many", description });
  await ana.opens("Topic 1");
  const { page } = ana;
  const sheet = page.locator("dialog.detail");
  await sheet.getByText("Line 40").waitFor({ state: "attached" });
  const tops = () =>
    sheet
      .locator("#topic-title, [aria-label=Close], .d-body p:last-child, textarea")
      .evaluateAll((all) => all.map((each) => Math.round(each.getBoundingClientRect().top)));
  const goes = async (isOffline: boolean) => {
    await page.context().setOffline(isOffline);
    await sheet.getByText("Offline.").waitFor({ state: isOffline ? "visible" : "detached" });
  };
  const before = await tops();
  expect(before).toHaveLength(4);
  await goes(true);
  expect(await tops()).toEqual(before);
  await expectInSight(sheet.getByText("Offline."));
  expect(await accessibilityFaults(page, "dialog.detail")).toEqual([]);
  await goes(false);
  expect(await tops()).toEqual(before);
  // At its end as well, where nothing is left to come up.
  await goes(true);
  await sheet.locator(".d-scroll").evaluate((text) => text.scrollTo(0, text.scrollHeight));
  const atEnd = await tops();
  expect(atEnd).not.toEqual(before);
  await goes(false);
  expect(await tops()).toEqual(atEnd);
});

test("[A49] a page that has just come shows its heading below what is announced with it", async () => {
  const olga = await here.comes({ as: "Olga", ...PHONE });
  const slug = await olga.makesMeetup();
  await olga.page.clock.install();
  await olga.page.clock.pauseAt(Date.now() + 60_000);
  await olga.page.goto(`/m/${slug}`);
  await olga.page.getByRole("heading", { name: "What should we talk about?" }).waitFor();
  await olga.page.clock.runFor(500);
  await olga.does(slug, { ...lunch, id: "lunch-001", until: inAnHour() });
  await announcement(olga).waitFor();
  expect(await olga.page.evaluate(() => scrollY)).toBe(0);
  expect(await olga.page.locator(".news-box").evaluate((box) => box.matches("[held]"))).toBe(false);
});

test.for([
  ["on a phone", PHONE],
  ["on a wide screen", DESKTOP],
] as const)("[A49] one’s own votes move no other topic, %s", async ([, screen]) => {
  const { ana } = await agendaOf(6, screen);
  const before = await place(ana, "Topic 1");
  for (const [at, title] of ["Topic 6", "Topic 5", "Topic 4", "Topic 3"].entries()) {
    await ana.page.getByRole("button", { name: `Vote for ${title},` }).click();
    await expect.poll(() => ana.page.locator(".t-pick").count()).toBe(at + 1);
    if (at === 1) await ana.page.locator(".t-pick").first().click();
    expect(await place(ana, "Topic 1")).toBe(before);
  }
});

test.for([
  ["on a phone", PHONE],
  ["on a wide screen", DESKTOP],
] as const)("[A49] the agenda stays where it is as the network comes and goes, %s", async ([, screen]) => {
  const { ana } = await agendaOf(1, screen);
  const before = await place(ana, "Topic 1");
  for (const isAtTop of [false, true]) {
    await ana.page.context().setOffline(true);
    await ana.page.getByText("Offline.").waitFor();
    if (isAtTop) await scrollTo(ana, 0);
    const offline = await place(ana, "Topic 1");
    if (!isAtTop) expect(offline).toBe(before);
    await ana.page.context().setOffline(false);
    await ana.page.getByText("Offline.").waitFor({ state: "detached" });
    expect(await place(ana, "Topic 1")).toBe(offline);
  }
});
