import { beforeAll, expect, test } from "vitest";
import { accessibilityFaults } from "../helpers/axe.ts";
import { named, type Visitor } from "../together/support/visitor.ts";
import { isKnown } from "./known-meetup.ts";
import { venue } from "./venue.ts";
import { DESKTOP, PHONE, type VisitorPage } from "./visitor-page.ts";

const here = venue();
let olga: Visitor;
/** A meetup whose last day is today, and the one after it. */
let slug: string;
let next: string;

const TOGETHER = "Ten alerts, not two hundred";

beforeAll(async () => {
  olga = await named(here.url, "Olga");
  const today = new Date().toISOString().slice(0, 10);
  ({ slug } = await olga.makesMeetup({ title: "Ops, Utrecht", timezone: "UTC", startsOn: today, endsOn: today }));
  ({ slug: next } = await olga.makesMeetup({ title: "Ops, Porto", previous: slug }));
  await olga.does(slug, { type: "topic.propose", id: "topic-one", title: "Alerts at night" });
  await olga.does(next, { type: "topic.propose", id: "topic-one", title: "Upgrades" });
  for (const name of ["Bo", "Chi"]) {
    const other = await named(here.url, name);
    await other.does(slug, { type: "takeHome.set", number: 1, text: TOGETHER });
  }
});

async function isFine({ page }: VisitorPage): Promise<void> {
  expect(await accessibilityFaults(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
}

/** The same person on another device. */
async function alsoOn(visitor: VisitorPage, options: object): Promise<VisitorPage> {
  const other = await here.comes(options);
  await other.page.context().addCookies(await visitor.page.context().cookies());
  return other;
}

test("[A62] [A60] one writes on the phone what one takes home, without a connection too, and finds it on another device", async () => {
  const phone = await here.comes({ ...PHONE, colorScheme: "dark", as: "Eve" });
  const { page } = phone;
  await phone.does(slug, { type: "vote.cast", topicId: "topic-one" });
  await page.goto(`/m/${slug}/you`);
  const panel = page.getByRole("region", { name: "Three things to take home" });
  await panel.getByText("Before you go: what will you do, or tell someone?").waitFor();
  // It is the first thing on the page then.
  expect(await page.locator(".yo-c section").first().getAttribute("aria-labelledby")).toBe("th");
  await panel.getByLabel("Number 1").fill("ten alerts, not 200");
  await panel.getByLabel("Number 1").press("Tab");
  await panel.getByRole("status").getByText("Saved").waitFor();
  await panel.getByLabel("Number 2").fill("Ask Tom for the script");
  await panel.getByLabel("Number 2").press("Enter");
  await expect.poll(() => ownOf(phone)).toEqual(["ten alerts, not 200", "Ask Tom for the script", null]);
  await isFine(phone);
  // Words that others use too are one press away, while there is a place.
  await panel.getByText("What others name, and what came out").click();
  await panel.getByRole("button", { name: "Alerts at night" }).click();
  await expect.poll(() => panel.getByLabel("Number 3").inputValue()).toBe("Alerts at night");
  await panel.getByText("All three are taken.").waitFor();
  expect(await panel.getByRole("button", { name: "Alerts at night" }).count()).toBe(0);
  await isFine(phone);
  await panel.getByLabel("Number 3").fill("");
  await panel.getByLabel("Number 3").press("Tab");
  await panel.getByRole("button", { name: "Alerts at night" }).waitFor();
  await expect.poll(() => ownOf(phone)).toEqual(["ten alerts, not 200", "Ask Tom for the script", null]);

  const laptop = await alsoOn(phone, DESKTOP);
  await laptop.page.goto(`/m/${slug}/you`);
  const onLaptop = laptop.page.getByRole("region", { name: "Three things to take home" });
  await expect.poll(() => onLaptop.getByLabel("Number 1").inputValue()).toBe("ten alerts, not 200");

  await page.context().setOffline(true);
  await page.getByText("Offline.").waitFor();
  await panel.getByLabel("Number 1").fill(TOGETHER);
  await panel.getByLabel("Number 3").focus();
  await panel.getByText("Not sent yet").first().waitFor();
  // The other device takes the second one out meanwhile.
  await onLaptop.getByLabel("Number 2").fill("");
  await onLaptop.getByLabel("Number 2").press("Tab");
  await expect.poll(() => ownOf(laptop)).toEqual(["ten alerts, not 200", null, null]);
  await page.context().setOffline(false);
  await expect.poll(() => onLaptop.getByLabel("Number 1").inputValue()).toBe(TOGETHER);
  await expect.poll(() => panel.getByLabel("Number 2").inputValue()).toBe("");
  await panel.getByText("Not sent yet").waitFor({ state: "detached" });
  await isFine(laptop);

  // One more who is counted would tell what they said: it comes out with two others.
  for (const name of ["Dan", "Fay"]) {
    const other = await named(here.url, name);
    await other.does(slug, { type: "takeHome.set", number: 1, text: `Only ${name}’s` });
  }
  // What three people name is in the report for everybody, and marked for whose it is.
  await laptop.page.goto(`/m/${slug}/report`);
  const all = laptop.page.getByRole("region", { name: "What people took home" });
  await all.getByText(TOGETHER).waitFor();
  await all.getByText("Yours too").waitFor();
  await all.getByText("3 people", { exact: false }).first().waitFor();
  await laptop.page.getByRole("region", { name: "What you take home" }).getByText(TOGETHER).waitFor();
  await isFine(laptop);
  const stranger = await here.comes(PHONE);
  await stranger.page.goto(`/m/${slug}/report`);
  await stranger.page.getByRole("region", { name: "What people took home" }).getByText(TOGETHER).waitFor();
  expect(await stranger.page.getByRole("region", { name: "What you take home" }).count()).toBe(0);
  await isFine(stranger);
});

test("[A62] what is being written is there when the page goes before one has left the field, and words that are refused stay", async () => {
  const eve = await here.comes({ as: "Eva" });
  const { page } = eve;
  await page.goto(`/m/${slug}/you`);
  const field = page.getByLabel("Number 3");
  await field.fill("Begun and not left");
  await page.goto(`/m/${slug}`);
  await expect.poll(() => ownOf(eve)).toEqual([null, null, "Begun and not left"]);
  await page.goto(`/m/${slug}/you`);
  await expect.poll(() => field.inputValue()).toBe("Begun and not left");
  // A character that nobody sees.
  await field.fill("\u200b");
  await field.press("Tab");
  await page.getByText("Needs at least one visible character").waitFor();
  expect(await field.inputValue()).toBe("\u200b");
  expect(await ownOf(eve)).toEqual([null, null, "Begun and not left"]);
  await field.fill("Mended");
  await field.press("Tab");
  await page.getByText("Needs at least one visible character").waitFor({ state: "detached" });
  await expect.poll(() => ownOf(eve)).toEqual([null, null, "Mended"]);
});

test("[A61] the next meetup asks what became of it, once, and by keys alone it is said", async () => {
  const ana = await here.comes({ as: "Ana" });
  await ana.does(
    slug,
    { type: "takeHome.set", number: 1, text: TOGETHER },
    { type: "takeHome.set", number: 3, text: "One person off the pager rota" },
  );
  const { page } = ana;
  await page.goto(`/m/${next}`);
  const line = page.getByRole("region", { name: "Last time" });
  await line.getByText("You took 2 things home from Ops, Utrecht.").waitFor();
  await isFine(ana);
  await line.getByRole("link", { name: "How did they go?" }).press("Enter");
  const panel = page.getByRole("region", { name: "Last time, at Ops, Utrecht" });
  const first = panel.getByRole("group", { name: TOGETHER });
  await first.getByLabel("Done").focus();
  await page.keyboard.press("Space");
  await expect.poll(() => told(ana)).toEqual([[TOGETHER, "done"]]);
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => told(ana)).toEqual([[TOGETHER, "partly"]]);
  const second = panel.getByRole("group", { name: "One person off the pager rota" });
  await page.keyboard.press("Tab");
  expect(await second.getByLabel("Done").evaluate((radio) => radio === document.activeElement)).toBe(true);
  await isFine(ana);

  const phone = await alsoOn(ana, { ...PHONE, colorScheme: "dark" });
  await phone.page.goto(`/m/${next}/you`);
  await phone.page
    .getByRole("group", { name: TOGETHER })
    .getByLabel("Partly", { exact: true })
    .and(phone.page.locator(":checked"))
    .waitFor();
  await phone.page.getByRole("group", { name: "One person off the pager rota" }).getByLabel("Not yet").click();
  await isFine(phone);
  await second.getByLabel("Not yet").and(page.locator(":checked")).waitFor();
  // All is said: nobody is asked any more.
  await page.goto(`/m/${next}`);
  await page.getByRole("heading", { name: "What should we talk about?" }).waitFor();
  await page.evaluate(() => customElements.whenDefined("last-time-line"));
  await page.waitForLoadState("networkidle");
  expect(await line.count()).toBe(0);
  await page.goto(`/m/${next}/report`);
  const own = page.getByRole("region", { name: "What you take home" });
  await own.getByText("Partly").waitFor();
  await own.getByText("Not yet").waitFor();
  await isFine(ana);
});

test("[A61] [A43] who would rather not say puts the question away, and keeps the keyboard; who took nothing home isn't asked", async () => {
  const gus = await here.comes({ as: "Gus" });
  await gus.does(slug, { type: "takeHome.set", number: 2, text: "Write the upgrade runbook" });
  const { page } = gus;
  await page.goto(`/m/${next}`);
  const line = page.getByRole("region", { name: "Last time" });
  await line.getByText("You took one thing home from Ops, Utrecht.").waitFor();
  await line.getByRole("button", { name: "Put this away" }).press("Enter");
  await line.waitFor({ state: "detached" });
  await expect.poll(() => page.evaluate(() => document.activeElement !== document.body)).toBe(true);
  await page.reload();
  await page.evaluate(() => customElements.whenDefined("last-time-line"));
  await page.waitForLoadState("networkidle");
  expect(await line.count()).toBe(0);
  await page.goto(`/m/${next}/you`);
  await page.getByRole("region", { name: "Last time, at Ops, Utrecht" }).waitFor();

  const hans = await here.comes({ as: "Hans" });
  await hans.page.goto(`/m/${next}/you`);
  await hans.page.getByRole("link", { name: "What became of your part of the meetup before" }).waitFor();
  await hans.page.waitForLoadState("networkidle");
  expect(await hans.page.getByRole("region", { name: /^Last time/u }).count()).toBe(0);
});

test("[A61] what one took home is found on the device where the server can’t be asked for it", async () => {
  const kim = await here.comes({ ...PHONE, as: "Kim" });
  await kim.does(slug, { type: "takeHome.set", number: 1, text: "Read the whole log first" });
  const { page } = kim;
  await page.goto(`/m/${slug}/you`);
  await expect.poll(() => page.getByLabel("Number 1").inputValue()).toBe("Read the whole log first");
  await isKnown(page);
  await page.route(/\/take-home$/u, (route) => route.abort());
  await page.goto(`/m/${next}/you`);
  const panel = page.getByRole("region", { name: "Last time, at Ops, Utrecht" });
  await panel.getByRole("group", { name: "Read the whole log first" }).getByLabel("Done").click();
  await expect.poll(() => told(kim)).toEqual([["Read the whole log first", "done"]]);
});

test("[A62] who is about to go is led there: from their day, and from the closed agenda", async () => {
  const ida = await here.comes({ ...PHONE, as: "Ida" });
  const { page } = ida;
  const panel = page.getByRole("region", { name: "Three things to take home" });
  await page.goto(`/m/${slug}/my-day`);
  await page.getByRole("link", { name: "Before you go: what are you taking home?" }).click();
  await panel.waitFor();
  await olga.does(slug, { type: "meetup.setPhase", phase: "closed" });
  await page.goto(`/m/${slug}`);
  await page.getByRole("link", { name: "what you take home" }).click();
  await panel.getByLabel("Number 1").fill("On the train");
  await panel.getByLabel("Number 1").press("Enter");
  await expect.poll(() => ownOf(ida)).toEqual(["On the train", null, null]);
  // Once the time for notes has passed it can be read, and nothing else.
  await olga.does(slug, { type: "meetup.edit", notesUntil: "2026-01-01" });
  await panel.getByLabel("Number 1").waitFor({ state: "detached" });
  await panel.getByText("On the train").waitFor();
  await isFine(ida);
});

/** What they take home, as the server has it. */
async function ownOf({ page }: VisitorPage): Promise<unknown> {
  const answer = await page.request.get(`/api/meetups/${slug}/take-home`);
  return ((await answer.json()) as { takeHome: unknown }).takeHome;
}

/** What they have said at the next meetup. */
async function told({ page }: VisitorPage): Promise<[string, string][]> {
  const answer = await page.request.get(`/api/meetups/${next}`);
  const { me } = (await answer.json()) as { me: { lastTime: { text: string; became: string }[] } };
  return me.lastTime.map(({ text, became }) => [text, became]);
}
