import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accessibilityFaults } from "../helpers/axe.ts";
import { temporaryFolder, type TemporaryFolder } from "../helpers/temporary-folder.ts";
import { makeRunningDay, ROOMS, type RunningDay } from "./running-day.ts";
import { DESKTOP, openBrowser, PHONE, VisitorPage } from "./visitor-page.ts";
import { serveAhead, type AheadServer } from "./wall-hours.ts";

const PATIENCE = { timeout: 30_000 };
const DIST = fileURLToPath(new URL("../../dist", import.meta.url));
const PRACTICAL = {
  wifiName: "Domkerk guests",
  wifiPassword: "correct horse",
  food: "Lunch at **12:30** in the cloister. <img src=x onerror=alert(1)>",
  contact: "Ana, at the desk, or [by mail](mailto:care@example.org)",
};

let browser: Browser;
let server: AheadServer;
let day: RunningDay;
let folder: TemporaryFolder;

beforeAll(async () => {
  [browser, server, folder] = await Promise.all([openBrowser(), serveAhead(), temporaryFolder()]);
  day = await makeRunningDay(server.url, Date.now());
  await day.organizer.does(day.slug, { type: "meetup.edit", practical: PRACTICAL } as never);
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
  await folder?.remove();
});

/** Someone who opens a page and has everything kept that is kept. */
async function visits(path: string, options: BrowserContextOptions = PHONE): Promise<VisitorPage> {
  const visitor = await VisitorPage.comes(browser, server.url, options);
  await visitor.page.goto(path);
  await visitor.page.locator("h1").first().waitFor();
  await isKept(visitor.page);
  return visitor;
}

async function isKept(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  const state = () =>
    page.evaluate(async () => {
      const isMade = (await indexedDB.databases()).some(({ name }) => name === "midcycle-meetups");
      if (!isMade) return { hasView: false, hasFont: false };
      const views = await new Promise<number>((resolve, reject) => {
        const opening = indexedDB.open("midcycle-meetups", 1);
        opening.onerror = () => reject(opening.error!);
        opening.onsuccess = () => {
          const count = opening.result.transaction("views").objectStore("views").count();
          count.onsuccess = () => resolve(count.result);
        };
      });
      const keys = await Promise.all(
        (await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => url)),
      );
      return { hasView: views > 0, hasFont: keys.flat().some((url) => url.endsWith(".woff2")) };
    });
  await expect.poll(state, PATIENCE).toEqual({ hasView: true, hasFont: true });
}

function buildOf(page: Page): Promise<string | null> {
  return page.locator('meta[name="midcycle-build"]').getAttribute("content");
}

describe("practical information", () => {
  test.each([
    ["a phone", { ...PHONE, colorScheme: "light" }],
    ["a dark wide screen", { ...DESKTOP, colorScheme: "dark" }],
  ] as [string, BrowserContextOptions][])("has no known fault, fits and runs nothing on %s", async (_, screen) => {
    const visitor = await VisitorPage.comes(browser, server.url, screen);
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
    expect(visitor.faults).toEqual([]);
    await visitor.leaves();
  });

  test("is written by an organizer in the page", async () => {
    const visitor = await VisitorPage.comes(browser, server.url, DESKTOP);
    const { page } = visitor;
    await page.request.put("/api/me", { data: { name: "Petra" } });
    const made = await page.request.post("/api/meetups", { data: { title: "Small one" } });
    const { slug } = (await made.json()) as { slug: string };
    await page.goto(`/m/${slug}/practical`);
    await page.getByRole("button", { name: "Edit" }).click();
    await page.getByLabel("Wi-Fi name").fill("Attic");
    await page.getByLabel("Food and drink").fill("Bring a *cup*");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.getByText("Attic", { exact: true }).waitFor();
    await expect.poll(() => page.locator(".pr-p em").textContent()).toBe("cup");
    await visitor.leaves();
  });

  test("[O1][O2] opens with no network after a visit, as do the other pages, and says as of when", async () => {
    const visitor = await visits(`/m/${day.slug}/practical`);
    const { page } = visitor;
    await page.request.put("/api/me", { data: { name: "Ana" } });
    await page.goto(`/m/${day.slug}/my-day`);
    await page.getByRole("button", { name: "You are Ana" }).waitFor();
    await page.locator("main h1").waitFor();
    const plan = { type: "plan.add", sessionId: "session-singel-2" };
    await page.request.post(`/api/meetups/${day.slug}/commands`, { data: plan });
    await page.locator("main").getByText("Packaging, part 3").first().waitFor();
    // What this person has just seen is kept as they go: nothing that comes after keeps more.
    await page.goto("about:blank");
    await page.context().setOffline(true);
    await page.goto(`/m/${day.slug}/practical`);
    await page.getByText("correct horse").waitFor(PATIENCE);
    await page.getByText(/You see the last news, as of \d\d:\d\d\./u).waitFor(PATIENCE);
    expect(await accessibilityFaults(page)).toEqual([]);

    for (const [path, text] of [
      ["schedule", "RabbitMQ, part 1"],
      ["side-groups", "Runbooks at 3 a.m."],
      ["my-day", "Packaging, part 3"],
      [`room/${ROOMS.dom}`, "RabbitMQ, part 1"],
      ["", "What should we talk about?"],
    ]) {
      await page.goto(`/m/${day.slug}/${path}`);
      await page.locator("main").getByText(text!).first().waitFor(PATIENCE);
    }
    await page.context().setOffline(false);
    await page.locator(".now--off").waitFor({ state: "detached", ...PATIENCE });
    expect(visitor.faults).toEqual([]);
    await visitor.leaves();
  });
});

test("[O3] only files of the app are kept, whatever was opened", async () => {
  const visitor = await visits(`/m/${day.slug}`);
  const { page } = visitor;
  for (const path of ["/schedule", `/notes/${day.padId}`, "/practical"]) {
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
  expect(kept.filter((path) => !/^\/(?:assets\/[^/]+|theme\.js|icon\.svg)?$/u.test(path))).toEqual([]);
  await visitor.leaves();
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
  await visitor.leaves();
});

test("[O2] a page that was open over a deploy stands until one goes on from it", async () => {
  const visitor = await VisitorPage.comes(browser, server.url, DESKTOP);
  const { page } = visitor;
  const first = page.waitForResponse(/\/api\/server$/u, PATIENCE);
  await page.goto(`/m/${day.slug}`);
  await first;
  await page.getByLabel("Propose a topic").fill("Half a thou");
  const before = await buildOf(page);
  const newer = join(folder.path, "next");
  await cp(DIST, newer, { recursive: true });
  const document = join(newer, "index.html");
  await writeFile(document, (await readFile(document, "utf8")).replaceAll(before!, "0123456789abcdef"));
  const asked = page.waitForResponse(/\/api\/server$/u, PATIENCE);
  server = await server.replacedBy(newer);
  await asked;
  expect(await page.getByLabel("Propose a topic").inputValue()).toBe("Half a thou");
  expect(await buildOf(page)).toBe(before);
  await visitor.goesTo("Side groups");
  await page.getByRole("heading", { name: "Side groups", exact: true }).waitFor(PATIENCE);
  expect(await buildOf(page)).toBe("0123456789abcdef");
  server = await server.replacedBy(DIST);
  await visitor.leaves();
});

test("[O2] after a deploy nobody sees the app of before; without a worker on the server, it and all it kept goes", async () => {
  const visitor = await visits(`/m/${day.slug}/practical`);
  const { page } = visitor;
  const before = await buildOf(page);
  const newer = join(folder.path, "newer");
  await cp(DIST, newer, { recursive: true });
  for (const name of ["index.html", "sw.js"]) {
    const file = join(newer, name);
    await writeFile(file, (await readFile(file, "utf8")).replaceAll(before!, "fedcba9876543210"));
    await Promise.all(["br", "gz"].map((ending) => rm(`${file}.${ending}`, { force: true })));
  }
  server = await server.replacedBy(newer);
  await page.reload();
  expect(await buildOf(page)).toBe("fedcba9876543210");
  // What is kept follows, so that without network it is the new one too.
  await expect.poll(() => page.evaluate(() => caches.keys()), PATIENCE).toContain("midcycle-fedcba9876543210");
  await isKept(page);
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update());
  await expect
    .poll(
      () =>
        page.evaluate(async () => {
          const registration = await navigator.serviceWorker.getRegistration();
          return registration?.installing === null && registration.waiting === null;
        }),
      PATIENCE,
    )
    .toBe(true);
  await page.context().setOffline(true);
  await page.reload();
  expect(await buildOf(page)).toBe("fedcba9876543210");
  await page.context().setOffline(false);

  const other = join(folder.path, "other");
  await mkdir(other);
  await writeFile(join(other, "index.html"), "<!doctype html><title>Another app</title><h1>Another app</h1>");
  server = await server.replacedBy(other);
  await page.reload();
  await page.getByRole("heading", { name: "Another app" }).waitFor();
  await expect.poll(() => page.evaluate(() => caches.keys()), PATIENCE).toEqual([]);
  await page.reload();
  await expect
    .poll(() => page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length), PATIENCE)
    .toBe(0);
  await visitor.leaves();
});
