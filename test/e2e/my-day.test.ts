import type { BrowserContextOptions } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { accessibilityFaults } from "../helpers/axe.ts";
import { named, type Visitor } from "../together/support/visitor.ts";
import { venue } from "./venue.ts";
import { DESKTOP, PHONE, type VisitorPage } from "./visitor-page.ts";

const here = venue();
let olga: Visitor;
let slug: string;

const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();

beforeAll(async () => {
  olga = await named(here.url, "Olga");
  ({ slug } = await olga.makesMeetup({ title: "Ops, today", timezone: "Europe/Lisbon" }));
  const topics = ["Ceph", "Rabbit", "Upgrades", "Packaging"];
  const commands: object[] = [
    ...topics.map((title, n) => ({ type: "topic.propose", id: `topic-00${n}`, title: `${title} at scale` })),
    { type: "room.add", id: "room-dom-1", name: "Dom" },
    { type: "room.add", id: "room-neude", name: "Neude" },
    { type: "slot.add", id: "slot-one", startsAt: inMinutes(30), endsAt: inMinutes(75) },
    { type: "slot.add", id: "slot-two", startsAt: inMinutes(90), endsAt: inMinutes(135) },
  ];
  const cells = [
    ["room-dom-1", "slot-one"],
    ["room-neude", "slot-one"],
    ["room-dom-1", "slot-two"],
  ];
  for (const [n, [roomId, slotId]] of cells.entries())
    commands.push({ type: "session.schedule", id: `session-${n}`, topicIds: [`topic-00${n}`], roomId, slotId });
  await olga.does(slug, { type: "batch", commands });
  // Ceph and Rabbit are wanted by the same people, so that a good plan parts them.
  for (const name of ["Ana", "Bo", "Chi", "Dan"]) {
    const voter = await named(here.url, name);
    for (const topicId of ["topic-000", "topic-001"]) await voter.does(slug, { type: "vote.cast", topicId });
  }
});

/** Someone with a browser, as the person of a cookie. */
async function comes(options: BrowserContextOptions, cookie = ""): Promise<VisitorPage> {
  const visitor = await here.comes(options);
  const value = cookie.slice(cookie.indexOf("=") + 1).split(";")[0]!;
  await visitor.page.context().addCookies([{ name: "midcycle", value, url: here.url }]);
  return visitor;
}

async function isFine({ page }: VisitorPage): Promise<void> {
  expect(await accessibilityFaults(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
}

test("[A35] [A39] my day is put together from the schedule and from what one voted for, on a dark phone", async () => {
  const voter = await named(here.url, "Eve");
  await voter.does(slug, { type: "vote.cast", topicId: "topic-001" });
  const eve = await comes({ ...PHONE, colorScheme: "dark" }, voter.cookie);
  const { page } = eve;
  await page.goto(`/m/${slug}/schedule`);
  await page.getByRole("button", { name: "Add to my day: Ceph at scale" }).click();
  await page.getByRole("button", { name: "In my day: Ceph at scale", pressed: true }).waitFor();
  await page.getByRole("link", { name: "My day" }).locator("visible=true").click();
  await page.getByRole("heading", { name: "My day", level: 1 }).waitFor();
  const wanted = page.getByRole("region", { name: "You voted for these" });
  await wanted.getByRole("button", { name: "Add to my day: Rabbit at scale" }).click();
  await wanted.waitFor({ state: "detached" });
  const items = page.locator(".dy-i");
  await expect.poll(() => items.locator("h3").allTextContents()).toEqual(["Ceph at scale", "Rabbit at scale"]);
  await items.first().getByText("At the same time: Rabbit at scale").waitFor();
  // It follows the schedule, and what is taken out can be put back.
  await page.getByRole("button", { name: "In my day: Rabbit at scale" }).press("Enter");
  await page.getByText("At the same time").first().waitFor({ state: "detached" });
  await page.getByRole("status").filter({ hasText: "Out of your day" }).getByRole("button", { name: "Undo" }).click();
  await page.getByText("At the same time").first().waitFor();
  await page.getByRole("button", { name: "Make an address" }).click();
  const address = await page.getByLabel("Address of your calendar", { exact: true }).inputValue();
  // The page shows what it has asked for before the server has taken it.
  const calendar = async () => (await fetch(address)).text();
  await expect
    .poll(async () => (await calendar()).match(/^SUMMARY:.*$/gmu))
    .toEqual(["SUMMARY:Ceph at scale", "SUMMARY:Rabbit at scale"]);
  await page.getByRole("button", { name: "Revoke the address" }).click();
  await page.getByText("don’t work any more").waitFor();
  expect((await fetch(address)).status).toBe(404);
  expect((await voter.look(slug)).me?.plan).toEqual(["session-0", "session-1"]);
  await leadsToOnesOwn(eve);
});

test("on a wide, light screen my day and what is one's own have no known fault either", async () => {
  const voter = await named(here.url, "Eve");
  await voter.does(slug, { type: "vote.cast", topicId: "topic-001" });
  for (const sessionId of ["session-0", "session-1"]) await voter.does(slug, { type: "plan.add", sessionId });
  const eve = await comes(DESKTOP, voter.cookie);
  await eve.page.goto(`/m/${slug}/my-day`);
  await eve.page.locator(".dy-i").first().getByText("At the same time: Rabbit at scale").waitFor();
  await leadsToOnesOwn(eve);
});

/** From my day all that is one's own is on one page, and what came out for everybody on another, by keys alone. */
async function leadsToOnesOwn(eve: VisitorPage): Promise<void> {
  const { page } = eve;
  await isFine(eve);
  await eve.pressesPairsAtOnce();
  await page.keyboard.press("g");
  await page.keyboard.press("y");
  await page.getByRole("heading", { name: "Eve", level: 1 }).waitFor();
  await page
    .getByRole("region", { name: "You would come to" })
    .getByText(/Neude$/u)
    .waitFor();
  await page.getByRole("region", { name: "Sessions and side groups" }).getByText("Ceph at scale").waitFor();
  await page.getByText("No notes name you.").waitFor();
  await isFine(eve);
  await page.keyboard.press("g");
  await page.keyboard.press("r");
  await page.getByRole("heading", { name: "What has come out so far" }).waitFor();
  await page.getByRole("region", { name: "What people wanted most" }).getByText("You voted").waitFor();
  await isFine(eve);
  // Whoever goes back by keys sees where they are: the bars that stay don't cover it.
  const markdown = page.getByRole("link", { name: "Markdown" });
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  await markdown.focus();
  const [bar, link] = [await page.locator("header.bar").boundingBox(), await markdown.boundingBox()];
  expect(link!.y).toBeGreaterThanOrEqual(bar!.y + bar!.height);
}

test("[A39] someone without a name is asked for it, and sees what my day is for", async () => {
  const nobody = await here.comes(PHONE);
  await nobody.page.goto(`/m/${slug}/my-day`);
  await nobody.page.getByRole("heading", { name: "A day of your own" }).waitFor();
  await isFine(nobody);
  await nobody.page.getByRole("main").getByRole("button", { name: "Your name" }).click();
  await nobody.isCalled("Finn");
  await nobody.page.getByRole("heading", { name: "Nothing planned yet" }).waitFor();
});

test("[A38] [A40] an organizer sees a plan beside the present one, keeps a session, takes it and takes it back", async () => {
  const before = (await olga.look(slug)).view.sessions;
  const desk = await comes({ ...DESKTOP, colorScheme: "dark" }, olga.cookie);
  const phone = await comes(PHONE, olga.cookie);
  for (const each of [desk, phone]) {
    await each.page.goto(`/m/${slug}/schedule`);
    await each.page.getByRole("link", { name: "Suggest a plan" }).click();
    await each.page.getByRole("region", { name: "Suggested" }).waitFor();
    await each.page.getByText("Nobody has to choose.").waitFor();
    await isFine(each);
  }
  const { page } = desk;
  const suggested = page.getByRole("region", { name: "Suggested" });
  await suggested.getByText("Packaging at scale").waitFor();
  await page.getByRole("button", { name: "Another plan" }).click();
  await page.getByRole("button", { name: "Plan 2", pressed: true }).waitFor();
  // Both kept where they are, they stay on at once, and that is said.
  for (const title of ["Ceph", "Rabbit"]) {
    await page.getByRole("button", { name: `Keep here: ${title} at scale` }).press("Enter");
    await page.getByRole("button", { name: `Keep here: ${title} at scale`, pressed: true }).waitFor();
  }
  await page.getByText(/\d+ people want both “Ceph at scale” and “Rabbit at scale”/u).waitFor();
  await page.getByRole("button", { name: "Keep here: Rabbit at scale" }).click();
  await page.getByText("Nobody has to choose.").waitFor();
  await page.getByRole("button", { name: "Take these placements" }).click();
  // The way back stays as long as the pointer rests on it.
  const taken = page.locator(".toast", { hasText: "The placements are on the schedule" });
  await taken.hover();
  await page.getByRole("heading", { name: "Schedule", level: 1 }).waitFor();
  await expect.poll(async () => (await olga.look(slug)).view.sessions.length).toBe(4);
  const after = (await olga.look(slug)).view.sessions;
  const slotOf = (id: string) => after.find((session) => session.id === id)?.slotId;
  expect([slotOf("session-0"), slotOf("session-1")]).toEqual(["slot-one", "slot-two"]);
  await taken.getByRole("button", { name: "Undo" }).click();
  await page.getByText("Undone").waitFor();
  expect((await olga.look(slug)).view.sessions).toEqual(before);
});

test("suggestions are for organizers, and say so to others", async () => {
  const reader = await here.comes(PHONE);
  await reader.page.goto(`/m/${slug}/schedule/suggestions`);
  await reader.page.getByRole("heading", { name: "Only for organizers" }).waitFor();
  await isFine(reader);
});
