import { setTimeout as pause } from "node:timers/promises";
import type { BrowserContextOptions, Response } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { accessibilityFaults, colourFaults } from "../helpers/axe.ts";
import { venue } from "./venue.ts";
import { DESKTOP, PHONE } from "./visitor-page.ts";

const here = venue();
let slug: string;
let padId: string;

beforeAll(async () => {
  const maker = await here.comes({ stays: true, as: "Olga" });
  await maker.page.goto("/");
  await maker.page.getByRole("button", { name: "Try the sample meetup" }).click();
  await maker.page.getByRole("heading", { name: "What should we talk about?" }).waitFor();
  slug = new URL(maker.page.url()).pathname.split("/")[2]!;
  padId = (await maker.look(slug)).sessions[1]!.padId;
});

const pages = [
  ["home", () => "/", "Halfway through, compare notes."],
  ["agenda", () => `/m/${slug}`, "What should we talk about?"],
  ["topic", () => `/m/${slug}/7`, "Puppet"],
  ["schedule", () => `/m/${slug}/schedule`, "Schedule"],
  ["side groups", () => `/m/${slug}/side-groups`, "Side groups"],
  ["history", () => `/m/${slug}/history`, "History"],
  ["actions", () => `/m/${slug}/actions`, "Welcome (foundation and host)"],
  ["notes", () => `/m/${slug}/notes/${padId}`, "OVS issues, fixes, best practices"],
  ["missing meetup", () => "/m/no-such-meetup-here", "No meetup here"],
  ["missing page of a meetup", () => `/m/${slug}/nothing`, "No page here"],
  ["missing page", () => "/nothing", "Nothing here"],
] as const;

/** These say the same in the same way as a missing meetup: one of them will do on a phone. */
const ALIKE = /^missing page/u;

const screens: [string, BrowserContextOptions, (typeof pages)[number][]][] = [
  ["a light wide screen, which turns dark", { ...DESKTOP, colorScheme: "light" }, [...pages]],
  ["a dark phone", { ...PHONE, colorScheme: "dark" }, pages.filter(([name]) => !ALIKE.test(name))],
];

describe.each(screens)("on %s", (_, screen, all) => {
  test.each(all)(
    "the %s page has no known accessibility fault, fits, comes without moving, and breaks no policy",
    async (_name, path, heading) => {
      const { page } = await here.comes({ ...screen, stays: true });
      await page.emulateMedia({ colorScheme: screen.colorScheme! });
      // Everything is fetched, as by a device that has nothing of it yet.
      const devtools = await page.context().newCDPSession(page);
      await devtools.send("Network.setCacheDisabled", { cacheDisabled: true });
      await page.goto(path());
      await page.getByRole("heading", { name: heading }).first().waitFor();
      expect(await accessibilityFaults(page)).toEqual([]);
      const tooWide = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(tooWide).toBe(0);
      // Cumulative layout shift. A heading may still wrap anew when its font comes, where no stand-in for it is installed.
      expect(await page.evaluate(layoutShift)).toBeLessThan(0.03);
      await devtools.detach();
      if (screen.colorScheme === "dark") return;
      await page.emulateMedia({ colorScheme: "dark" });
      expect(await colourFaults(page)).toEqual([]);
    },
  );
});

/** A script that has begun to come has come within so long, or never does. */
const LOST_MS = 10_000;

/** How much has moved on the page since it came; runs in the page. */
function layoutShift(): number {
  const observer = new PerformanceObserver(() => undefined);
  observer.observe({ type: "layout-shift", buffered: true });
  const shifts = observer.takeRecords() as (PerformanceEntry & { value: number })[];
  observer.disconnect();
  return shifts.reduce((sum, { value }) => sum + value, 0);
}

test.each([
  ["light", "rgb(243, 245, 241)"],
  ["dark", "rgb(13, 20, 18)"],
] as const)(
  "on a slow line the page is painted %s before style sheets have come, and the app not before",
  async (scheme, canvas) => {
    // The device's own choice, against the system's.
    const visitor = await here.comes({ colorScheme: scheme === "dark" ? "light" : "dark" });
    const { page } = visitor;
    await page.addInitScript((theme) => localStorage.setItem("midcycle.theme", theme), scheme);
    const held = Promise.withResolvers<void>();
    await page.route(/\.css$/u, async (route) => {
      await held.promise;
      await route.continue();
    });
    const scripted = page.waitForEvent("requestfinished", (request) => /index-[\w-]+\.js$/u.test(request.url()));
    await page.goto(`/m/${slug}`, { waitUntil: "commit" });
    const painted = () => page.evaluate(() => performance.getEntriesByName("first-contentful-paint").length);
    await expect.poll(painted).toBe(1);
    await scripted;
    const first = page.locator("#first-paint");
    expect(await first.innerText()).toBe("Midcycle");
    expect(await first.evaluate((element) => getComputedStyle(element).backgroundColor)).toBe(canvas);
    expect(await page.locator("header").count()).toBe(0);
    held.resolve();
    await page.locator(".topic .vote").first().waitFor();
    expect(await first.count()).toBe(0);
  },
);

test("the agenda does not load the editor: at most 70 kB of JavaScript before the first vote, 260 kB for the editor", async () => {
  const visitor = await here.comes();
  const scripts: Response[] = [];
  visitor.page.on("response", (response) => {
    if (/\.js(\?|$)/u.test(response.url())) scripts.push(response);
  });
  const total = async () => {
    const sizes = await Promise.all(
      scripts.map(async (response) => {
        // What was still on its way when one went on never came, and sometimes nothing says so.
        const ended = await Promise.race([response.finished(), pause(LOST_MS).then(() => new Error("lost"))]);
        return ended === null ? (await response.request().sizes()).responseBodySize : 0;
      }),
    );
    return sizes.reduce((sum, size) => sum + size, 0);
  };
  const document = await visitor.page.goto(`/m/${slug}`);
  // Chrome throws away modules that are preloaded through the service worker, and warns.
  expect(await document?.text()).not.toContain("modulepreload");
  await visitor.page.locator(".topic .vote").first().waitFor();
  await visitor.page.getByText(/here$/u).first().waitFor();
  const agenda = await total();
  expect(agenda).toBeGreaterThan(10_000);
  expect(agenda).toBeLessThan(70_000);
  await visitor.page.goto(`/m/${slug}/notes/${padId}`);
  await visitor.page.locator("pad-editor .cm-content").waitFor();
  expect((await total()) - agenda).toBeLessThan(260_000);
});

test("what a page asks first is asked while its code is on its way, and once; what it needs comes six files at a time", async () => {
  const { page } = await here.comes();
  const asked: string[] = [];
  let isScriptHere = false;
  const early = new Set<string>();
  page.on("requestfinished", (request) => (isScriptHere ||= /index-[\w-]+\.js$/u.test(request.url())));
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    asked.push(pathname);
    if (!isScriptHere) early.add(pathname);
  });
  const first = ["/api/me", `/api/meetups/${slug}`];
  for (const [path, shown] of [
    [`/m/${slug}/schedule`, ".pi"],
    [`/m/${slug}/notes/${padId}`, ".cm-content"],
  ] as const) {
    [isScriptHere, asked.length] = [false, 0];
    early.clear();
    await page.goto(path);
    await page.locator(shown).first().waitFor();
    expect([...early]).toEqual(expect.arrayContaining(first));
    expect(asked.filter((address) => first.includes(address)).toSorted()).toEqual(first);
    // Code is fetched, and imported from the browser's own cache then.
    const later = new Set(asked.filter((address) => /^\/assets\/.*\.js$/u.test(address) && !early.has(address)));
    expect(later.size).toBeLessThanOrEqual(6);
  }
});

test("a sample says so, and its maker deletes it in front of everyone", async () => {
  const maker = await here.comes({ as: "Petra" });
  const { slug: mine } = (await (await maker.page.request.post("/api/sample", { data: {} })).json()) as {
    slug: string;
  };
  const reader = await here.comes({ ...PHONE, stays: true });
  for (const someone of [maker, reader]) {
    await someone.page.goto(`/m/${mine}`);
    await someone.page.getByText("This is a sample meetup with made-up people and votes.").waitFor();
  }
  maker.page.once("dialog", (dialog) => void dialog.accept());
  await maker.page.getByRole("button", { name: "Delete it" }).click();
  await reader.page
    .getByText(/deleted|gone/iu)
    .first()
    .waitFor();
  expect((await reader.page.request.get(`/api/meetups/${mine}`)).status()).toBe(404);
});

test("who comes back with a phone sees the way to where they were on the first screen", async () => {
  const { page } = await here.comes({ ...PHONE, stays: true });
  await page.goto(`/m/${slug}`);
  await page.locator(".topic .vote").first().waitFor();
  await page.goto("/");
  const back = page.locator(`.visits a[href="/m/${slug}"]`);
  await back.waitFor();
  const { y, height } = (await back.boundingBox())!;
  expect(y + height).toBeLessThan(PHONE.viewport.height / 2);
});

test("a session's room, a link on the card's own, is hit where it shows, and cards have an edge in forced colours", async () => {
  const visitor = await here.comes({ ...DESKTOP, stays: true });
  await visitor.page.emulateMedia({ forcedColors: "active" });
  await visitor.page.goto(`/m/${slug}/schedule`);
  await visitor.page.locator(".pi-room").first().waitFor();
  const heights = await visitor.page.locator(".pi-room").evaluateAll((all) => all.map((each) => each.clientHeight));
  expect(Math.min(...heights)).toBeGreaterThanOrEqual(24);
  const edges = await visitor.page
    .locator(".pi")
    .evaluateAll((all) => all.map((each) => getComputedStyle(each).borderTopWidth));
  expect(new Set(edges)).toEqual(new Set(["1px"]));
  await visitor.page.locator(".pi-room").first().click();
  await visitor.page.getByRole("heading", { name: "In this room now" }).waitFor();
  await visitor.page.emulateMedia({ forcedColors: null });
});

test("in forced colours one sees which colour one chooses, where a dialog and a toast end, and what is pressed", async () => {
  const { page } = await here.comes({ ...DESKTOP, as: "Cleo" });
  await page.emulateMedia({ forcedColors: "active" });
  await page.goto(`/m/${slug}`);
  const edge = (selector: string) =>
    page
      .locator(selector)
      .first()
      .evaluate((each) => getComputedStyle(each).borderTopWidth);
  await page.getByRole("button", { name: "You are Cleo" }).click();
  const colours = await page
    .locator(".pick span")
    .evaluateAll((all) => all.map((each) => getComputedStyle(each).backgroundColor));
  expect(new Set(colours).size).toBe(12);
  const canvas = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  expect(colours).not.toContain(canvas);
  expect(await edge(".dialog")).toBe("1px");
  await page.getByRole("button", { name: "Close", exact: true }).click();

  await page.locator(".topic .vote").first().waitFor();
  const lens = page.getByRole("button", { name: "Scale" });
  await lens.click();
  await expect.poll(() => lens.getAttribute("aria-pressed")).toBe("true");
  // With the pointer on it still.
  const { color, backgroundColor } = await lens.evaluate((each) => {
    const { color, backgroundColor } = getComputedStyle(each);
    return { color, backgroundColor };
  });
  const system = await page.evaluate(() => {
    const probe = document.body.appendChild(document.createElement("i"));
    probe.style.cssText = "color:HighlightText;background:Highlight;forced-color-adjust:none";
    const { color, backgroundColor } = getComputedStyle(probe);
    probe.remove();
    return { color, backgroundColor };
  });
  expect({ color, backgroundColor }).toEqual(system);

  await page.getByLabel("Propose a topic").fill("Where did the edges go?");
  await page.getByRole("button", { name: "Propose", exact: true }).click();
  await page.locator(".toast").waitFor();
  expect(await edge(".toast")).toBe("1px");
});

test("who can't see the list hears how many topics a search leaves", async () => {
  const { page } = await here.comes({ ...DESKTOP, stays: true });
  await page.goto(`/m/${slug}`);
  await page.locator(".topic .vote").first().waitFor();
  const polite = page.locator("body > [data-say=polite]");
  await page.getByLabel("Find a topic").pressSequentially("puppet");
  await expect.poll(() => polite.textContent()).toBe("1 topic");
  await page.getByLabel("Find a topic").fill("no such thing");
  await expect.poll(() => polite.textContent()).toBe("No topic fits");
});

test("who can't see the list of people hears how many of them a search leaves", async () => {
  const { page } = await here.comes({ stays: true, as: "Olga" });
  await page.goto(`/m/${slug}`);
  await page.locator("button.meet").click();
  await page.getByRole("button", { name: "People" }).click();
  const polite = page.locator("dialog > [data-say=polite]");
  await page.getByLabel("Find someone").fill("haruto");
  await expect.poll(() => polite.textContent()).toBe("1 person");
  await page.getByLabel("Find someone").fill("no such name");
  await expect.poll(() => polite.textContent()).toBe("Nobody fits");
  await page.getByText("Nobody fits.").waitFor();
});

test("by keyboard alone: to a topic, a vote, its details and back", async () => {
  const visitor = await here.comes({ stays: true, as: "Olga" });
  await visitor.page.goto(`/m/${slug}`);
  await visitor.page.locator(".topic .vote").first().waitFor();
  await visitor.page.keyboard.press("j");
  await visitor.page.keyboard.press("j");
  const focused = visitor.page.locator(".topic").nth(1);
  await expect.poll(() => focused.evaluate((row) => row.contains(document.activeElement))).toBe(true);
  await visitor.page.keyboard.press("v");
  await expect.poll(() => focused.locator(".vote").getAttribute("aria-pressed")).toBe("true");
  await expect
    .poll(() => visitor.page.locator("[aria-live=polite]").allTextContents())
    .toContainEqual(expect.stringMatching(/^Voted: .+ votes$/u));
  await visitor.page.keyboard.press("Enter");
  await visitor.page.locator("#topic-title").waitFor();
  await visitor.page.keyboard.press("Escape");
  await visitor.page.locator("#topic-title").waitFor({ state: "detached" });
});

test.each([
  ["inside a meetup", () => `/m/${slug}/nothing.`, "No page here", "Go to the agenda", "What should we talk about?"],
  ["outside of one", () => "/nothing", "Nothing here", "Go home", "Halfway through, compare notes."],
])("an address %s that no page has says so, leads on, and says so again on the way back", async (...row) => {
  const [, path, missing, onwards, next] = row;
  const { page } = await here.comes({ ...PHONE, stays: true });
  const heading = (name: string) => page.getByRole("heading", { level: 1, name });
  await page.goto(path());
  await heading(missing).waitFor();
  await expect.poll(() => page.title()).toMatch(/^Not here · (?:Midcycle|\p{L})/u);
  await page.getByRole("link", { name: onwards }).click();
  await heading(next).waitFor();
  await page.goBack();
  await heading(missing).waitFor();
  await expect.poll(() => heading(missing).evaluate((h1) => h1 === document.activeElement)).toBe(true);
  expect(await page.title()).toMatch(/^Not here · /u);
});

test("once a meetup is closed, no page calls a topic proposed, or waits for a plan, a place or a time", async () => {
  const olga = await here.comes({ stays: true, as: "Olga" });
  const { page } = olga;
  const made = await olga.makesMeetup();
  const address = `/m/${made}`;
  await olga.does(made, { type: "topic.propose", id: "topic-001", title: "Left over" });
  await olga.does(made, { type: "vote.cast", topicId: "topic-001" });
  await olga.does(made, { type: "sideGroup.start", id: "group-001", title: "Lunch" });
  await olga.does(made, { type: "topic.propose", id: "topic-002", title: "Backups" });
  await olga.does(made, { type: "vote.cast", topicId: "topic-002", as: "pick" });
  await olga.does(made, { type: "sideGroup.start", id: "group-002", topicId: "topic-002" });
  await olga.does(made, { type: "outcome.set", sideGroupId: "group-002", text: "Restore one a month" });
  const chip = page.locator(".chip:visible").filter({ hasText: /Proposed|Not scheduled/u });
  await page.goto(address);
  await expect.poll(() => chip.allTextContents()).toEqual(["Proposed"]);
  await olga.does(made, { type: "meetup.setPhase", phase: "closed" });
  await expect.poll(() => chip.allTextContents()).toEqual(["Not scheduled"]);
  await page.getByRole("button", { name: "Filter" }).click();
  await page.getByRole("checkbox", { name: "Not scheduled" }).waitFor();
  for (const [part, ...says] of [
    ["/1", "No place", "Nobody said anything here.", "The one person who has seen it would come."],
    ["/you", "You also voted for"],
    ["/report", "What came out"],
  ]) {
    await page.goto(address + part);
    for (const each of says) await page.getByText(each, { exact: true }).waitFor();
    await expect.poll(async () => new Set(await chip.allTextContents())).toEqual(new Set(["Not scheduled"]));
    // What came of one's top picks stands with them.
    if (part === "/you") await page.locator(".tp").getByText("Restore one a month").waitFor();
  }
  for (const part of ["/side-groups", "/my-day"]) {
    await page.goto(address + part);
    await page.getByRole("link", { name: "Lunch", exact: true }).waitFor();
    expect(await page.getByText(/No (?:place|time) yet/u).count()).toBe(0);
  }
  const { page: other } = await here.comes({ ...DESKTOP, stays: true });
  await other.goto(`${address}/my-day`);
  await other.getByRole("link", { name: "See what came out" }).waitFor();
});

test("a time without a session waits for one only until it comes or the meetup is closed", async () => {
  const olga = await here.comes({ stays: true, as: "Olga" });
  const { page } = olga;
  const gaps = await olga.makesMeetup({ startsOn: "2020-11-01" });
  for (const year of [2020, 2090]) {
    const times = { startsAt: `${year}-11-01T09:00:00Z`, endsAt: `${year}-11-01T09:45:00Z` };
    await olga.does(gaps, { type: "slot.add", id: `slot-${year}`, ...times });
  }
  await page.goto(`/m/${gaps}/schedule`);
  await page.getByText("No session", { exact: true }).waitFor();
  await page.getByRole("button", { name: "2090" }).click();
  await page.getByText("Nothing placed here yet").waitFor();
  await olga.does(gaps, { type: "meetup.setPhase", phase: "closed" });
  await page.getByText("No session", { exact: true }).waitFor();
});

test("the meetup's sheet is no wider than a phone of 320 or 360 px", async () => {
  const { page } = await here.comes({ ...PHONE, stays: true });
  await page.setViewportSize({ width: 320, height: 740 });
  await page.goto(`/m/${slug}`);
  await page.locator("button.meet").click();
  const sheet = page.getByRole("dialog");
  await sheet.getByRole("button", { name: "Copy" }).first().waitFor();
  const tooWide = () => sheet.evaluate((dialog) => dialog.scrollWidth - dialog.clientWidth);
  expect(await tooWide()).toBe(0);
  expect(await accessibilityFaults(page, "dialog")).toEqual([]);
  await page.setViewportSize({ width: 360, height: 740 });
  await expect.poll(() => page.evaluate(() => innerWidth)).toBe(360);
  expect(await tooWide()).toBe(0);
  await page.setViewportSize(PHONE.viewport);
});

test("[A46] the report leads to no notes of a side group that waits for the connection", async () => {
  const olga = await here.comes({ stays: true, as: "Olga" });
  const { page } = olga;
  const slug = await olga.makesMeetup();
  await olga.does(slug, { type: "sideGroup.start", id: "group-one", title: "Runbooks", place: "Lobby" });
  const toReport = async () => {
    await page.getByRole("button", { name: "Operators in Porto" }).click();
    await page.getByRole("link", { name: "What has come out so far" }).click();
    await page.getByRole("heading", { name: "What has come out so far" }).waitFor();
  };
  // The code of both pages, and of the form, is here.
  await page.goto(`/m/${slug}`);
  await toReport();
  await olga.goesTo("Side groups");
  await page.getByRole("button", { name: "Start a side group" }).first().click();
  const form = page.getByRole("dialog", { name: "Start a side group" });
  await form.getByLabel("What about?").fill("Billing");
  await form.getByLabel("Where?").fill("Courtyard");
  await page.context().setOffline(true);
  await page.getByText("Offline.").waitFor({ state: "attached" });
  await form.getByRole("button", { name: "Start", exact: true }).click();
  await page.getByRole("heading", { name: "Billing" }).waitFor();
  await toReport();
  await page.getByRole("link", { name: "Runbooks" }).waitFor();
  await page.getByRole("heading", { name: "Billing" }).waitFor();
  expect(await page.getByRole("link", { name: "Billing" }).count()).toBe(0);
  await page.context().setOffline(false);
  await page.getByRole("link", { name: "Billing" }).waitFor();
});
