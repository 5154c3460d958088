import type { BrowserContextOptions } from "playwright-core";
import { beforeEach, describe, expect, test } from "vitest";
import { accessibilityFaults, colourFaults } from "../helpers/axe.ts";
import { named, type Visitor } from "../together/support/visitor.ts";
import { makePad, type MadePad } from "./made-pad.ts";
import { PadVisitor } from "./pad-visitor.ts";
import { venue } from "./venue.ts";
import { PHONE } from "./visitor-page.ts";

const PATIENCE = { timeout: 30_000 };
const WIDE = { viewport: { width: 1440, height: 900 } };

const here = venue();
let made: MadePad;
let topicId: string;
let other: Visitor;

beforeEach(async () => {
  made = await makePad(here.url);
  other = await named(here.url, "Inês Duarte");
  topicId = (await other.look(made.slug)).view.topics[0]!.id;
});

/** Ana, at the pad with a wide screen, or with another device. */
async function comes(options: BrowserContextOptions = WIDE): Promise<PadVisitor> {
  const ana = await comesTo(made.address, options);
  await ana.isOpen();
  return ana;
}

const comesTo = (address: string, options: BrowserContextOptions = WIDE) =>
  PadVisitor.comes(here, { as: "Ana Alves", address, stays: true, ...options });

let comments = 0;
const says = (body: string) =>
  other.does(made.slug, { type: "comment.add", topicId, id: `comment-${(comments += 1)}`, body });

const tab = ({ page }: PadVisitor, name: string) => page.getByRole("tab", { name });
const pressed = ({ page }: PadVisitor, name: string) => page.getByRole("button", { name, exact: true }).click();
/** The id of what has the focus. */
const focused = ({ page }: PadVisitor) => page.evaluate(() => document.activeElement?.id);
/** The page is in sight, or in a tab behind another. */
const becomes = ({ page }: PadVisitor, state: DocumentVisibilityState) =>
  page.evaluate((seen) => {
    Object.defineProperty(document, "visibilityState", { value: seen, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  }, state);
const said = ({ page }: PadVisitor) => page.locator("pad-panel .cm .text");

describe("[N47] beside the notes", () => {
  test("what is to be done follows the text, and leads to its line", async () => {
    const ana = await comes();
    const actions = ana.page.getByRole("tabpanel", { name: "Actions" });
    await actions.getByText("are actions").waitFor();
    await ana.page.getByRole("button", { name: "Add an action" }).click();
    await ana.page.keyboard.type("Write it up @Ana Alves 2027-03-02");
    await actions.getByText("Write it up").waitFor();
    await actions.getByText("By Tue 2 March").waitFor();
    await ana.page.getByRole("button", { name: "Add an action" }).click();
    await ana.page.keyboard.type("Ask others");
    await expect.poll(() => actions.getByRole("listitem").count(), PATIENCE).toBe(2);
    await actions.getByRole("link", { name: "Line 12" }).click();
    await expect.poll(() => ana.page.url(), PATIENCE).toMatch(/#L12$/u);
    await ana.badgeSays("Saved");
  });

  test("of many things to be done the first fifty are there, and how many more the text has", async () => {
    const ana = await comes();
    const actions = ana.page.getByRole("tabpanel", { name: "Actions" });
    await ana.types("\n");
    const lines = Array.from({ length: 53 }, (_, n) => `- [ ] Task ${n + 1}`);
    await ana.page.keyboard.insertText(`\n${lines.join("\n")}\n`);
    await actions.getByText("3 more in the text.").waitFor(PATIENCE);
    expect(await actions.getByRole("listitem").count()).toBe(50);
    await ana.badgeSays("Saved");
  });

  test("what others say about its topic is counted, then read, the newest at the bottom, and answered", async () => {
    await says("Is the limit per queue?");
    const ana = await comes();
    await tab(ana, "Comments 1").waitFor();
    await says("Or a policy?");
    await tab(ana, "Comments 2 1 new").waitFor();
    await expect
      .poll(() => ana.page.locator('[data-say="polite"]').first().textContent(), PATIENCE)
      .toBe("1 new comment");
    await tab(ana, "Comments").click();
    await tab(ana, "Comments 2").waitFor();
    await expect.poll(() => tab(ana, "new").count()).toBe(0);
    await expect.poll(() => said(ana).allTextContents(), PATIENCE).toEqual(["Is the limit per queue?", "Or a policy?"]);
    await ana.page.getByRole("button", { name: "Reply to Inês Duarte’s comment" }).first().click();
    await ana.page.keyboard.type("A policy.");
    await ana.page.keyboard.press("Enter");
    await expect
      .poll(() => said(ana).allTextContents(), PATIENCE)
      .toEqual(["Is the limit per queue?", "Or a policy?", "A policy."]);
    await ana.page.locator("pad-panel .cm").last().getByText("to Inês Duarte").waitFor();
    await tab(ana, "Comments 3").waitFor();
    expect(await tab(ana, "new").count()).toBe(0);
    await ana.badgeSays("Saved");
    // It shows before the server has it, which would give it back once the meetup is closed.
    await expect.poll(async () => (await other.look(made.slug)).view.topics[0]!.comments, PATIENCE).toBe(3);
    // Words that were begun stay when the meetup closes.
    await ana.page.keyboard.type("Or both?");
    await made.organizer.does(made.slug, { type: "meetup.setPhase", phase: "closed" });
    await expect.poll(() => ana.page.getByRole("button", { name: /^Reply to/u }).count(), PATIENCE).toBe(0);
    expect(await ana.page.locator("pad-panel comment-box textarea").inputValue()).toBe("Or both?");
  });

  test("whom a comment answers is kept with its words while one looks at the actions", async () => {
    await says("Is the limit per queue?");
    const ana = await comes();
    await tab(ana, "Comments").click();
    await ana.page.getByRole("button", { name: "Reply to Inês Duarte’s comment" }).click();
    await ana.page.keyboard.type("A policy.");
    await tab(ana, "Actions").click();
    await ana.page.getByRole("tabpanel", { name: "Actions" }).waitFor();
    await tab(ana, "Comments").click();
    await ana.page.getByText("Reply to Inês Duarte", { exact: true }).waitFor();
    await pressed(ana, "Send comment");
    await ana.page.locator("pad-panel .cm").last().getByText("to Inês Duarte").waitFor();
    await ana.badgeSays("Saved");
  });

  test("what comes while one looks back, or at another tab, is new until one goes on", async () => {
    const ana = await comes();
    await tab(ana, "Comments").click();
    await pressed(ana, "History");
    await ana.page.locator("pad-history").waitFor();
    const polite = ana.page.locator('[data-say="polite"]').first();
    await says("Hello");
    await expect.poll(() => polite.textContent(), PATIENCE).toBe("1 new comment");
    await pressed(ana, "History");
    await tab(ana, "Comments 1 1 new").waitFor();
    await ana.page.keyboard.press("Tab");
    await expect.poll(() => tab(ana, "new").count(), PATIENCE).toBe(0);
    await becomes(ana, "hidden");
    await says("Hello again");
    await tab(ana, "Comments 2 1 new").waitFor();
    await becomes(ana, "visible");
    await ana.page.keyboard.press("Tab");
    await expect.poll(() => tab(ana, "new").count(), PATIENCE).toBe(0);
    await ana.badgeSays("Saved");
  });

  test("by keys one goes from tab to tab", async () => {
    const ana = await comes();
    await tab(ana, "Actions").focus();
    for (const [key, name] of [
      ["ArrowRight", "comments"],
      ["ArrowLeft", "actions"],
      ["End", "comments"],
      ["End", "comments"],
      ["Home", "actions"],
    ] as const) {
      await ana.page.keyboard.press(key);
      await ana.page.locator(`#panel-${name}[aria-selected="true"]`).waitFor();
      expect(await focused(ana)).toBe(`panel-${name}`);
    }
    await ana.badgeSays("Saved");
  });

  test("who reads and adds an action writes it at once", async () => {
    const ana = await comesTo(`${made.address}?read`);
    for (const words of ["Write it up", "Ask others"]) {
      await ana.page.locator("reading-view").waitFor();
      await pressed(ana, "Add an action");
      await expect.poll(() => focused(ana), PATIENCE).toBe("pad");
      await ana.page.keyboard.type(words);
      await ana.reads(new RegExp(` ${words}$`, "mu"));
      await pressed(ana, "Read");
    }
    await ana.badgeSays("Saved");
  });

  test("a comment written without a connection is kept, and sent when there is one", async () => {
    const ana = await comes();
    await tab(ana, "Comments").click();
    await ana.page.getByText("None yet.").waitFor();
    await here.server.kill("SIGKILL");
    await ana.page.getByRole("textbox", { name: "Comment" }).fill("From the cellar");
    await ana.page.getByRole("button", { name: "Send comment" }).click();
    await ana.page.locator("pad-panel .cm").getByText("Not sent yet").waitFor();
    await here.server.restart();
    await expect.poll(async () => (await other.look(made.slug)).view.topics[0]!.comments, PATIENCE).toBe(1);
    await expect.poll(() => ana.page.locator("pad-panel .cm").getByText("Not sent yet").count(), PATIENCE).toBe(0);
    await ana.badgeSays("Saved");
  });

  test("notes of a session without a topic have no comments", async () => {
    const at = { startsAt: "2027-03-01T09:00:00Z", endsAt: "2027-03-01T10:00:00Z" };
    await made.organizer.does(made.slug, { type: "room.add", id: "room-one", name: "Douro" });
    await made.organizer.does(made.slug, { type: "slot.add", id: "slot-one", ...at });
    const session = { id: "session-1", topicIds: [], title: "Welcome", roomId: "room-one", slotId: "slot-one" };
    await made.organizer.does(made.slug, { type: "session.schedule", ...session });
    const { padId } = (await other.look(made.slug)).view.sessions[0]!;
    const ana = await comesTo(`/m/${made.slug}/notes/${padId}`);
    await ana.page.getByRole("heading", { name: "Actions", level: 2 }).waitFor();
    expect(await ana.page.getByRole("tab").count()).toBe(0);
    expect(await ana.page.getByRole("button", { name: "Actions", exact: true }).count()).toBe(1);
  });

  test("it stays closed where one has closed it, and its button counts what is new", async () => {
    const ana = await comes();
    const toggle = ana.page.getByRole("button", { name: "Actions and comments" });
    await toggle.click();
    await expect.poll(() => ana.page.locator("pad-panel").count()).toBe(0);
    await says("Hello");
    await ana.page.getByRole("button", { name: "Actions and comments, 1 new" }).waitFor();
    await ana.reloads();
    await toggle.waitFor();
    expect(await ana.page.locator("pad-panel").count()).toBe(0);
    await toggle.click();
    await tab(ana, "Comments 1").waitFor();
    await ana.badgeSays("Saved");
  });

  test("on a phone it is a sheet, out of which lines and new actions lead", async () => {
    const ana = await comes(PHONE);
    expect(await ana.page.locator("pad-panel").count()).toBe(0);
    const toggle = ana.page.getByRole("button", { name: "Actions and comments" });
    const sheet = ana.page.getByRole("dialog", { name: "Beside the notes" });
    await toggle.tap();
    await sheet.getByRole("button", { name: "Add an action" }).tap();
    await sheet.waitFor({ state: "detached" });
    await ana.page.keyboard.type("Ask others");
    await ana.reads(/ Ask others$/mu);
    await toggle.tap();
    await sheet.getByText("Ask others").waitFor();
    await sheet.getByRole("link", { name: "Line 12" }).tap();
    await sheet.waitFor({ state: "detached" });
    await says("Hello");
    await ana.page.getByRole("button", { name: "Actions and comments, 1 new" }).tap();
    await tab(ana, "Comments 1 1 new").tap();
    await sheet.getByText("Hello").waitFor();
    await sheet.getByRole("button", { name: "Close" }).tap();
    await toggle.waitFor();
    await ana.badgeSays("Saved");
  });

  test("[N49] a sheet says what has become of the connection that it covers, and moves nothing that is written in it", async () => {
    await says("Is the limit per queue?");
    const ana = await comes(PHONE);
    await ana.page.setViewportSize({ width: 320, height: 568 });
    await ana.page.getByRole("button", { name: "Actions and comments" }).tap();
    const sheet = ana.page.getByRole("dialog", { name: "Beside the notes" });
    await tab(ana, "Comments").tap();
    await sheet.getByText("Is the limit per queue?").waitFor();
    const box = sheet.getByRole("textbox", { name: "Comment" });
    await box.fill("Per queue");
    const before = await box.boundingBox();
    await here.server.kill("SIGKILL");
    const said = sheet.getByRole("status").filter({ hasText: "No connection." });
    await said.waitFor(PATIENCE);
    expect(await box.boundingBox()).toEqual(before);
    // Once the server is there, it may connect by itself before anybody can press.
    await said.getByRole("button", { name: "Try now" }).tap();
    await here.server.restart();
    await expect.poll(() => sheet.getByText("No connection.").count(), PATIENCE).toBe(0);
    await sheet.getByRole("button", { name: "Close" }).tap();
    await ana.badgeSays("Saved");
  });

  test("a sheet ends where there is room beside the text, and offers no action once the notes are locked", async () => {
    const ana = await comes(PHONE);
    const toggle = ana.page.getByRole("button", { name: "Actions and comments" });
    const sheet = ana.page.getByRole("dialog", { name: "Beside the notes" });
    await toggle.click();
    await sheet.getByRole("button", { name: "Add an action" }).waitFor();
    await made.organizer.does(made.slug, { type: "pad.lock", padId: made.padId });
    await sheet.getByRole("button", { name: "Add an action" }).waitFor({ state: "detached" });
    await ana.page.setViewportSize({ width: 1000, height: 844 });
    await sheet.waitFor({ state: "detached" });
    await expect.poll(() => ana.page.locator("pad-panel").count(), PATIENCE).toBe(1);
    expect(await ana.page.getByRole("dialog").count()).toBe(0);
    await ana.badgeSays("Read only");
  });

  test("has no accessibility faults, wide and on a phone, light and dark", async () => {
    await says("Is the limit per queue?");
    for (const options of [WIDE, PHONE]) {
      const ana = await comes(options);
      await ana.types("\n- [ ] Write it up @Inês Duarte 2027-03-02\n- [x] Done");
      if (options === PHONE) await ana.page.getByRole("button", { name: "Actions and comments" }).tap();
      for (const name of ["Actions", "Comments"]) {
        await tab(ana, name).click();
        expect(await accessibilityFaults(ana.page, "pad-panel")).toEqual([]);
        await ana.page.emulateMedia({ colorScheme: "dark" });
        expect(await colourFaults(ana.page, "pad-panel")).toEqual([]);
        await ana.page.emulateMedia({ colorScheme: "light" });
      }
      if (options === PHONE) await ana.page.getByRole("button", { name: "Close" }).tap();
      await ana.badgeSays("Saved");
    }
  });
});
