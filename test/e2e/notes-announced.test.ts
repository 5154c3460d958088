import { expect, test } from "vitest";
import { accessibilityFaults } from "../helpers/axe.ts";
import { makePad } from "./made-pad.ts";
import { PadTab } from "./pad-tab.ts";
import { venue } from "./venue.ts";
import { PHONE } from "./visitor-page.ts";

const here = venue();
const NEWS =
  "Lunch is in the yard behind the main hall today, and the bus to the brewery leaves at six from the front door";

test.for([
  ["on a phone", PHONE],
  ["above a keyboard", { ...PHONE, viewport: { width: 390, height: 420 } }],
  ["on a desk", { viewport: { width: 1280, height: 800 } }],
] as const)(
  "[N49] notes stay where they are as an announcement comes and goes, which covers nothing that is written: %s",
  async ([, screen]) => {
    const { organizer, slug, address } = await makePad(here.url);
    const ana = await here.comes({ ...screen, as: "Ana" });
    const tab = new PadTab(ana.page);
    await ana.page.goto(address);
    await tab.isOpen();
    await tab.types("\n");
    await ana.page.keyboard.insertText("\nline of some words".repeat(40));
    await tab.badgeSays(/^Saved$/u);
    const before = await tab.stands();
    const until = new Date(Date.now() + 3_600_000).toISOString();
    await organizer.does(slug, { type: "announcement.add", id: "lunch-001", text: NEWS, until });
    const news = ana.page.getByRole("region", { name: "Announcements" });
    await news.getByText(NEWS).waitFor();
    expect(await tab.stands()).toEqual(before);
    expect(await accessibilityFaults(ana.page)).toEqual([]);
    for (let n = 0; n < 3; n += 1) {
      await ana.page.keyboard.type("\non");
      // The editor draws its cursor, and scrolls to it, a moment after the key.
      const cursorAboveNews = async () => {
        const bottom = await tab.editor.evaluate(
          (content) =>
            content.closest(".cm-scroller")!.querySelector(".cm-cursor-primary")!.getBoundingClientRect().bottom,
        );
        return (await news.boundingBox())!.y - bottom;
      };
      await expect.poll(cursorAboveNews).toBeGreaterThanOrEqual(0);
    }
    const written = await tab.stands();
    await organizer.does(slug, { type: "announcement.remove", announcementId: "lunch-001" });
    await news.waitFor({ state: "detached" });
    expect(await tab.stands()).toEqual(written);
  },
);
