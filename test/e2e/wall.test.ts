import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { BrowserContextOptions } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { clockTime } from "../../shared/time.ts";
import { accessibilityFaults } from "../helpers/axe.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";
import { makeRunningDay, ROOMS, type RunningDay } from "./running-day.ts";
import { venue } from "./venue.ts";
import type { VisitorPage } from "./visitor-page.ts";
import { runWall, serveAhead } from "./wall-hours.ts";

const PROJECTOR = { viewport: { width: 1920, height: 1080 } } satisfies BrowserContextOptions;
const PATIENCE = { timeout: 30_000 };
const DIST = fileURLToPath(new URL("../../dist", import.meta.url));

const here = venue();
let day: RunningDay;

beforeAll(async () => {
  day = await makeRunningDay(here.url, Date.now());
});

async function wall(options: BrowserContextOptions = PROJECTOR, more = ""): Promise<VisitorPage> {
  const visitor = await here.comes({ ...options, stays: true });
  await visitor.page.goto(`/m/${day.slug}/wall${more}`);
  await visitor.page.locator(".w-l").waitFor();
  return visitor;
}

/** The parts of the wall that are not whole on the screen; runs in the page. */
function cutOff(): string[] {
  const parts = [...document.querySelectorAll(".w-now li, .w-next, .w-join, .w-groups, .w-t, .w-big")];
  const cut = parts.filter((part) => {
    const { top, left, right, bottom } = part.getBoundingClientRect();
    return top < 0 || left < 0 || right > innerWidth || bottom > innerHeight;
  });
  return parts.length > 3 ? cut.map(({ className, textContent }) => `${className}: ${textContent}`) : ["all of it"];
}

test.each([
  ["light projectors, new and old", { ...PROJECTOR, colorScheme: "light" }, "", { width: 1024, height: 768 }],
  [
    "dark rooms, on a projector and in a column",
    { viewport: { width: 1280, height: 720 }, colorScheme: "dark" },
    `?room=${ROOMS.dom}`,
    { width: 1080, height: 1920 },
  ],
] as [string, BrowserContextOptions, string, { width: number; height: number }][])(
  "a wall fits %s, whole, with no known fault and without a pointer",
  async (_, options, more, other) => {
    const visitor = await wall(options, more);
    const { page } = visitor;
    await page.locator(".w-join svg").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    for (const size of [options.viewport!, other]) {
      await page.setViewportSize(size);
      // The new size takes effect when the page is next drawn.
      await expect
        .poll(() => page.evaluate(() => `${innerWidth} × ${innerHeight}`))
        .toBe(`${size.width} × ${size.height}`);
      await expect.poll(() => page.evaluate(cutOff), PATIENCE).toEqual([]);
      expect(await page.evaluate(() => getComputedStyle(document.body).cursor)).toBe("none");
    }
    // What comes on another day says its day and its time, not half of them.
    const cut = await page.locator(".w-one .w-next li").evaluateAll(([first]) => {
      const like = first?.cloneNode(true) as HTMLElement | undefined;
      const label = like?.querySelector<HTMLElement>(".w-room");
      if (!first || !like || !label) return undefined;
      label.textContent = "Wed 30 September, 09:00";
      first.after(like);
      const isCut = label.scrollHeight > label.clientHeight + 2;
      like.remove();
      return isCut;
    });
    expect(cut).toBe(more === "" ? undefined : false);
  },
);

test("a wall shows the title of a session that is on alone whole, however long, and all that is announced", async () => {
  const { slug, organizer } = await makeRunningDay(here.url, Date.now());
  const title =
    "Warum Speicherverwaltungsarchitekturen in Rechenzentrumsverbünden scheitern, und was wir daraus gelernt haben".padEnd(
      140,
      " ab",
    );
  await organizer.does(slug, { type: "session.setState", sessionId: "session-singel-0", state: "done" });
  await organizer.does(slug, { type: "session.edit", sessionId: "session-dom-0", title });
  const { page } = await here.comes(PROJECTOR);
  await page.goto(`/m/${slug}/wall`);
  await page.locator(".w-now b", { hasText: "Warum" }).waitFor();
  const until = new Date(Date.now() + 3_600_000).toISOString();
  for (const news of ["", "The bus leaves at six."]) {
    if (news) {
      await organizer.does(slug, { type: "announcement.add", id: "news-of-bus", text: news, until });
      await page.locator(".w-say").waitFor();
    }
    for (const [width, height] of [
      [1920, 1080],
      [1280, 720],
      [1024, 768],
      [1080, 1920],
    ] as const) {
      await page.setViewportSize({ width, height });
      const cut = () =>
        page.evaluate(() => {
          const words = document.querySelector(".w-now b")!;
          const row = words.closest("li")!.getBoundingClientRect();
          const next = document.querySelector(".w-next-h")!.getBoundingClientRect();
          const parts = [...words.parentElement!.children].map((part) => part.getBoundingClientRect());
          const isOut = parts.some(
            ({ top, bottom }) => top < row.top - 1 || bottom > Math.min(row.bottom, next.top) + 1,
          );
          return [words.scrollHeight > words.clientHeight + 1, isOut];
        });
      await expect.poll(cut, { message: `${width} × ${height} ${news}`, ...PATIENCE }).toEqual([false, false]);
    }
  }
});

test("a crowded wall shows all of it in turn, and nothing on top of each other", async () => {
  const crowded = await makeRunningDay(here.url, Date.now());
  const title = "Bare metal: Ironic past two thousand nodes, and what its firmware taught us";
  const until = new Date(Date.now() + 3_600_000).toISOString();
  const commands = [
    ...["Neude", "Janskerkhof Grand Hall", "Oudegracht", "Vredenburg"].flatMap((name, n) => [
      { type: "room.add", id: `room-more-${n}`, name },
      {
        type: "session.schedule",
        id: `session-more-${n}`,
        topicIds: [],
        title,
        roomId: `room-more-${n}`,
        slotId: "slot-hour-0",
      },
      { type: "sideGroup.start", id: `group-more-${n}`, title, place: "Window tables, first floor", capacity: 9 },
    ]),
    { type: "session.setFull", sessionId: "session-dom-0", full: true },
    { type: "announcement.add", id: "news-of-bus", text: "The bus leaves at six. ".repeat(8).trim(), until },
  ];
  await crowded.organizer.does(crowded.slug, { type: "batch", commands });
  const visitor = await here.comes({ viewport: { width: 1280, height: 720 } });
  const { page } = visitor;
  await page.goto(`/m/${crowded.slug}/wall`);
  await page.getByText("Room full").or(page.getByText("Oudegracht")).first().waitFor();
  const overlaps = () =>
    page.evaluate(() => {
      const parts = [
        ...document.querySelectorAll(".w-say, .w-l > h2, .w-now li, .w-next li, .w-join, .w-groups h2, .w-groups li"),
      ];
      const boxes = parts.map((part) => ({
        name: part.textContent?.trim().slice(0, 20),
        ...part.getBoundingClientRect().toJSON(),
      }));
      const over = (a: DOMRect, b: DOMRect) =>
        a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
      const inner = [...document.querySelectorAll(".w-now li > *")].filter((child) => {
        const [own, row] = [child.getBoundingClientRect(), child.parentElement!.getBoundingClientRect()];
        return own.top < row.top - 1 || own.bottom > row.bottom + 1;
      });
      return [
        ...boxes.flatMap((a, n) => boxes.slice(n + 1).flatMap((b) => (over(a, b) ? [`${a.name} over ${b.name}`] : []))),
        ...boxes.filter(({ bottom }) => bottom > innerHeight).map(({ name }) => `${name} below the edge`),
        ...inner.map((child) => `${child.textContent} out of its row`),
      ];
    });
  await expect.poll(overlaps, PATIENCE).toEqual([]);
  // Which page of many it is stands in the heading's line.
  const lines = await page.locator(".w-groups h2").evaluate((heading) => {
    const { offsetHeight: before } = heading as HTMLElement;
    // In place: the page goes on to draw in these very texts.
    const texts = document.createTreeWalker(heading.querySelector(".w-dim")!, NodeFilter.SHOW_TEXT);
    while (texts.nextNode())
      (texts.currentNode as Text).data = (texts.currentNode as Text).data.replaceAll(/\d+/gu, "15");
    return [before, (heading as HTMLElement).offsetHeight];
  });
  expect(lines[1]).toBe(lines[0]);
  // Where side groups meet is read whole on every stage.
  for (const size of [
    { width: 1280, height: 800 },
    { width: 1920, height: 1200 },
    { width: 1280, height: 720 },
    { width: 1024, height: 768 },
  ]) {
    await page.setViewportSize(size);
    await expect.poll(() => page.evaluate(cutGroups), PATIENCE).toEqual([]);
  }
});

/** What of the side groups' places can't be read, and which of them are not in their panel; runs in the page. */
function cutGroups(): string[] {
  const panel = document.querySelector(".w-groups")!.getBoundingClientRect();
  return [...document.querySelectorAll(".w-groups li")].flatMap((row) => {
    const facts = row.querySelector("span")!;
    const isCut = facts.scrollHeight > facts.clientHeight + 1 || facts.scrollWidth > facts.clientWidth + 1;
    const isOut = row.getBoundingClientRect().bottom > panel.bottom + 1;
    return isCut || isOut ? [`${innerWidth} × ${innerHeight}: ${row.textContent}`] : [];
  });
}

test("a room's wall shows a long title whole, and whole lines of what comes, whatever is announced", async () => {
  const long = await makeRunningDay(here.url, Date.now());
  const until = new Date(Date.now() + 3_600_000).toISOString();
  await long.organizer.does(long.slug, {
    type: "session.edit",
    sessionId: "session-dom-0",
    title: "Packaging: why practices of upgrading are typically clumsy",
    moderators: [{ name: "Inês" }],
  });
  const visitor = await here.comes(PROJECTOR);
  const { page } = visitor;
  await page.goto(`/m/${long.slug}/wall?room=${ROOMS.dom}`);
  await page.getByText("Inês").waitFor();
  await looksWhole();
  const announced = {
    type: "announcement.add",
    id: "news-of-bus",
    text: "The bus leaves at six. ".repeat(4).trim(),
    until,
  };
  await long.organizer.does(long.slug, announced);
  await page.getByText("The bus leaves").first().waitFor();
  await looksWhole();

  async function looksWhole(): Promise<void> {
    for (const size of [
      { width: 1920, height: 1080 },
      { width: 1280, height: 720 },
      { width: 1280, height: 800 },
      { width: 1024, height: 768 },
    ]) {
      await page.setViewportSize(size);
      await expect.poll(() => page.evaluate(cutInRoom), PATIENCE).toEqual([]);
    }
  }
});

/** What of a room's wall can't be read whole, and what there is to come without a line of it; runs in the page. */
function cutInRoom(): string[] {
  const column = document.querySelector(".w-one")!.getBoundingClientRect();
  const title = document.querySelector(".w-one .w-title")!;
  const parts = [...document.querySelectorAll(".w-one > *")];
  const cut = [
    ...(title.scrollHeight > title.clientHeight + 1 ? [title] : []),
    ...parts.filter((part) => part.getBoundingClientRect().bottom > column.bottom + 1),
  ];
  const list = document.querySelector(".w-one .w-next")!;
  const { bottom, height } = list.getBoundingClientRect();
  const half = [...list.children].filter((line) => {
    const box = line.getBoundingClientRect();
    return box.top < Math.min(bottom, column.bottom) - 1 && box.bottom > Math.min(bottom, column.bottom) + 1;
  });
  const where = `${innerWidth} × ${innerHeight}`;
  return [
    ...[...cut, ...half].map(({ textContent }) => `${where}: ${textContent}`),
    ...(height < 10 ? [`${where}: nothing of what comes`] : []),
  ];
}

test("[V3] a wall shows what is on, and follows a change at once", async () => {
  const visitor = await wall();
  const { page } = visitor;
  await expect
    .poll(() => page.locator(".w-now b").allTextContents())
    .toEqual(["RabbitMQ, part 1", "Packaging, part 1"]);
  await page.getByText("Runbooks at 3 a.m.").waitFor();
  await day.organizer.does(day.slug, {
    type: "sideGroup.start",
    id: "group-seen-on-wall",
    title: "Cinder backends",
    place: "Window tables",
  });
  await page.locator(".w-groups").getByText("Cinder backends").waitFor(PATIENCE);
  await day.organizer.does(day.slug, { type: "sideGroup.end", sideGroupId: "group-seen-on-wall" });
  await page
    .locator(".w-groups")
    .getByText("Cinder backends")
    .waitFor({ state: "detached", ...PATIENCE });
});

test("[V4] a wall says since when its server is gone, and is back by itself once that is killed and started again", async () => {
  const cameAt = Date.now();
  const visitor = await wall();
  const { page } = visitor;
  await page.getByText("Now", { exact: true }).waitFor();
  // It has heard the server, of which it says later since when it hasn't.
  await page.waitForFunction(() =>
    performance.getEntriesByType("resource").some(({ name }) => new URL(name).pathname === "/api/server"),
  );
  const zone = "Europe/Amsterdam";
  await here.server.kill("SIGKILL");
  const goneAt = Date.now();
  await page.locator(".w-lost").waitFor(PATIENCE);
  const since = /No connection since (\d\d:\d\d)/u.exec(await page.locator(".w-lost").innerText())?.[1];
  // It was heard last at some time in between.
  const minutes = Math.floor(goneAt / 60_000) - Math.floor(cameAt / 60_000) + 1;
  expect(
    Array.from({ length: minutes }, (_, n) => clockTime(new Date(cameAt + n * 60_000).toISOString(), zone)),
  ).toContain(since);
  // What is on is no longer known; what the schedule says is.
  await page.getByText("By the schedule", { exact: true }).waitFor();
  await expect.poll(() => page.locator(".w-now b").count()).toBe(2);

  await here.server.restart();
  day.organizer.url = here.url;
  await page.locator(".w-lost").waitFor({ state: "detached", ...PATIENCE });
  await page.getByText("Now", { exact: true }).waitFor();
  await day.organizer.does(day.slug, { type: "meetup.edit", title: "Ops Mid-Cycle, on again" });
  await page.getByRole("heading", { name: "Ops Mid-Cycle, on again" }).waitFor(PATIENCE);
});

test("[V4] a wall loads itself anew when the server is back with another build", async () => {
  const old = await serveAhead();
  const folder = await temporaryFolder();
  const distDir = join(folder.path, "dist");
  await cp(DIST, distDir, { recursive: true });
  const document = join(distDir, "index.html");
  const newer = (await readFile(document, "utf8")).replace(/(name="midcycle-build" content=")[0-9a-f]+/u, "$1fedcba98");
  await writeFile(document, newer);

  const { slug } = await makeRunningDay(old.url, Date.now());
  const visitor = await here.comes({ ...PROJECTOR, baseURL: old.url });
  await visitor.page.goto(`/m/${slug}/wall`);
  await visitor.page.locator(".w-now b").first().waitFor();
  await old.replacedBy(distDir);
  await expect
    .poll(() => visitor.page.locator('meta[name="midcycle-build"]').getAttribute("content"), PATIENCE)
    .toBe("fedcba98");
  await visitor.page.locator(".w-now b").first().waitFor(PATIENCE);
  await visitor.leaves();
  await old.stop();
  await folder.remove();
});

test(
  "[V3][V5] through forty minutes of simulated clock a wall is always right, and holds no more than before",
  { timeout: 150_000 },
  async () => {
    const { wrong, held } = await runWall(here.browser, { hours: 2 / 3, stepMinutes: 10 });
    expect(wrong).toEqual([]);
    const [before, after] = held;
    expect(after.listeners).toBeLessThanOrEqual(before.listeners);
    expect(after.nodes).toBeLessThan(before.nodes + 50);
    expect(after.heapBytes).toBeLessThan(before.heapBytes + 300_000);
  },
);
