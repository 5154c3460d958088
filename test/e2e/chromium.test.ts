import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { Browser } from "playwright-core";
import { accessibilityFaults, colourFaults } from "../helpers/axe.ts";
import { launchChromium } from "../helpers/chromium.ts";

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium(inject("chromium"));
});

afterAll(() => browser.close());

describe("the Chromium of these tests", () => {
  it("runs scripts, lays out text and keeps two people's pages apart", async () => {
    const [ana, ben] = await Promise.all([browser.newPage(), browser.newPage()]);
    await Promise.all([ana, ben].map((page) => page.setContent("<button>Vote</button><output>0</output>")));
    await ana.evaluate(() => {
      document.querySelector("button")!.onclick = () => (document.querySelector("output")!.textContent = "1");
    });
    await ana.getByRole("button", { name: "Vote" }).click();
    expect(await ana.locator("output").textContent()).toBe("1");
    expect(await ben.locator("output").textContent()).toBe("0");
    expect((await ana.getByRole("button").boundingBox())?.width).toBeGreaterThan(20);
  });

  it("has what the pages are built on", async () => {
    const page = await browser.newPage();
    const has = await page.evaluate(() => ({
      navigation: "navigation" in window,
      popover: "popover" in HTMLElement.prototype,
      dialog: "showModal" in HTMLDialogElement.prototype,
      adoptedStyles: "adoptedStyleSheets" in document,
      has: CSS.supports("selector(:has(a))"),
      nesting: CSS.supports("selector(&)"),
    }));
    expect(has).toEqual({
      navigation: true,
      popover: true,
      dialog: true,
      adoptedStyles: true,
      has: true,
      nesting: true,
    });
  });
});

describe("the look for accessibility faults", () => {
  it("finds a button without a name, and says where", async () => {
    const page = await (await browser.newContext()).newPage();
    await page.setContent(
      '<!doctype html><html lang="en"><title>Page</title><main><h1>Page</h1><button id="mute"></button></main>',
    );
    const faults = await accessibilityFaults(page);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(/^button-name \(critical\) at #mute: /u);
    await page.locator("#mute").evaluate((button) => (button.textContent = "Mute"));
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it("finds a colour that can't be read, in the theme that has it", async () => {
    const page = await (await browser.newContext({ colorScheme: "light" })).newPage();
    await page.setContent(
      `<!doctype html><html lang="en"><title>Page</title>
      <style>body { background: light-dark(white, black); color-scheme: light dark } p { color: #333 }</style>
      <main><h1>Page</h1><p>Words</p></main>`,
    );
    expect(await colourFaults(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: "dark" });
    expect(await colourFaults(page)).toEqual([expect.stringMatching(/^color-contrast \(serious\) at p: /u)]);
  });
});
