import type { BrowserContextOptions } from "playwright-core";
import { beforeEach, describe, expect, test } from "vitest";
import type { MeetupReplica } from "../../client/replica/meetup-replica.ts";
import { accessibilityFaults, colourFaults } from "../helpers/axe.ts";
import { PadWriter } from "../together/support/pad-writer.ts";
import { named } from "../together/support/visitor.ts";
import { makePad, type MadePad } from "./made-pad.ts";
import { PadVisitor } from "./pad-visitor.ts";
import { venue } from "./venue.ts";
import { PHONE } from "./visitor-page.ts";

const PATIENCE = { timeout: 30_000 };

const here = venue();
let made: MadePad;

beforeEach(async () => (made = await makePad(here.url)));

async function looksOn(as: string, options?: BrowserContextOptions): Promise<PadVisitor> {
  const visitor = await PadVisitor.comes(here, { as, address: made.address, stays: !options, ...options });
  await visitor.isOpen();
  return visitor;
}

/** Comes and writes something: the meetup names them from then on. */
async function comes(as: string, options?: BrowserContextOptions): Promise<PadVisitor> {
  const writer = await looksOn(as, options);
  await writer.types(".");
  const names = () =>
    writer.page.locator("pad-page").evaluate((page) => {
      const { view } = (page as unknown as { replica: MeetupReplica }).replica;
      return Object.values(view?.people.names ?? {}).map(({ name }) => name);
    });
  await expect.poll(names, PATIENCE).toContain(as);
  return writer;
}

/** Has written something, and has gone: the meetup names them. */
async function hasWritten(as: string): Promise<void> {
  const writer = new PadWriter(await named(here.url, as), made.padId);
  await writer.synced();
  writer.types(".");
  await writer.saved();
  writer.close();
}

/** The list of names, as it is for whoever doesn't see it. */
function list({ page }: PadVisitor) {
  return page.getByRole("listbox", { name: "People" });
}

async function offers(writer: PadVisitor, ...names: string[]): Promise<void> {
  const options = () => list(writer).getByRole("option").locator(".cm-completionLabel").allTextContents();
  await expect.poll(options, PATIENCE).toEqual(names);
}

/** Writes where the code of the list is there already. */
async function writes(writer: PadVisitor, text: string): Promise<void> {
  await writer.types("\n@");
  await list(writer).waitFor(PATIENCE);
  await writer.page.keyboard.press("Backspace");
  await list(writer).waitFor({ state: "detached" });
  await writer.page.keyboard.type(text);
}

describe("[N46] behind an @ in the notes", () => {
  test("people who are known are offered, here or not, and the one chosen is whose action it is", async () => {
    await Promise.all([comes("Inês Duarte"), hasWritten("Ben Berg"), looksOn("Zoe Quiet")]);
    const ana = await comes("Ana Alves");
    await writes(ana, "- [ ] Write it up @");
    await offers(ana, "Ana Alves", "Inês Duarte", "Ben Berg", "Olga Organizer");
    await ana.page.keyboard.type("ines");
    await offers(ana, "Inês Duarte");
    await ana.page.keyboard.press("Enter");
    await ana.page.keyboard.type("and @org");
    await offers(ana, "Olga Organizer");
    await ana.page.keyboard.press("Enter");
    await ana.page.keyboard.type("by Friday\n@olga");
    await offers(ana, "Olga Organizer");
    await ana.page.keyboard.press("Enter");
    await ana.page.keyboard.type("too");
    await ana.reads(/Write it up @Inês Duarte and @Olga Organizer by Friday\n.*@Olga Organizer too$/u);
    await ana.badgeSays("Saved");
    const owners = async () =>
      (await made.organizer.get<{ owner: string }[]>(`/api/meetups/${made.slug}/actions`)).body;
    await expect
      .poll(async () => (await owners()).map(({ owner }) => owner))
      .toEqual(["Inês Duarte", "Olga Organizer"]);
  });

  test("arrows choose, Enter and Tab take, Escape goes on as it is", async () => {
    await Promise.all([hasWritten("Ben Berg"), hasWritten("Bea Blum")]);
    const ana = await comes("Ana Alves");
    await writes(ana, "@b");
    await offers(ana, "Bea Blum", "Ben Berg");
    const chosen = () => ana.editor.getAttribute("aria-activedescendant");
    const first = await chosen();
    await ana.page.keyboard.press("ArrowDown");
    await expect.poll(chosen, PATIENCE).not.toBe(first);
    expect(await list(ana).getByRole("option", { selected: true }).textContent()).toContain("Ben Berg");
    await ana.page.keyboard.press("Enter");
    await ana.page.keyboard.type("and @be");
    await offers(ana, "Bea Blum", "Ben Berg");
    await ana.page.keyboard.press("Tab");
    await ana.page.keyboard.type("or @be");
    await offers(ana, "Bea Blum", "Ben Berg");
    await ana.page.keyboard.press("Escape");
    await list(ana).waitFor({ state: "detached" });
    await ana.page.keyboard.press("Enter");
    await ana.reads(/\n@Ben Berg and @Bea Blum or @be\n$/u);
    await ana.badgeSays("Saved");
  });

  test("after Escape from the list Tab leaves the notes, as it does without one", async () => {
    await hasWritten("Ben Berg");
    const ana = await comes("Ana Alves");
    await writes(ana, "@be");
    await offers(ana, "Ben Berg");
    await ana.page.keyboard.press("Escape");
    await ana.page.keyboard.press("Tab");
    expect(await ana.page.evaluate(() => document.activeElement?.tagName)).not.toBe("PAD-EDITOR");
    await ana.reads(/\n@be$/u);
    await ana.badgeSays("Saved");
  });

  test("nothing is offered in addresses and code, nor where no name goes on so", async () => {
    const ana = await comes("Ana Alves");
    await writes(ana, "");
    for (const text of ["mail a@an", "`npm i @an", "https://a.example/@an", "```\n@an", "@home is", "@ an"]) {
      await ana.page.keyboard.type(text);
      // The list would be there in the next frame.
      await ana.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
      expect(await list(ana).count(), text).toBe(0);
      await ana.page.keyboard.press("ControlOrMeta+a");
      await ana.page.keyboard.press("Backspace");
    }
    await ana.badgeSays("Saved");
  });

  test("what others write elsewhere leaves the list, and what is taken goes where one writes", async () => {
    const script = new PadWriter(await named(here.url, "Script"), made.padId);
    await script.synced();
    const ana = await comes("Ana Alves");
    await writes(ana, "@olg");
    await offers(ana, "Olga Organizer");
    script.text.insert(0, "news\n");
    await ana.reads(/^news\n/u);
    await offers(ana, "Olga Organizer");
    await ana.page.keyboard.press("Enter");
    await ana.reads(/\n@Olga Organizer $/u);
    await ana.badgeSays("Saved");
    script.close();
  });

  test("a name that is being composed is offered, and Enter only ends the composing", async () => {
    await hasWritten("田中 太郎");
    const ana = await comes("Ana Alves");
    await writes(ana, "@");
    const keys = await ana.page.context().newCDPSession(ana.page);
    for (const text of ["た", "たな", "田", "田中"])
      await keys.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
    await offers(ana, "田中 太郎");
    // As input methods send what they take themselves.
    await keys.send("Input.dispatchKeyEvent", { type: "rawKeyDown", key: "Process", windowsVirtualKeyCode: 229 });
    await keys.send("Input.insertText", { text: "田中" });
    await ana.reads(/\n@田中$/u);
    await offers(ana, "田中 太郎");
    await ana.page.keyboard.press("Enter");
    await ana.reads(/\n@田中 太郎 $/u);
    await ana.badgeSays("Saved");
  });

  test("one undo takes the name away again, and no more", async () => {
    await hasWritten("Ben Berg");
    const ana = await comes("Ana Alves");
    await writes(ana, "for @be");
    await offers(ana, "Ben Berg");
    await ana.page.keyboard.press("Enter");
    await ana.reads(/\nfor @Ben Berg $/u);
    await ana.page.keyboard.press("ControlOrMeta+z");
    await ana.reads(/\nfor @be$/u);
    await ana.badgeSays("Saved");
  });

  test("on a phone a name is taken by a touch, and it has no accessibility faults there and on a wide screen", async () => {
    await hasWritten("Ben Berg");
    for (const options of [PHONE, undefined]) {
      const ana = await comes("Ana Alves", options);
      await writes(ana, "@b");
      await offers(ana, "Ben Berg");
      expect(await accessibilityFaults(ana.page)).toEqual([]);
      await ana.page.emulateMedia({ colorScheme: "dark" });
      expect(await colourFaults(ana.page)).toEqual([]);
      await ana.page.emulateMedia({ colorScheme: "light" });
      const option = list(ana).getByRole("option");
      await (options === PHONE ? option.tap() : option.click());
      await ana.reads(/\n@Ben Berg $/u);
      await ana.badgeSays("Saved");
    }
  });
});

test("[N46] beside the notes an action is theirs whose name becomes known, without anything written", async () => {
  const ana = await comes("Ana Alves");
  await ana.types("\n- [ ] @Zoe Quiet asks");
  const action = ana.page.locator("pad-actions .to-i", { hasText: "asks" });
  await action.waitFor(PATIENCE);
  const owner = () => action.locator(".to-f").textContent();
  expect(await owner()).not.toContain("Zoe Quiet");
  const zoe = await named(here.url, "Zoe Quiet");
  await zoe.proposes(made.slug, "What nobody asks");
  await expect.poll(owner, PATIENCE).toContain("Zoe Quiet");
  await ana.badgeSays("Saved");
});
