import { readFile } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { accessibilityFaults } from "../helpers/axe.ts";
import { Gate } from "./gate.ts";
import { makePad } from "./made-pad.ts";
import { KEPT, PadTab } from "./pad-tab.ts";
import { venue } from "./venue.ts";

const PATIENCE = { timeout: 30_000 };
const here = venue();
let gate: Gate;
let tab: PadTab;
let address: string;

beforeEach(async () => {
  ({ address } = await makePad(here.url));
  gate = await Gate.to(here.url);
  const context = await here.browser.newContext({
    baseURL: gate.url,
    viewport: { width: 390, height: 800 },
    serviceWorkers: "block",
  });
  context.setDefaultTimeout(PATIENCE.timeout);
  await context.request.put("/api/me", { data: { name: "Ana Alves", color: "#017797" } });
  tab = new PadTab(await context.newPage());
});

afterEach(async () => {
  await tab.page.context().close();
  await gate.close();
});

/** Has written what is not saved, on a device that keeps nothing unless told otherwise. */
async function hasWritten(words: string, { isKept = false } = {}): Promise<void> {
  if (!isKept)
    await tab.page.context().addInitScript(() => {
      IDBFactory.prototype.open = () => {
        throw new DOMException("not here", "SecurityError");
      };
    });
  await tab.page.goto(address);
  await tab.isOpen();
  await tab.badgeSays(/^Saved$/u);
  gate.cut();
  await tab.types(words);
  await tab.badgeSays(isKept ? KEPT : /not kept here$/iu);
}

async function signsOut(page = tab.page): Promise<void> {
  await page.getByRole("button", { name: "You are Ana Alves." }).click();
  await page.getByRole("button", { name: "Sign out here" }).click();
}

const question = () => tab.page.getByRole("heading", { name: "What you wrote last is not saved" });
const isSignedOut = (page = tab.page) =>
  page.getByRole("button", { name: "You are Ana Alves." }).waitFor({ state: "detached" });

async function exported(): Promise<string> {
  return (await fetch(`${here.url}${address}.md`)).text();
}

describe("who signs out before all of their notes is saved", () => {
  test("[N51] is asked first where it is kept nowhere, and takes it along, or loses it", async () => {
    await hasWritten("\nonly here");
    await signsOut();
    await question().waitFor();
    expect(await accessibilityFaults(tab.page)).toEqual([]);
    const coming = tab.page.waitForEvent("download");
    await tab.page.getByRole("button", { name: "Download as Markdown" }).click();
    expect(await readFile(await (await coming).path(), "utf8")).toMatch(/\nonly here$/u);
    await tab.page.getByRole("button", { name: "Stay" }).click();
    await question().waitFor({ state: "detached" });
    await tab.page.getByRole("button", { name: "Close" }).click();
    await tab.reads(/\nonly here$/u);
    await signsOut();
    await tab.page.getByRole("button", { name: "Lose it and go on" }).click();
    await isSignedOut();
    await expect.poll(() => question().count()).toBe(0);
    await expect.poll(() => tab.page.getByText("only here").count()).toBe(0);
  });

  test("[N51] goes on once all is saved, without another press", async () => {
    await hasWritten("\nsaved in time");
    await signsOut();
    await question().waitFor();
    gate.heal();
    await isSignedOut();
    expect(await exported()).toMatch(/\nsaved in time$/u);
  });

  test("[N51] is told where this device keeps it for them", async () => {
    await hasWritten("\nkept", { isKept: true });
    await signsOut();
    await question().waitFor();
    await tab.page.getByText("This device keeps them").waitFor();
    await tab.page.getByRole("button", { name: "Go on", exact: true }).click();
    await isSignedOut();
  });

  test("[N51] has what earlier pages kept sent first, on a page that has no notes open", async () => {
    await hasWritten("\nfrom the page before", { isKept: true });
    await tab.page.goto("about:blank");
    gate.heal();
    await tab.page.goto(address.replace(/\/notes\/.*$/u, ""));
    await signsOut();
    await isSignedOut();
    expect(await exported()).toMatch(/\nfrom the page before$/u);
  });

  test("[N51] is asked where that can't be sent, and the device keeps it for them", async () => {
    const { url } = await (await tab.page.context().request.post("/api/me/link", { data: {} })).json();
    await hasWritten("\nstill here", { isKept: true });
    await tab.page.goto(address.replace(/\/notes\/.*$/u, ""));
    await signsOut();
    await question().waitFor();
    await tab.page.getByText("This device keeps them").waitFor();
    await tab.page.getByRole("button", { name: "Go on", exact: true }).click();
    await isSignedOut();
    gate.heal();
    await tab.page.goto(url.replace(here.url, gate.url));
    await tab.page.getByRole("button", { name: "You are Ana Alves." }).waitFor();
    await tab.page.goto(address);
    await tab.reads(/\nstill here$/u);
    await tab.badgeSays(/^Saved$/u);
  });

  test("[N51] in another tab is shown what only this one has, and how to take it along", async () => {
    await hasWritten("\nonly in this tab");
    const other = await tab.page.context().newPage();
    await other.goto(address.replace(/\/notes\/.*$/u, ""));
    await signsOut(other);
    await isSignedOut(other);
    await question().waitFor();
    await tab.page.getByText("This device is somebody else’s now").waitFor();
    await tab.page.keyboard.press("Escape");
    await tab.page.getByRole("button", { name: "Go on" }).click();
    const coming = tab.page.waitForEvent("download");
    await tab.page.getByRole("button", { name: "Download as Markdown" }).click();
    expect(await readFile(await (await coming).path(), "utf8")).toMatch(/\nonly in this tab$/u);
  });
});
