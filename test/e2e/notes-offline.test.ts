import type { BrowserContext } from "playwright-core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Gate } from "./gate.ts";
import { KEPT, PadTab } from "./pad-tab.ts";
import { makePad } from "./made-pad.ts";
import { venue } from "./venue.ts";

const PATIENCE = { timeout: 30_000 };
const MONTH_MS = 31 * 24 * 60 * 60 * 1000;

/** Someone's device: a browser of their own, and a way to the server that can be cut. */
class Device {
  readonly gate: Gate;
  readonly context: BrowserContext;

  private constructor(gate: Gate, context: BrowserContext) {
    this.gate = gate;
    this.context = context;
  }

  static async of(name: string): Promise<Device> {
    const gate = await Gate.to(here.url);
    const context = await here.browser.newContext({
      baseURL: gate.url,
      viewport: { width: 390, height: 800 },
      reducedMotion: "reduce",
      // The gate lets pages through: what is kept of them is not what this is about.
      serviceWorkers: "block",
    });
    const device = new Device(gate, context);
    devices.push(device);
    await device.signIn(name);
    return device;
  }

  async signIn(name: string): Promise<void> {
    await this.context.request.put("/api/me", { data: { name, color: "#017797" } });
  }

  /** Opens the notes, in a page whose clock can be put forward. */
  async opens(): Promise<PadTab> {
    const page = await this.context.newPage();
    await page.clock.install();
    await page.goto(address);
    const tab = new PadTab(page);
    await tab.isOpen();
    return tab;
  }

  /** Its network is back, as the browser says then. */
  async heals(): Promise<void> {
    this.gate.heal();
    for (const page of this.context.pages()) await page.evaluate(() => dispatchEvent(new Event("online")));
  }

  async close(): Promise<void> {
    await this.context.close();
    await this.gate.close();
  }
}

const here = venue();
let address: string;
let devices: Device[];

beforeEach(async () => {
  devices = [];
  ({ address } = await makePad(here.url));
});

afterEach(() => Promise.all(devices.map((device) => device.close())));

async function exported(): Promise<string> {
  return (await fetch(`${here.url}${address}.md`)).text();
}

function timesIn(text: string, part: string): number {
  return text.split(part).length - 1;
}

describe("cut off from the server", () => {
  test("[W6] one writes, reloads and writes on, while it is killed and others write: all of it merges, once", async () => {
    const [ana, ben] = await Promise.all([Device.of("Ana Alves"), Device.of("Ben Berg")]);
    const [anaTab, benTab] = await Promise.all([ana.opens(), ben.opens()]);
    await benTab.types("\nben before.");
    await anaTab.reads(/ben before\./u);
    for (const tab of [anaTab, benTab]) await tab.badgeSays(/^Saved$/u);

    for (const { gate } of [ana, ben]) gate.cut();
    await Promise.all([anaTab.types("\nana one."), benTab.types("\nben meanwhile.")]);
    await anaTab.keeps(9);
    await here.server.kill("SIGKILL");
    await here.server.restart();

    await anaTab.reloads();
    await anaTab.reads(/ben before\.\nana one\.$/u);
    await anaTab.keeps(9);
    await anaTab.types("\nana two.");
    await anaTab.keeps(18);
    await anaTab.reloads();
    await anaTab.keeps(18);

    await Promise.all([ana.heals(), ben.heals()]);
    for (const tab of [anaTab, benTab]) {
      await tab.reads(/ana two\./u);
      await tab.reads(/ben meanwhile\./u);
      await tab.badgeSays(/^Saved$/u);
    }
    expect(await anaTab.text()).toBe(await benTab.text());
    const text = await exported();
    for (const part of ["ben before.", "ana one.", "ana two.", "ben meanwhile."]) {
      expect(timesIn(text, part)).toBe(1);
      expect(timesIn(await anaTab.text(), part)).toBe(1);
    }
  });

  test("[W6] three write for a long while, cut off, with reloads, while the server is killed: all of it merges, once", async () => {
    const people = ["Ana Alves", "Ben Berg", "Cleo Cruz"];
    const of = await Promise.all(people.map((name) => Device.of(name)));
    const tabs = await Promise.all(of.map((device) => device.opens()));
    const [ana, ben, cleo] = tabs as [PadTab, PadTab, PadTab];
    const lines = (who: string, from: number, to: number) =>
      Array.from({ length: to - from }, (_, n) => `${who}${String(from + n).padStart(3, "0")}.\n`).join("");
    for (const { gate } of of.slice(0, 2)) gate.cut();
    // The third is there until the server is gone, and then as alone as the others.
    await Promise.all([
      ana.writes(lines("ana", 0, 4)),
      ben.writes(lines("ben", 0, 4)),
      cleo.writes(lines("cle", 0, 4)),
    ]);
    await cleo.badgeSays(/^Saved$/u);
    await here.server.kill("SIGKILL");
    await Promise.all([ana, ben, cleo].map((tab, n) => tab.writes(lines(["ana", "ben", "cle"][n]!, 4, 8))));
    await Promise.all([ana.keeps(64), ben.keeps(64)]);
    await cleo.keeps(32);
    await here.server.restart();
    await Promise.all([ana.reloads(), ben.reloads()]);
    await Promise.all([
      ana.writes(lines("ana", 8, 11)),
      ben.writes(lines("ben", 8, 11)),
      cleo.writes(lines("cle", 8, 11)),
    ]);
    await Promise.all([ana.keeps(88), ben.keeps(88)]);
    await Promise.all(of.map((device) => device.heals()));
    for (const tab of tabs) await tab.badgeSays(/^Saved$/u);
    const text = await exported();
    for (const who of ["ana", "ben", "cle"])
      for (let n = 0; n < 11; n++) expect(timesIn(text, lines(who, n, n + 1))).toBe(1);
    for (const tab of tabs) await tab.page.getByRole("button", { name: "Read", exact: true }).click();
    const read = () => Promise.all(tabs.map((tab) => tab.page.locator("reading-view article").innerText()));
    await expect.poll(async () => new Set(await read()).size, PATIENCE).toBe(1);
  });

  test("[W6] what is saved is on the device too, and no edit of it counts as unsaved after a reload", async () => {
    const ana = await Device.of("Ana Alves");
    const tab = await ana.opens();
    await tab.types("\nall saved.");
    await tab.badgeSays(/^Saved$/u);
    await expect.poll(() => keptKinds(tab), PATIENCE).toEqual(["copy"]);
    ana.gate.cut();
    await tab.reloads();
    await tab.badgeSays(/^Not up to date$/u);
    await tab.reads(/all saved\.$/u);
    await ana.heals();
    await tab.badgeSays(/^Saved$/u);
  });

  test("[W6] two tabs of one person have the same edits kept, and end up with them once", async () => {
    const ana = await Device.of("Ana Alves");
    const one = await ana.opens();
    ana.gate.cut();
    await one.types("\nfrom one.");
    await one.badgeSays(KEPT);
    const two = await ana.opens();
    await two.reads(/from one\.$/u);
    await two.types("\nfrom two.");
    await one.types(" And on.");
    for (const tab of [one, two]) await tab.badgeSays(KEPT);
    await ana.heals();
    for (const tab of [one, two]) {
      await tab.reads(/from two\./u);
      await tab.reads(/And on\./u);
      await tab.badgeSays(/^Saved$/u);
    }
    expect(await one.text()).toBe(await two.text());
    const text = await exported();
    for (const part of ["from one.", "And on.", "from two."]) expect(timesIn(text, part)).toBe(1);
  });

  test("[W6] [N49] leaving asks only about edits that are kept nowhere, and nothing moves as the network goes", async () => {
    const ana = await Device.of("Ana Alves");
    const asked: string[] = [];
    const tab = await ana.opens();
    tab.page.on("dialog", (dialog) => {
      asked.push(dialog.type());
      void dialog.accept();
    });
    await tab.badgeSays(/^Saved$/u);
    // So narrow that the head takes two lines.
    await tab.page.setViewportSize({ width: 320, height: 800 });
    // The new size takes effect when the page is next drawn.
    await expect.poll(() => tab.page.evaluate(() => innerWidth)).toBe(320);
    await tab.page.evaluate(() => document.fonts.ready);
    const before = await tab.stands();
    ana.gate.cut();
    await tab.types("\nkept");
    await tab.badgeSays(KEPT);
    await tab.page.getByText("No connection.").waitFor();
    expect(await tab.stands()).toEqual(before);
    await tab.reloads();
    expect(asked).toEqual([]);

    await tab.page.addInitScript(() => {
      IDBFactory.prototype.open = () => {
        throw new DOMException("not here", "SecurityError");
      };
    });
    await ana.heals();
    await tab.reloads();
    expect(asked).toEqual([]);
    await tab.badgeSays(/^Saved$/u);
    ana.gate.cut();
    await tab.types("!");
    await tab.badgeSays(/not kept here$/iu);
    await tab.page.getByText("Keep this page open").waitFor();
    expect(await tab.stands()).toEqual(before);
    await Promise.all([tab.page.waitForEvent("dialog"), tab.page.reload()]);
    expect(asked).toEqual(["beforeunload"]);
  });
});

describe("on the smallest phones", () => {
  test("[N49] nothing that is said of the connection covers the line that is written, above a keyboard neither", async () => {
    const ana = await Device.of("Ana Alves");
    // The most that may be said.
    await ana.context.addInitScript(() => {
      IDBFactory.prototype.open = () => {
        throw new DOMException("not here", "SecurityError");
      };
    });
    const tab = await ana.opens();
    for (const height of [568, 300]) {
      await tab.page.setViewportSize({ width: 320, height });
      await tab.types("\n");
      await tab.page.keyboard.insertText("\nline of some words".repeat(30));
      await tab.badgeSays(/^Saved$/u);
      ana.gate.cut();
      await tab.types("!");
      await tab.page.getByText("Keep this page open").waitFor();
      expect(await roomBelowCursor(tab), `${height} high`).toBeGreaterThanOrEqual(0);
      // Its own words in the head cover nothing that shows.
      const here = tab.page.getByRole("button", { name: /in these notes/u });
      expect(await here.isVisible(), `${height} high`).toBe(false);
      for (const key of ["End", "ArrowUp"]) {
        for (let n = 0; n < 9; n += 1) await tab.page.keyboard.press(key);
        for (let n = 0; n < 3; n += 1) {
          await tab.page.keyboard.type("\non");
          expect(await roomBelowCursor(tab), `${height} high`).toBeGreaterThanOrEqual(0);
        }
      }
      // What is only heard has a pixel.
      expect(await tab.page.evaluate(() => document.documentElement.scrollHeight - innerHeight)).toBeLessThan(2);
      await ana.heals();
      await tab.badgeSays(/^Saved$/u);
    }
  });
});

/** How far above what is said of the connection one writes. */
function roomBelowCursor(tab: PadTab): Promise<number> {
  return tab.editor.evaluate((content) => {
    const cursor = content.closest(".cm-scroller")!.querySelector(".cm-cursor-primary")!;
    const { top } = document.querySelector(".ed .net")!.getBoundingClientRect();
    return Math.floor(top - cursor.getBoundingClientRect().bottom);
  });
}

describe("a device that several people use", () => {
  test("[W7] unsent edits go out as the person's who wrote them, or not at all", async () => {
    const device = await Device.of("Ana Alves");
    const tab = await device.opens();
    device.gate.cut();
    await tab.types("\nana wrote this.");
    await tab.badgeSays(KEPT);
    const other = await device.opens();
    const cookies = await device.context.cookies();
    await device.context.clearCookies();
    await device.signIn("Ben Berg");
    // One tab learns who the device is now from the server, the other from that tab.
    await other.page.reload();
    await expect.poll(() => tab.editor.count(), PATIENCE).toBe(0);
    await device.heals();
    await tab.badgeSays(/^Saved$/u);
    await tab.types("\nben wrote this.");
    await tab.badgeSays(/^Saved$/u);
    expect(await tab.text()).not.toContain("ana wrote this.");
    expect(await exported()).not.toContain("ana wrote this.");

    await device.context.addCookies(cookies);
    await tab.reloads();
    await tab.reads(/ana wrote this\./u);
    await tab.badgeSays(/^Saved$/u);
    expect(timesIn(await exported(), "ana wrote this.")).toBe(1);
    expect(timesIn(await exported(), "ben wrote this.")).toBe(1);
  });

  test("[W7] nor does a tab that nobody has told of the change send them as the new one's", async () => {
    const device = await Device.of("Ana Alves");
    const tab = await device.opens();
    device.gate.cut();
    await tab.types("\nana wrote this too.");
    await tab.badgeSays(KEPT);
    const cookies = await device.context.cookies();
    await device.context.clearCookies();
    await device.signIn("Ben Berg");
    await device.heals();
    await tab.badgeSays(/^Saved$/u);
    expect(await tab.text()).not.toContain("ana wrote this too.");
    await tab.types("\nben is here.");
    await tab.badgeSays(/^Saved$/u);
    expect(await exported()).not.toContain("ana wrote this too.");

    await device.context.clearCookies();
    await device.context.addCookies(cookies);
    await tab.reloads();
    await tab.reads(/ana wrote this too\./u);
    await tab.badgeSays(/^Saved$/u);
    expect(timesIn(await exported(), "ana wrote this too.")).toBe(1);
  });
});

describe("what a device keeps", () => {
  test("[W8] goes after a month, unless something of it is unsaved", async () => {
    const ana = await Device.of("Ana Alves");
    const tab = await ana.opens();
    const here = address.split("/").at(-1);
    await expect.poll(() => keptPads(tab), PATIENCE).toContain(here);
    await tab.page.evaluate(async (at) => {
      const record = (padId: string, kind: string) => ({ padId, personId: "p", kind, updates: [], edits: 0, at });
      const database = await new Promise<IDBDatabase>((resolve) => {
        const opening = indexedDB.open("midcycle-notes");
        opening.onsuccess = () => resolve(opening.result);
      });
      const transaction = database.transaction("records", "readwrite");
      const records = transaction.objectStore("records");
      for (const [padId, kind] of [
        ["read-only-once", "copy"],
        ["unsaved", "copy"],
        ["unsaved", "edits"],
      ])
        records.add(record(padId!, kind!));
      await new Promise((resolve) => (transaction.oncomplete = resolve));
      database.close();
    }, Date.now() - MONTH_MS);
    await tab.reloads();
    await expect.poll(() => keptPads(tab), PATIENCE).not.toContain("read-only-once");
    expect(new Set(await keptPads(tab))).toEqual(new Set(["unsaved", here]));
  });
});

async function keptKinds(tab: PadTab): Promise<string[]> {
  return (await kept(tab)).map(({ kind }) => kind);
}

async function keptPads(tab: PadTab): Promise<string[]> {
  return (await kept(tab)).map(({ padId }) => padId);
}

/** What a device keeps it tidies up after a while, which is not waited for. */
async function kept(tab: PadTab): Promise<{ padId: string; kind: string }[]> {
  await tab.page.clock.fastForward(1000);
  return tab.page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve) => {
      const opening = indexedDB.open("midcycle-notes");
      opening.onsuccess = () => resolve(opening.result);
    });
    const records = database.transaction("records").objectStore("records").getAll();
    await new Promise((resolve) => (records.onsuccess = resolve));
    database.close();
    return (records.result as { padId: string; kind: string }[]).map(({ padId, kind }) => ({ padId, kind }));
  });
}
