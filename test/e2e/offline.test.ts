import { cp, mkdir, readdir, readFile, rename, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accessibilityFaults } from "../helpers/axe.ts";
import { temporaryFolder, type TemporaryFolder } from "../helpers/temporary-folder.ts";
import { goOn, PadTab } from "./pad-tab.ts";
import { makeRunningDay, ROOMS, type RunningDay } from "./running-day.ts";
import { isKnown } from "./known-meetup.ts";
import { venue } from "./venue.ts";
import { DESKTOP, KEEPS_APP, PHONE, type VisitorPage } from "./visitor-page.ts";
import { serveAhead } from "./wall-hours.ts";

const PATIENCE = { timeout: 30_000 };
const DIST = fileURLToPath(new URL("../../dist", import.meta.url));
/** The files of the app whose names change with what is in them. */
const HASHED = /-[\w-]{8}\.(?:js|css)$/u;
const PRACTICAL = {
  wifiName: "Domkerk guests",
  wifiPassword: "correct horse",
  food: "Lunch at **12:30** in the cloister. <img src=x onerror=alert(1)>",
  contact: "Ana, at the desk, or [by mail](mailto:care@example.org)",
};

const here = venue(serveAhead);
let day: RunningDay;
let folder: TemporaryFolder;

beforeAll(async () => {
  folder = await temporaryFolder();
  day = await makeRunningDay(here.url, Date.now());
  await day.organizer.does(day.slug, { type: "meetup.edit", practical: PRACTICAL });
});

afterAll(() => folder?.remove());

/** Someone who opens a page and has everything kept that is kept. */
async function visits(path: string, options: Parameters<typeof here.comes>[0] = PHONE): Promise<VisitorPage> {
  const visitor = await here.comes({ ...options, ...KEEPS_APP });
  await visitor.page.goto(path);
  await visitor.page.locator("h1").first().waitFor();
  await isKept(visitor.page);
  return visitor;
}

/** All of it: the meetup, and the app with what it was drawn with before there was a worker, which sees what is fetched from now on. */
async function isKept(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  await isKnown(page);
  const state = () =>
    page.evaluate(async () => {
      const keys = await Promise.all(
        (await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => url)),
      );
      const hasFont = keys.flat().some((url) => url.endsWith(".woff2"));
      return { hasFont, isControlled: navigator.serviceWorker.controller !== null };
    });
  await expect.poll(state, PATIENCE).toEqual({ hasFont: true, isControlled: true });
}

function buildOf(page: Page): Promise<string | null> {
  return page.locator('meta[name="midcycle-build"]').getAttribute("content");
}

/** How a build differs from the one before: of files that are named so, each has another name, or is missing. */
interface Change {
  before: string;
  renamed?: RegExp;
  missing?: RegExp;
}

/** The same pages as another build, in a folder of their own. */
async function release(build: string, { before, renamed, missing }: Change): Promise<string> {
  const newer = join(folder.path, build);
  await cp(DIST, newer, { recursive: true, filter: (file) => !/\.(?:br|gz)$/u.test(file) });
  const files = (await readdir(newer, { recursive: true })).filter((file) => /\.(?:html|js|css)$/u.test(file));
  const names = files.map((file) => file.split("/").at(-1)!).filter((name) => renamed?.test(name));
  for (const file of files) {
    const text = (await readFile(join(newer, file), "utf8")).replaceAll(before, build);
    const changed = names.reduce((all, name) => all.replaceAll(name, nextName(name)), text);
    await writeFile(join(newer, file), changed);
  }
  for (const name of names) await rename(join(newer, "assets", name), join(newer, "assets", nextName(name)));
  const assets = await readdir(join(newer, "assets"));
  for (const name of assets.filter((file) => missing?.test(file))) await unlink(join(newer, "assets", name));
  return newer;
}

function nextName(name: string): string {
  return name.replace(/.(?=\.\w+$)/u, "~");
}

/** Resolves once the worker of a build is the one in charge. */
async function isTakenOver(page: Page, build: string): Promise<void> {
  await expect.poll(() => page.evaluate(() => caches.keys()), PATIENCE).toContain(`midcycle-${build}`);
  const isDone = () =>
    page.evaluate(async (name) => {
      const registration = await navigator.serviceWorker.getRegistration();
      const { installing, waiting, active } = registration ?? {};
      // The document and the icon come last: without them it has failed.
      const cache = await caches.open(name);
      const isFilled = (await Promise.all(["/", "/icon.svg"].map((path) => cache.match(path)))).every(Boolean);
      return isFilled && installing === null && waiting === null && active?.state === "activated";
    }, `midcycle-${build}`);
  await expect.poll(isDone, PATIENCE).toBe(true);
}

describe("practical information", () => {
  test.each([
    ["a phone", { ...PHONE, colorScheme: "light" }],
    ["a dark wide screen", { ...DESKTOP, colorScheme: "dark" }],
  ] as [string, BrowserContextOptions][])("has no known fault, fits and runs nothing on %s", async (_, screen) => {
    const visitor = await here.comes(screen);
    const { page } = visitor;
    await page.goto(`/m/${day.slug}/practical`);
    await page.getByRole("heading", { name: "Practical information" }).waitFor();
    await page.locator(".pr-wifi svg").waitFor();
    await expect.poll(() => page.locator(".pr-p b").allTextContents()).toEqual(["12:30"]);
    expect(await page.locator(".pr img").count()).toBe(0);
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(
      0,
    );
  });

  test("is written by an organizer in the page", async () => {
    const petra = await here.comes({ as: "Petra" });
    const { page } = petra;
    await page.goto(`/m/${await petra.makesMeetup()}/practical`);
    await page.getByRole("button", { name: "Edit" }).click();
    await page.getByLabel("Wi-Fi name").fill("Attic");
    await page.getByLabel("Food and drink").fill("Bring a *cup*");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.getByText("Attic", { exact: true }).waitFor();
    await expect.poll(() => page.locator(".pr-p em").textContent()).toBe("cup");
  });

  test("[O1][O2] opens with no network after a visit, as do the other pages, and says as of when", async () => {
    const visitor = await visits(`/m/${day.slug}/my-day`, { ...PHONE, as: "Ana" });
    const { page } = visitor;
    await page.getByRole("button", { name: "You are Ana" }).waitFor();
    await visitor.does(day.slug, { type: "plan.add", sessionId: "session-singel-2" });
    await page.locator("main").getByText("Packaging, part 3").first().waitFor();
    // What this person has just seen is kept as they go: nothing that comes after keeps more.
    await page.goto("about:blank");
    await page.context().setOffline(true);
    await page.goto(`/m/${day.slug}/practical`);
    await page.getByText("correct horse").waitFor(PATIENCE);
    await page.getByText(/You see the last news, as of \d\d:\d\d\./u).waitFor(PATIENCE);
    expect(await accessibilityFaults(page)).toEqual([]);

    for (const [path, text] of [
      ["/schedule", "RabbitMQ, part 1"],
      ["/side-groups", "Runbooks at 3 a.m."],
      ["/my-day", "Packaging, part 3"],
      ["", "What should we talk about?"],
      [`/room/${ROOMS.dom}`, "RabbitMQ, part 1"],
    ]) {
      await goOn(page, `/m/${day.slug}${path}`);
      await page.locator("main").getByText(text!).first().waitFor(PATIENCE);
    }
    await page.reload();
    await page.locator("main").getByText("RabbitMQ, part 1").first().waitFor(PATIENCE);
    await page.context().setOffline(false);
    await page.locator(".now--off").waitFor({ state: "detached", ...PATIENCE });
  });
});

describe("while another page changes what a device keeps of meetups", () => {
  /** A page of a later version, which wants the store otherwise; what became of that. */
  async function changes(visitor: VisitorPage, { isHeld }: { isHeld: boolean }): Promise<string> {
    const other = await visitor.page.context().newPage();
    await other.goto(`/m/${day.slug}/now.json`);
    return other.evaluate(async (isHeldOpen) => {
      const opened = (version?: number) =>
        new Promise<string>((resolve) => {
          const opening = indexedDB.open("midcycle-meetups", version);
          opening.onblocked = () => resolve("blocked");
          opening.onsuccess = () => resolve("open");
        });
      // It stays open: nobody closes it for what comes after.
      if (isHeldOpen) await opened();
      return opened(2);
    }, isHeld);
  }

  test("[O1] a page that is open makes way", async () => {
    const visitor = await here.comes(PHONE);
    await visitor.page.goto(`/m/${day.slug}`);
    await isKnown(visitor.page);
    expect(await changes(visitor, { isHeld: false })).toBe("open");
  });

  test("[O1] a page comes with no network, though perhaps without what is kept", async () => {
    const visitor = await visits(`/m/${day.slug}`);
    const { page } = visitor;
    await page.goto("about:blank");
    expect(await changes(visitor, { isHeld: true })).toBe("blocked");
    await page.context().setOffline(true);
    await page.goto(`/m/${day.slug}`, PATIENCE);
    expect(await buildOf(page)).not.toBeNull();
  });
});

test("[O3] only files of the app are kept, whatever was opened", async () => {
  const visitor = await visits(`/m/${day.slug}`);
  const { page } = visitor;
  for (const path of [`/notes/${day.padId}`, "/practical"]) {
    await page.goto(`/m/${day.slug}${path}`);
    await page.locator("h1").first().waitFor();
  }
  await page.evaluate((slug) => fetch(`/m/${slug}/now.json`), day.slug);
  const kept = await page.evaluate(async () => {
    const names = await caches.keys();
    const lists = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return lists.flat().map(({ url }) => new URL(url).pathname);
  });
  expect(kept.length).toBeGreaterThan(10);
  expect(kept.filter((path) => !/^\/(?:assets\/[^/]+|theme\.js|icon\.svg|whole)?$/u.test(path))).toEqual([]);
  // The document stands in for every page, and asks nothing for one of them.
  const headers = await page.evaluate(async () => Object.fromEntries((await caches.match("/"))!.headers));
  expect(headers).toMatchObject({ "content-security-policy": expect.any(String) });
  expect(headers["link"]).toBeUndefined();
});

test("[V4] a screen that starts while the server is away shows the schedule, and does not call it now", async () => {
  const visitor = await visits(`/m/${day.slug}/wall`, { viewport: { width: 1280, height: 720 } });
  const { page } = visitor;
  await page.context().setOffline(true);
  await page.reload();
  await page.getByText("By the schedule", { exact: true }).waitFor(PATIENCE);
  await expect.poll(() => page.locator(".w-now b").count()).toBe(2);
  await page.context().setOffline(false);
  await page.getByText("Now", { exact: true }).waitFor(PATIENCE);
});

test("[O2] a page that was open over a deploy stands until one goes on from it", async () => {
  const visitor = await here.comes(KEEPS_APP);
  const { page } = visitor;
  const first = page.waitForResponse(/\/api\/server$/u, PATIENCE);
  await page.goto(`/m/${day.slug}`);
  await first;
  await page.getByLabel("Propose a topic").fill("Half a thou");
  const before = await buildOf(page);
  const newer = await release("0123456789abcdef", { before: before! });
  const asked = page.waitForResponse(/\/api\/server$/u, PATIENCE);
  await here.server.replacedBy(newer);
  // It has the answer, and a turn to take it in.
  await (await asked).finished();
  await page.evaluate(() => new Promise((taken) => setTimeout(taken)));
  expect(await page.getByLabel("Propose a topic").inputValue()).toBe("Half a thou");
  expect(await buildOf(page)).toBe(before);
  await visitor.goesTo("Side groups");
  await page.getByRole("heading", { name: "Side groups", exact: true }).waitFor(PATIENCE);
  expect(await buildOf(page)).toBe("0123456789abcdef");
  await here.server.replacedBy(DIST);
});

describe("after a release", () => {
  /** Someone who has written notes, on a device that has gone on to something else since. */
  async function writes(): Promise<{ visitor: VisitorPage; tab: PadTab; notes: string }> {
    const visitor = await visits(`/m/${day.slug}`, { ...PHONE, as: "Ana" });
    const { page } = visitor;
    const notes = `/m/${day.slug}/notes/${day.padId}`;
    await goOn(page, notes);
    const tab = new PadTab(page);
    await tab.isOpen();
    await tab.types("\nwritten yesterday.");
    await tab.badgeSays(/^Saved$/u);
    return { visitor, tab, notes };
  }

  async function isReleased(build: string, page: Page, change: Partial<Change> = {}): Promise<void> {
    const before = await buildOf(page);
    const renamed = /^notes-.*\.js$/u;
    await here.server.replacedBy(await release(build, { before: before!, renamed, ...change }));
  }

  test("[O4] notes that a device keeps open with no network; who keeps none fetches nothing for them", async () => {
    const [{ visitor: writer, tab, notes }, other] = await Promise.all([writes(), visits(`/m/${day.slug}`)]);
    const build = "0f1e2d3c4b5a6978";
    await isReleased(build, writer.page);
    const largeFiles = async ({ page }: VisitorPage) => {
      await page.goto(`/m/${day.slug}`);
      await page.locator("main h1").waitFor();
      expect(await buildOf(page)).toBe(build);
      await isTakenOver(page, build);
      const kept = await page.evaluate(
        async (name) => (await (await caches.open(name)).keys()).map(({ url }) => url.split("/").at(-1)!),
        `midcycle-${build}`,
      );
      return kept.filter((name) => /^notes-.*\.js$/u.test(name));
    };
    expect(await largeFiles(writer)).toEqual([expect.stringMatching(/~\.js$/u)]);
    expect(await largeFiles(other)).toEqual([]);
    await writer.page.context().setOffline(true);
    await writer.page.goto(notes);
    await tab.isOpen();
    await tab.reads(/written yesterday\.$/u);
    await here.server.replacedBy(DIST);
  });

  test("[O1][O4] so they do for whom it came unseen: by the app of before, which knows the meetup", async () => {
    const { visitor, tab, notes } = await writes();
    const { page } = visitor;
    const before = await buildOf(page);
    const build = "1f2e3d4c5b6a7988";
    await isReleased(build, page);
    await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update());
    await isTakenOver(page, build);
    await page.goto("about:blank");
    await page.context().setOffline(true);
    await page.goto(notes);
    await tab.isOpen();
    await tab.reads(/written yesterday\.$/u);
    expect(await buildOf(page)).toBe(before);
    await page.context().setOffline(false);
    await page.reload();
    expect(await buildOf(page)).toBe(build);
    await here.server.replacedBy(DIST);
  });

  test("[O1][O4] from within the open app they do so once one tries again", async () => {
    const { visitor, tab, notes } = await writes();
    const { page } = visitor;
    const before = await buildOf(page);
    const build = "5f6e7d8c9baab9c8";
    await isReleased(build, page);
    await page.goto("/");
    await isTakenOver(page, build);
    await page.context().setOffline(true);
    await goOn(page, notes);
    await page.getByRole("heading", { name: "The meetup can’t be loaded" }).waitFor(PATIENCE);
    expect(await buildOf(page)).toBe(build);
    await page.getByRole("button", { name: "Try again" }).click();
    await tab.isOpen();
    await tab.reads(/written yesterday\.$/u);
    expect(await buildOf(page)).toBe(before);
    await page.context().setOffline(false);
    await here.server.replacedBy(DIST);
  });

  test("[O4] notes open with no network also where the new app has not come whole", async () => {
    const { visitor, tab, notes } = await writes();
    const { page } = visitor;
    const build = "4f5e6d7c8b9aa9b8";
    await isReleased(build, page, { renamed: HASHED, missing: /^history-page-.*\.js$/u });
    await page.goto(`/m/${day.slug}`);
    await page.locator("main h1").waitFor();
    expect(await buildOf(page)).toBe(build);
    await hasTriedToTake(page, build);
    await page.context().setOffline(true);
    await page.goto(notes);
    await tab.isOpen();
    await tab.reads(/written yesterday\.$/u);
    await page.context().setOffline(false);
    await here.server.replacedBy(DIST);
  });

  /** Resolves once the worker of a build has tried to come in charge, and has not. */
  async function hasTriedToTake(page: Page, build: string): Promise<void> {
    await page.evaluate(async (name) => {
      const registration = (await navigator.serviceWorker.getRegistration())!;
      await registration.update().catch(() => undefined);
      while (registration.installing) {
        const { installing } = registration;
        await new Promise<void>((resolve) => {
          installing.addEventListener("statechange", () => resolve(), { once: true });
          if (installing.state !== "installing") resolve();
        });
      }
      if (!(await caches.has(name))) throw new Error("nothing was tried");
    }, `midcycle-${build}`);
  }

  test("[O2] whose device is full sees the new app all the same", async () => {
    const visitor = await visits(`/m/${day.slug}/practical`);
    const { page } = visitor;
    const build = "2f3e4d5c6b7a8998";
    const devtools = await page.context().newCDPSession(page);
    await devtools.send("Storage.overrideQuotaForOrigin", { origin: here.url, quotaSize: 1 });
    await isReleased(build, page, { renamed: HASHED });
    await page.reload();
    await page.getByText("correct horse").waitFor(PATIENCE);
    expect(await buildOf(page)).toBe(build);
    await here.server.replacedBy(DIST);
  });

  test("[O2] the app is kept also where what notes need can't be", async () => {
    const { visitor } = await writes();
    const { page } = visitor;
    const build = "3f4e5d6c7b8a99a8";
    await isReleased(build, page, { missing: /^notes-.*\.js$/u });
    await page.goto(`/m/${day.slug}/practical`);
    await page.getByText("correct horse").waitFor(PATIENCE);
    await isTakenOver(page, build);
    await page.context().setOffline(true);
    await page.reload();
    await page.getByText("correct horse").waitFor(PATIENCE);
    expect(await buildOf(page)).toBe(build);
    await here.server.replacedBy(DIST);
  });
});

test("[O2] after a deploy nobody sees the app of before; without a worker on the server, it and all it kept goes", async () => {
  const visitor = await visits(`/m/${day.slug}/practical`);
  const { page } = visitor;
  const before = await buildOf(page);
  const newer = await release("fedcba9876543210", { before: before! });
  await here.server.replacedBy(newer);
  await page.reload();
  expect(await buildOf(page)).toBe("fedcba9876543210");
  // What is kept follows, so that without network it is the new one too.
  await isKept(page);
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update());
  await isTakenOver(page, "fedcba9876543210");
  await page.context().setOffline(true);
  await page.reload();
  expect(await buildOf(page)).toBe("fedcba9876543210");
  await page.context().setOffline(false);

  const other = join(folder.path, "other");
  await mkdir(other);
  await writeFile(join(other, "index.html"), "<!doctype html><title>Another app</title><h1>Another app</h1>");
  await here.server.replacedBy(other);
  await page.reload();
  await page.getByRole("heading", { name: "Another app" }).waitFor();
  await expect.poll(() => page.evaluate(() => caches.keys()), PATIENCE).toEqual([]);
  await page.reload();
  await expect
    .poll(() => page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length), PATIENCE)
    .toBe(0);
});
