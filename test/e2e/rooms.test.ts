import type { BrowserContextOptions, Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { accessibilityFaults } from "../helpers/axe.ts";
import { makeRunningDay, ROOMS, type RunningDay } from "./running-day.ts";
import { venue } from "./venue.ts";
import { DESKTOP, PHONE } from "./visitor-page.ts";

const PROJECTOR = { viewport: { width: 1280, height: 720 } } satisfies BrowserContextOptions;
const PATIENCE = { timeout: 30_000 };

const here = venue();
let day: RunningDay;

beforeAll(async () => {
  day = await makeRunningDay(here.url, Date.now());
});

describe("the page of a room", () => {
  test.each([
    ["a phone", { ...PHONE, colorScheme: "light" }],
    ["a dark wide screen", { ...DESKTOP, colorScheme: "dark" }],
  ] as [string, BrowserContextOptions][])("has no known fault and fits on %s", async (_, screen) => {
    const visitor = await here.comes(screen);
    await visitor.page.goto(`/m/${day.slug}/room/${ROOMS.dom}`);
    await visitor.page.getByRole("heading", { name: "Dom", exact: true }).waitFor();
    expect(await accessibilityFaults(visitor.page)).toEqual([]);
    const tooWide = await visitor.page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(tooWide).toBe(0);
  });

  test("[V6] says what is on and next, leads to its notes, and keeps its address when sessions come and go", async () => {
    const page = await opened(`/m/${day.slug}/room/${ROOMS.singel}`, PHONE);
    await page.getByRole("heading", { name: "Packaging, part 1" }).waitFor();
    await expect
      .poll(() => page.getByRole("link", { name: "Open the notes" }).getAttribute("href"))
      .toMatch(/\/notes\//u);
    await page.locator(".rm-next").getByText("Packaging, part 2", { exact: true }).waitFor();
    await day.organizer.does(day.slug, {
      type: "session.setState",
      sessionId: "session-singel-0",
      state: "done",
    });
    await page.getByRole("heading", { name: "Nothing is on in this room" }).waitFor(PATIENCE);
    await day.organizer.does(day.slug, {
      type: "session.setState",
      sessionId: "session-singel-1",
      state: "running",
    });
    await page.getByRole("heading", { name: "Packaging, part 2" }).waitFor(PATIENCE);
  });

  test("prints as a sheet for the door, and nothing else", async () => {
    const page = await opened(`/m/${day.slug}/room/${ROOMS.dom}`);
    await page.locator(".rm-qr svg").waitFor();
    await page.emulateMedia({ media: "print" });
    const shown = () =>
      page.evaluate(() =>
        [...document.querySelectorAll<HTMLElement>(".bar, .rm-main, .rm-qr, .rm-sheet, .rm-sheet svg")]
          .filter((each) => each.checkVisibility())
          .map(({ classList, tagName }) => classList[0] ?? tagName),
      );
    await expect.poll(shown).toEqual(["rm-sheet", "qr"]);
    await page.emulateMedia({ media: null });
  });

  test("says so when there is no such room", async () => {
    const page = await opened(`/m/${day.slug}/room/room-gone-long`);
    await page.getByRole("heading", { name: "No such room here" }).waitFor();
    await page.getByRole("link", { name: "See the schedule" }).click();
    await page.getByRole("heading", { name: "Schedule" }).waitFor();
  });
});

describe("notes on the projector", () => {
  test("[V7] show in large letters where the note taker writes, without a pointer, and go on after a lost connection", async () => {
    const writer = await here.comes({ ...DESKTOP, as: "Nora" });
    await writer.page.goto(`/m/${day.slug}/notes/${day.padId}`);
    const editor = writer.page.locator("pad-editor .cm-content");
    await editor.waitFor(PATIENCE);
    await editor.focus();
    await writer.page.keyboard.press("ControlOrMeta+End");
    await writer.page.keyboard.insertText(Array.from({ length: 60 }, (_, n) => `\n- point ${n + 1}`).join(""));
    await expect.poll(() => writer.page.locator("save-badge").innerText(), PATIENCE).toMatch(/^Saved$/u);

    const page = await opened(`/m/${day.slug}/notes/${day.padId}?present`, PROJECTOR);
    await page.getByText("point 60").waitFor(PATIENCE);
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByText(/min left/u).waitFor();
    const look = await page.evaluate(() => ({
      cursor: getComputedStyle(document.body).cursor,
      size: Number.parseFloat(getComputedStyle(document.querySelector(".md")!).fontSize),
    }));
    expect(look.cursor).toBe("none");
    expect(look.size).toBeGreaterThan(0.022 * 1280);

    const isInView = (text: string) =>
      page.getByText(text).evaluate((each) => {
        const { top, bottom } = each.getBoundingClientRect();
        return top > 0 && bottom < innerHeight;
      });
    expect(await isInView("point 60")).toBe(false);
    await writer.page.keyboard.type("\nthe newest words");
    await expect.poll(() => isInView("the newest words"), PATIENCE).toBe(true);
    await writer.page.keyboard.press("ControlOrMeta+Home");
    await writer.page.keyboard.press("End");
    await writer.page.keyboard.type(", begun again");
    await expect.poll(() => isInView("begun again"), PATIENCE).toBe(true);

    await here.server.kill("SIGKILL");
    await page.locator(".w-lost").waitFor(PATIENCE);
    await here.server.restart();
    await page.locator(".w-lost").waitFor({ state: "detached", ...PATIENCE });
    await expect.poll(() => writer.page.locator("save-badge").innerText(), PATIENCE).toMatch(/^Saved$/u);
    await writer.page.keyboard.type(" and again");
    await page.getByText("and again").waitFor(PATIENCE);
  });
});

/** A page that somebody without a name opens, who stays. */
async function opened(path: string, options: BrowserContextOptions = DESKTOP): Promise<Page> {
  const { page } = await here.comes({ ...options, stays: true });
  await page.goto(path);
  return page;
}

describe.each([
  ["a phone", PHONE],
  ["a wide screen", DESKTOP],
] satisfies [string, BrowserContextOptions][])("on %s", (_, screen) => {
  test("a room's long name leaves its session's title some room, and stays on the sheet for the door; cards keep together", async () => {
    const olga = await here.comes({ ...screen, as: "Olga" });
    const { page } = olga;
    const slug = await olga.makesMeetup();
    const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
    const rooms = { "room-long": "Donaudampfschifffahrtsgesellschaftskapitänssaal", "room-two": "Singel" };
    await olga.does(slug, { type: "slot.add", id: "slot-now", startsAt: inMinutes(-10), endsAt: inMinutes(40) });
    for (const [roomId, name] of Object.entries(rooms)) {
      await olga.does(slug, { type: "room.add", id: roomId, name });
      const session = {
        type: "session.schedule",
        id: `session-${roomId}`,
        topicIds: [],
        title: `Packaging in ${roomId}`,
      };
      await olga.does(slug, { ...session, roomId, slotId: "slot-now" });
    }
    await olga.does(slug, {
      type: "hands.ask",
      id: "hands-one",
      sessionId: "session-room-long",
      question: "Who has moved off classic mirrored queues already?",
      answers: ["Yes", "No", "In the middle of it"],
    });
    await page.goto(`/m/${slug}/room/room-long`);
    const sheet = page.locator(".rm-qr");
    await sheet.waitFor();
    expect(await sheet.evaluate((box) => box.scrollWidth - box.clientWidth)).toBe(0);
    const strip = page.locator(".now a").first();
    expect(await strip.locator(".trunc").evaluate((title) => title.clientWidth)).toBeGreaterThan(70);
    expect(await strip.locator(".now-room").evaluate((room) => room.clientHeight)).toBeLessThan(40);

    await olga.goesTo("Schedule");
    await page.locator(".pi .hands").getByText("Who has moved off").waitFor();
    const gap = await page.locator(".pi", { hasText: "Packaging in room-two" }).evaluate((card) => {
      const [title, facts] = [card.querySelector("h3")!, card.querySelector(".ses-f")!];
      return facts.getBoundingClientRect().top - title.getBoundingClientRect().bottom;
    });
    expect(gap).toBeLessThan(16);
  });
});

test("what is on in many rooms at once is read on every width, with how many more there are", async () => {
  const olga = await here.comes({ as: "Olga" });
  const slug = await olga.makesMeetup();
  const instant = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
  await olga.does(slug, { type: "slot.add", id: "slot-now", startsAt: instant(-10), endsAt: instant(40) });
  for (const [at, name] of [
    "Großer Festsaal im Erdgeschoss links",
    "Attic",
    "Cellar",
    "Raum 4",
    "Lobby",
    "Yard",
  ].entries())
    await olga.does(
      slug,
      { type: "room.add", id: `room-no-${at}`, name },
      {
        type: "session.schedule",
        id: `session-no-${at}`,
        topicIds: [],
        title: at % 2 === 0 ? "Hochverfügbarkeitsclusterkonfigurationsmanagement im Betrieb" : "How do you upgrade?",
        roomId: `room-no-${at}`,
        slotId: "slot-now",
      },
    );
  const { page } = olga;
  await page.goto(`/m/${slug}/side-groups`);
  await page.locator(".now").waitFor();
  for (const [width, shown, more] of [
    [390, 1, "+5 more on now"],
    [900, 2, "4 more on now"],
    [1280, 3, "3 more on now"],
    [1920, 5, "1 more on now"],
  ] as const) {
    await page.setViewportSize({ width, height: 800 });
    await expect.poll(() => page.locator(".now-on").locator("visible=true").count()).toBe(shown);
    expect(await page.locator(".now-more").locator("visible=true").allTextContents()).toEqual([more]);
    const faults = await page.locator(".now").evaluate((strip) => {
      const parts = [...strip.querySelectorAll(".now-pill, .now-room, .trunc, .now-left, .now-more, .next")].filter(
        (part) => part.checkVisibility() && !part.matches(".next .trunc"),
      );
      const boxes = parts.map((part) => part.getBoundingClientRect());
      const over = boxes.filter((box, at) => at > 0 && box.left < boxes[at - 1]!.right - 1);
      const narrow = boxes.filter(({ width: own }) => own < 24);
      return over.length + narrow.length + (boxes.at(-1)!.right > innerWidth ? 1 : 0);
    });
    expect(faults, `${width}`).toBe(0);
  }
});
