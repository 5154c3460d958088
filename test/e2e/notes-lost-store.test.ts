import type { Page } from "playwright-core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Gate } from "./gate.ts";
import { makePad } from "./made-pad.ts";
import { KEPT, PadTab } from "./pad-tab.ts";
import { venue } from "./venue.ts";

const here = venue();
let gate: Gate;
let tab: PadTab;
let address: string;

beforeEach(async () => {
  ({ address } = await makePad(here.url));
  gate = await Gate.to(here.url);
  const context = await here.browser.newContext({ baseURL: gate.url, serviceWorkers: "block" });
  await context.request.put("/api/me", { data: { name: "Ana Alves", color: "#017797" } });
  tab = new PadTab(await context.newPage());
});

afterEach(async () => {
  await tab.page.context().close();
  await gate.close();
});

async function deletes(page: Page): Promise<void> {
  const isDeleted = await page.evaluate(
    () =>
      new Promise((resolve) => {
        const deletion = indexedDB.deleteDatabase("midcycle-notes");
        deletion.onsuccess = () => resolve(true);
        deletion.onerror = () => resolve(false);
      }),
  );
  expect(isDeleted).toBe(true);
}

/** As somebody does who clears what sites keep. */
async function clears(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send("Storage.clearDataForOrigin", { origin: gate.url, storageTypes: "indexeddb" });
  await session.detach();
}

describe("what a device keeps of notes", () => {
  test.each([
    ["another page has deleted the store", deletes],
    ["the browser has closed the store under the page", clears],
  ])("[W6] goes on being kept when %s", async (_what, loses) => {
    await tab.page.goto(address);
    await tab.isOpen();
    await tab.types("before");
    await tab.badgeSays(/^Saved$/u);
    await loses(tab.page);
    gate.cut();
    await tab.types(", after");
    await tab.badgeSays(KEPT);
  });

  test("[W6] begins to be kept with the next notes that are opened, where the store couldn't be opened at first", async () => {
    await tab.page.addInitScript(() => {
      const { open } = IDBFactory.prototype;
      IDBFactory.prototype.open = function once(...asked) {
        if (asked[0] !== "midcycle-notes") return open.apply(this, asked);
        IDBFactory.prototype.open = open;
        throw new DOMException("not now", "UnknownError");
      };
    });
    await tab.page.goto(address);
    await tab.isOpen();
    await tab.types("before");
    await tab.badgeSays(/^Saved$/u);
    await tab.page.getByRole("link", { name: "Agenda" }).first().click();
    await tab.editor.waitFor({ state: "detached" });
    await tab.page.goBack();
    await tab.isOpen();
    await tab.badgeSays(/^Saved$/u);
    gate.cut();
    await tab.types(", after");
    await tab.badgeSays(KEPT);
  });
});
