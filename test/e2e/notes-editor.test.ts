import type { BrowserContextOptions } from "playwright-core";
import { beforeEach, describe, expect, test } from "vitest";
import { accessibilityFaults, colourFaults } from "../helpers/axe.ts";
import { PadWriter } from "../together/support/pad-writer.ts";
import { named } from "../together/support/visitor.ts";
import { PadVisitor } from "./pad-visitor.ts";
import { makePad } from "./made-pad.ts";
import { venue } from "./venue.ts";

const PATIENCE = { timeout: 30_000 };

const here = venue();
let address: string;

beforeEach(async () => ({ address } = await makePad(here.url)));

/** Someone at the pad, with an editor in front of them; without a name they only read. On another screen they come with another device. */
async function comes(as: string | undefined, options?: BrowserContextOptions): Promise<PadVisitor> {
  const writer = await PadVisitor.comes(here, { as, address, stays: as !== undefined && !options, ...options });
  await writer.isOpen();
  return writer;
}

describe("two people in the notes", () => {
  test("type at once, end up with one text, and see each other's name at the cursor", async () => {
    const [ana, ben] = await Promise.all([comes("Ana Alves"), comes("Ben Berg")]);
    await Promise.all([ana.types("\nfrom ana"), ben.types("\nfrom ben")]);
    await ana.reads(/from ben/u);
    await expect.poll(async () => (await ana.text()) === (await ben.text()), PATIENCE).toBe(true);
    for (const line of [ana, ben]) await line.badgeSays("Saved");
    await expect.poll(() => ana.page.locator(".cm-other-name").allTextContents()).toEqual(["Ben Berg"]);
    await expect.poll(() => ben.page.locator(".cm-other-name").allTextContents()).toEqual(["Ana Alves"]);
    await expect.poll(() => ben.page.locator(".cm-other-caret").getAttribute("class")).toMatch(/ p1\b/u);
    await ben.page.getByRole("button", { name: "2 in these notes: Ana Alves, Ben Berg" }).waitFor();
  });

  test("[N44] have different colours, though they chose the same", async () => {
    const ben = await comes("Ben Berg");
    await ben.types("\nfrom ben");
    const eva = await comes("Eva Ek");
    await eva.types("\nfrom eva");
    await ben.reads(/from eva/u);
    const colors = (writer: PadVisitor) =>
      writer.page
        .locator(".ol-who .av, .cm-authors .cm-gutterElement[class*=' p']")
        .evaluateAll((all) => all.map(({ className }) => className.split(" ").at(-1)));
    // Who came first keeps theirs, and all pages show the same.
    for (const writer of [ben, eva])
      await expect.poll(() => colors(writer), PATIENCE).toEqual(["p7", "p1", "p7", "p1"]);
    await expect.poll(() => eva.page.locator(".cm-other-caret").getAttribute("class"), PATIENCE).toMatch(/ p7\b/u);
    await expect.poll(() => ben.page.locator(".cm-other-caret").getAttribute("class"), PATIENCE).toMatch(/ p1\b/u);
  });

  test("see beside the outline under which heading each of the others is", async () => {
    const [ana, ben] = await Promise.all([comes("Ana Alves"), comes("Ben Berg")]);
    const heading = (name: string) => ana.page.getByRole("link", { name, exact: true });
    await ben.types("where the end is");
    await expect.poll(() => heading("Actions").locator(".ol-at").getAttribute("title"), PATIENCE).toBe("Ben Berg");
    await ben.page.getByRole("link", { name: "Notes", exact: true }).locator("visible=true").last().click();
    await expect.poll(() => ana.page.locator(".ol-at").count(), PATIENCE).toBe(1);
    await expect.poll(() => heading("Actions").locator(".ol-at").count(), PATIENCE).toBe(0);
  });

  test("[W3] each undoes only their own edits", async () => {
    const [ana, ben] = await Promise.all([comes("Ana Alves"), comes("Ben Berg")]);
    await ana.types("\nana stays");
    await ben.reads(/ana stays/u);
    await ben.types("\nben goes");
    await ana.reads(/ben goes/u);
    await ben.page.keyboard.press("ControlOrMeta+z");
    await ana.reads(/ana stays$/u);
    await ben.page.keyboard.press("ControlOrMeta+z");
    await ben.page.keyboard.press("ControlOrMeta+z");
    await ben.reads(/ana stays$/u);
    await ana.page.getByRole("button", { name: "Undo" }).click();
    await expect.poll(() => ben.text(), PATIENCE).not.toContain("ana stays");
  });
});

describe("undo", () => {
  test("takes back what was pasted or formatted right behind what was typed, and only then that", async () => {
    const ana = await comes("Ana Alves");
    await ana.types("\ntyped");
    await ana.editor.evaluate((content) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", " pasted");
      content.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    });
    await ana.page.keyboard.type(" on");
    await ana.page.keyboard.press("ControlOrMeta+b");
    await ana.reads(/\ntyped pasted on\*\*\*\*$/u);
    for (const left of [/\ntyped pasted on$/u, /\ntyped pasted$/u, /\ntyped$/u]) {
      await ana.page.keyboard.press("ControlOrMeta+z");
      await ana.reads(left);
    }
    await ana.badgeSays("Saved");
  });
});

describe("saving", () => {
  test("[W1] [N49] is shown from the first key until all of it is on disk, and over the loss of the server, and nothing moves", async () => {
    const ana = await comes("Ana Alves");
    await ana.badgeSays("Saved");
    const words = await ana.page.locator("save-badge").evaluateHandle((badge) => {
      const seen: string[] = [];
      const look = () => seen.push((badge as HTMLElement).innerText);
      new MutationObserver(look).observe(badge, { subtree: true, childList: true, characterData: true });
      return seen;
    });
    await ana.types("\nbefore");
    await expect.poll(() => words.jsonValue(), PATIENCE).toContain("Saving…");
    await ana.badgeSays("Saved");

    const before = await ana.stands();
    await here.server.kill("SIGKILL");
    await ana.types(" meanwhile");
    await ana.badgeSays(/^Not saved yet/u);
    // Nor when the agenda's connection is known to be gone, too.
    for (const width of [900, 1280]) {
      await ana.page.setViewportSize({ width, height: 800 });
      await ana.page.getByText("No connection.").waitFor();
      await expect.poll(() => ana.stands(), PATIENCE).toEqual(before);
    }
    await expect.poll(() => ana.text()).toMatch(/before meanwhile$/u);
    await here.server.restart();
    await ana.badgeSays("Saved");

    const ben = await comes("Ben Berg");
    await ben.reads(/before meanwhile$/u);
  });

  test("goes on when one leaves for another page with edits under way", async () => {
    const ana = await comes("Ana Alves");
    await ana.types("\nlast words");
    await ana.page.getByRole("link", { name: /^Topic 1/u }).click();
    await ana.page.waitForURL(/\/1$/u, PATIENCE);
    await expect
      .poll(async () => (await ana.page.context().request.get(`${address}.md`)).text(), PATIENCE)
      .toMatch(/last words$/u);
  });

  test("[W5] no editor is shown before the text has arrived", async () => {
    const missing = address.replace(/[^/]+$/u, "there-is-no-such-pad");
    const ana = await PadVisitor.comes(here, { as: "Ana Alves", address: missing });
    await ana.page.getByRole("heading", { name: "There are no notes here" }).waitFor(PATIENCE);
    expect(await ana.page.locator("pad-editor").count()).toBe(0);
  });
});

describe("line ends", () => {
  test("stay as other clients wrote them, and what is pasted has only ours", async () => {
    const script = new PadWriter(await named(here.url, "Script"), address.split("/").at(-1)!);
    await script.synced();
    const ana = await comes("Ana Alves");
    script.types("\nx\r\ny\rz");
    await ana.reads(/z$/u);
    await ana.types(" and ana");
    await ana.editor.evaluate((content) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", ", pasted\r\nlines");
      content.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    });
    await script.reads("lines");
    expect(script.text.toString()).toMatch(/\nx\r\ny\rz and ana, pasted\nlines$/u);
    await ana.badgeSays("Saved");
    script.close();
  });
});

describe("without a name", () => {
  test("[W4] one reads, and writes as soon as one has a name", async () => {
    const ana = await comes("Ana Alves");
    const reader = await comes(undefined);
    await reader.badgeSays("Read only");
    await reader.editor.focus();
    await reader.page.keyboard.type("not mine");
    await expect.poll(() => reader.editor.getAttribute("aria-readonly")).toBe("true");
    expect(await reader.page.getByRole("toolbar").count()).toBe(0);
    await ana.types("\nnews");
    await reader.reads(/news/u);
    expect(await reader.text()).not.toContain("not mine");

    await reader.page.getByRole("button", { name: "Enter your name to write" }).click();
    await reader.page.getByLabel("Your name, as on your badge").fill("Cleo Cruz");
    await reader.page.keyboard.press("Enter");
    await reader.page.getByRole("toolbar", { name: "Formatting" }).waitFor(PATIENCE);
    await reader.types("\nnow I may");
    await reader.badgeSays("Saved");
    await ana.reads(/now I may/u);
  });
});

describe("the editor", () => {
  test("continues lists, indents, formats, and lets go after Escape and Tab", async () => {
    const ana = await comes("Ana Alves");
    await ana.types("\n\n- one\ntwo");
    await ana.page.keyboard.press("Tab");
    await ana.page.keyboard.type("\n\n\n\n");
    await ana.page.getByRole("button", { name: "Bold" }).click();
    await ana.page.keyboard.type("loud");
    await expect.poll(() => ana.text()).toMatch(/\n- one\n {4}- two\n\n\*\*loud\*\*$/u);
    await ana.page.keyboard.press("Escape");
    await ana.page.keyboard.press("Tab");
    expect(await ana.page.evaluate(() => document.activeElement?.tagName)).not.toBe("PAD-EDITOR");
    await ana.badgeSays("Saved");
  });

  test("lets go after Escape and Tab however slowly they are pressed, as long as nothing comes between them", async () => {
    const ana = await comes("Ana Alves", { viewport: { width: 1280, height: 800 } });
    await ana.editor.focus();
    await ana.page.keyboard.press("Escape");
    await ana.page.evaluate(() => {
      const { now } = Date;
      Date.now = () => now() + 60_000;
    });
    await ana.page.keyboard.press("Tab");
    expect(await ana.page.evaluate(() => document.activeElement?.tagName)).not.toBe("PAD-EDITOR");
    await ana.types("\n- ");
    await ana.page.keyboard.press("Escape");
    await ana.page.keyboard.type("three");
    await ana.page.keyboard.press("Tab");
    await ana.reads(/\n {4}- three$/u);
    await ana.badgeSays("Saved");
  });

  test("finds what keys do in the menu, in which nothing moves while it is open", async () => {
    const cleo = new PadWriter(await named(here.url, "Cleo Cruz"), address.split("/").at(-1)!);
    await cleo.synced();
    cleo.text.delete(0, cleo.text.length);
    await cleo.saved();
    const ana = await comes("Ana Alves", { viewport: { width: 1280, height: 800 } });
    await ana.page.getByRole("button", { name: "More", exact: true }).click();
    await ana.page.getByRole("menuitem", { name: "Keys" }).waitFor(PATIENCE);
    const offered = () => ana.page.getByRole("menuitem").allInnerTexts();
    const before = await offered();
    cleo.types("## The first heading\n");
    await ana.page.getByRole("link", { name: "The first heading" }).waitFor(PATIENCE);
    expect(await offered()).toEqual(before);
    await ana.page.getByRole("menuitem", { name: "Keys" }).click();
    await ana.page.getByRole("dialog", { name: "Keys" }).getByText("tick the box in the line").waitFor(PATIENCE);
    cleo.close();
  });

  test("goes to a heading from the outline, and moves through its tools with arrows", async () => {
    const ana = await comes("Ana Alves");
    await ana.types("\n## Where we are\n");
    await ana.page.getByRole("link", { name: "Where we are" }).click();
    await ana.page.keyboard.type("!");
    await ana.reads(/\n!## Where we are/u);
    await ana.page.getByRole("button", { name: "Heading" }).focus();
    await ana.page.keyboard.press("ArrowLeft");
    expect(await ana.page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toBe("Find and replace");
    await ana.badgeSays("Saved");
  });

  test("on a phone, goes to a heading from the menu, and stands above the keyboard that covers its bottom", async () => {
    const ana = await comes("Ana Alves", { viewport: { width: 390, height: 800 }, hasTouch: true });
    await ana.page.getByRole("button", { name: "More", exact: true }).click();
    await ana.page.getByRole("menuitem", { name: "Outline" }).click();
    await ana.page
      .getByRole("dialog", { name: "Outline" })
      .getByRole("button", { name: "Actions", exact: true })
      .click();
    const focused = () => ana.page.evaluate(() => document.activeElement?.tagName);
    await expect.poll(focused, PATIENCE).toBe("PAD-EDITOR");
    await ana.page.keyboard.type("!");
    await ana.reads(/\n!## Actions/u);
    // As where the browser lays the keyboard over the page.
    await ana.page.evaluate(() => {
      Object.defineProperty(visualViewport, "height", { value: innerHeight - 300 });
      visualViewport?.dispatchEvent(new Event("resize"));
    });
    const bottom = () => ana.page.getByRole("toolbar").evaluate((bar) => bar.getBoundingClientRect().bottom);
    await expect.poll(bottom, PATIENCE).toBe(500);
    await ana.badgeSays("Saved");
  });

  test("has no accessibility faults, wide and on a phone, light and dark", async () => {
    const ben = await comes("Ben Berg");
    await ben.types("\n## Hello\n- [ ] `code` and [link](https://a.example)\n> quote");
    const ana = await comes("Ana Alves");
    await ana.reads(/quote$/u);
    for (const width of [1280, 390]) {
      await ana.page.setViewportSize({ width, height: 800 });
      expect(await accessibilityFaults(ana.page)).toEqual([]);
      await ana.page.emulateMedia({ colorScheme: "dark" });
      expect(await colourFaults(ana.page)).toEqual([]);
      await ana.page.emulateMedia({ colorScheme: "light" });
    }
  });
});
