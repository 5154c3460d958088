import { beforeEach, describe, expect, test } from "vitest";
import { accessibilityFaults, colourFaults } from "../helpers/axe.ts";
import { PadWriter } from "../together/support/pad-writer.ts";
import { named, type Visitor } from "../together/support/visitor.ts";
import { PadVisitor } from "./pad-visitor.ts";
import { makePad } from "./made-pad.ts";
import { venue } from "./venue.ts";
import { PHONE } from "./visitor-page.ts";

const PATIENCE = { timeout: 30_000 };

const here = venue();
let organizer: Visitor;
let address: string;
let slug: string;
let padId: string;

beforeEach(async () => ({ organizer, slug, padId, address } = await makePad(here.url)));

async function comes(as: string): Promise<PadVisitor> {
  const visitor = await PadVisitor.comes(here, { as, address, stays: true });
  await visitor.isOpen();
  return visitor;
}

/** Each tinted stretch of the editor's text, with the class of its writer's colour. */
function tints({ editor }: PadVisitor): Promise<string[]> {
  return editor.locator(".cm-by").evaluateAll((all) => {
    const found: string[] = [];
    for (const each of all) {
      const color = /\bp\d+\b/u.exec(each.className)?.[0];
      const last = found.at(-1);
      if (last?.startsWith(`${color}:`)) found[found.length - 1] = last + each.textContent;
      else found.push(`${color}:${each.textContent}`);
    }
    return found;
  });
}

describe("who wrote what", () => {
  test("[W9] shows under each character, as it arrives, for all who have left too, whatever a client says of itself", async () => {
    const lena = await named(here.url, "Lena Liar");
    // A colour of her own: the one she would get by chance may be another's.
    await lena.ask("PUT", "/api/me", { body: { name: "Lena Liar", color: "#028039" } });
    const liar = new PadWriter(lena, padId);
    await liar.synced();
    const [ana, ben] = await Promise.all([comes("Ana Alves"), comes("Ben Berg")]);
    await ana.page.getByRole("button", { name: "Who wrote what" }).click();
    await ana.types("\nana was here.");
    await ben.reads(/ana was here\.$/u);
    await ben.types(" ben too.");
    await liar.reads("ben too.");
    // Says it is Ana, by name, id and colour; the server knows better.
    // Nothing was asked on her connection for a while: the server may be closing it just then.
    const me = (await (await ana.page.context().request.get("/api/me", { maxRetries: 1 })).json()) as { id: string };
    liar.provider.awareness.setLocalStateField("user", { id: me.id, name: "Ana Alves", color: "#bc4945" });
    liar.types(" liar as well.");
    await liar.saved();
    liar.close();
    await ana.reads(/liar as well\.$/u);
    const seen = async () => (await tints(ana)).filter((each) => /was here|too|as well/u.test(each));
    // Their own colours come with their names, which may be a moment later than the text.
    await expect.poll(seen, PATIENCE).toEqual(["p1:ana was here.", "p7: ben too.", "p5: liar as well."]);
    // Beside the colours: names, and in words whose the text at the cursor is.
    await ana.page.locator(".cm-author-name", { hasText: "Ana Alves" }).first().waitFor(PATIENCE);
    await ana.page.keyboard.press("ControlOrMeta+End");
    await ana.page.locator(".cm-whose", { hasText: /^At the cursor: Lena Liar, \d\d:\d\d$/u }).waitFor(PATIENCE);

    // The choice is this reader's own, and stays; others see no tint.
    expect(await ben.page.locator(".cm-by").count()).toBe(0);
    await ana.page.reload();
    await expect.poll(async () => (await seen()).length, PATIENCE).toBe(3);
    expect(await accessibilityFaults(ana.page)).toEqual([]);
    await ana.page.getByRole("button", { name: "Who wrote what" }).click();
    await expect.poll(() => ana.page.locator(".cm-by").count(), PATIENCE).toBe(0);
  });
});

describe("sharing", () => {
  test("[W10] offers the link to read first, which opens a page that can't be typed in", async () => {
    const ana = await comes("Ana Alves");
    await ana.page.getByRole("button", { name: "Share" }).click();
    const dialog = ana.page.getByRole("dialog", { name: "Share these notes" });
    const links = dialog.getByRole("textbox");
    await expect
      .poll(() => links.evaluateAll((all) => all.map((each) => (each as HTMLInputElement).value)), PATIENCE)
      .toEqual([`${here.url}${address}?read`, `${here.url}${address}`]);
    await expect.poll(() => dialog.getByRole("img").count(), PATIENCE).toBe(2);
    expect(await accessibilityFaults(ana.page)).toEqual([]);
    await dialog.getByRole("button", { name: "Close" }).click();

    const ben = await PadVisitor.comes(here, { as: "Ben Berg", address: `${address}?read` });
    await ben.page.getByRole("region", { name: "Notes to read" }).waitFor(PATIENCE);
    expect(await ben.page.locator("pad-editor").count()).toBe(0);
    await ben.page.getByRole("button", { name: "Read" }).click();
    await ben.isOpen();
    expect(new URL(ben.page.url()).search).toBe("");
  });

  test("[N21] a lock makes the notes read-only for all at once, and its end lets them write again", async () => {
    const ana = await comes("Ana Alves");
    await ana.types("\nbefore.");
    await ana.badgeSays("Saved");
    expect(await organizer.does(slug, { type: "pad.lock", padId })).toBeTruthy();
    await ana.page.getByRole("status").filter({ hasText: "Olga Organizer has locked these notes" }).waitFor(PATIENCE);
    await expect.poll(() => ana.editor.getAttribute("aria-readonly")).toBe("true");
    await ana.editor.focus();
    await ana.page.keyboard.type("not this");
    await expect.poll(() => ana.text()).toMatch(/before\.$/u);
    expect((await ana.page.context().request.get(`${address}.md`)).status()).toBe(200);
    await organizer.does(slug, { type: "pad.unlock", padId });
    await ana.page.getByRole("toolbar", { name: "Formatting" }).waitFor(PATIENCE);
    await ana.types(" after.");
    await ana.badgeSays("Saved");
    await ana.reads(/before\. after\.$/u);
  });

  test("[N21] [W4] what was typed as they were locked is sent by itself when they are unlocked", async () => {
    const [ana, ben] = await Promise.all([comes("Ana Alves"), comes("Ben Berg")]);
    await ana.page.context().setOffline(true);
    await ana.types("\nwritten on the train.");
    await organizer.does(slug, { type: "pad.lock", padId });
    await ana.page.context().setOffline(false);
    const refused = ana.page.getByRole("alert").filter({ hasText: "Olga Organizer has locked these notes" });
    await refused.filter({ hasText: "sent when the notes are unlocked" }).waitFor(PATIENCE);
    await organizer.does(slug, { type: "pad.unlock", padId });
    await ben.reads(/written on the train\.$/u);
    await ana.badgeSays("Saved");
    await refused.waitFor({ state: "detached" });
  });
});

describe("most of a pad removed", () => {
  test("[W12] everyone there is told, and both bring it back at once: it is there, once", async () => {
    const [ana, ben] = await Promise.all([comes("Ana Alves"), comes("Ben Berg")]);
    await ben.editor.focus();
    await ben.page.keyboard.press("ControlOrMeta+End");
    await ben.page.keyboard.insertText(`\n${"what everyone said. ".repeat(20)}the end`);
    await ana.reads(/the end$/u);
    const before = await ben.text();
    await ben.badgeSays("Saved");
    await ana.editor.focus();
    await ana.page.keyboard.press("ControlOrMeta+a");
    await ana.page.keyboard.press("Backspace");
    const notice = ben.page
      .getByRole("alert")
      .filter({ hasText: /^\s*Ana Alves removed most of these notes, \d+ characters\./u });
    await notice.waitFor(PATIENCE);
    const own = ana.page.getByRole("alert").filter({ hasText: "You removed most of these notes" });
    await own.waitFor(PATIENCE);
    // Who comes second would find no notice any more: both have pressed before either is heard.
    const both = Promise.withResolvers<void>();
    let asked = 0;
    for (const { page } of [ana, ben])
      await page.route(
        /\/restore$/u,
        async (route) => {
          asked += 1;
          if (asked === 2) both.resolve();
          await both.promise;
          await route.continue();
        },
        { times: 1 },
      );
    await Promise.all([
      notice.getByRole("button", { name: "Bring it back" }).click(),
      own.getByRole("button", { name: "Bring it back" }).click(),
    ]);
    for (const each of [ana, ben]) {
      await expect.poll(() => each.text(), PATIENCE).toBe(before);
      await each.page
        .getByRole("alert")
        .filter({ hasText: "removed most" })
        .waitFor({ state: "detached", ...PATIENCE });
    }
    const exported = await (await ben.page.context().request.get(`${address}.md`)).text();
    expect(exported.split("the end").length - 1).toBe(1);
  });
});

describe("history", () => {
  test("[W13] shows any moment, compares two, names one and brings one back as a new edit, and comes by itself once it can", async () => {
    const [ana, ben] = await Promise.all([comes("Ana Alves"), comes("Ben Berg")]);
    // In one go: a moment ends every ten seconds, also in the middle of what somebody types.
    await ana.types("");
    await ana.page.keyboard.insertText("\nfirst by ana.");
    await ben.reads(/first by ana\.$/u);
    await ben.types("");
    await ben.page.keyboard.insertText("\nsecond by ben.");
    await ana.reads(/second by ben\.$/u);
    await ben.badgeSays("Saved");
    await ana.page.getByRole("button", { name: "History" }).click();
    const slider = ana.page.getByRole("slider", { name: "Moment" });
    await slider.waitFor(PATIENCE);
    expect(new URL(ana.page.url()).search).toBe("?history");
    const then = ana.page.locator("history-text .cm-content");
    const words = () => slider.getAttribute("aria-valuetext");
    await expect.poll(words, PATIENCE).toMatch(/^\d\d:\d\d, Ben Berg wrote “second by ben\.”$/u);
    await expect.poll(() => then.innerText()).toMatch(/first by ana\.\nsecond by ben\.$/u);

    await slider.focus();
    await ana.page.keyboard.press("ArrowLeft");
    await expect.poll(words, PATIENCE).toMatch(/^\d\d:\d\d, Ana Alves wrote “first by ana\.”$/u);
    await expect.poll(() => then.innerText()).toMatch(/first by ana\.$/u);

    await ana.page.getByRole("button", { name: "Play" }).click();
    await expect.poll(() => slider.inputValue(), PATIENCE).toBe(await slider.getAttribute("max"));
    await ana.page.getByRole("button", { name: "Play" }).waitFor(PATIENCE);
    await ana.page.getByRole("button", { name: "Earlier edit" }).click();
    await expect.poll(words, PATIENCE).toMatch(/Ana Alves wrote “first by ana\.”$/u);

    await ana.page.getByLabel("Name this moment").fill("Before Ben");
    await ana.page.keyboard.press("Enter");
    await ana.page.getByRole("button", { name: /^Before Ben/u }).waitFor(PATIENCE);

    await ana.page.getByLabel("Compare with").selectOption("Now");
    await ana.page.locator("history-text ins", { hasText: "second by ben." }).waitFor(PATIENCE);
    await ana.page.getByLabel("Compare with").selectOption("Nothing");
    expect(await accessibilityFaults(ana.page)).toEqual([]);

    await ana.page.getByRole("button", { name: "Restore this version" }).click();
    await ben.reads(/first by ana\.$/u);
    await ana.page.getByRole("button", { name: "Load the newest" }).click();
    await ana.page.keyboard.press("Shift+Tab");
    await slider.focus();
    await ana.page.keyboard.press("End");
    await expect.poll(words, PATIENCE).toMatch(/Ana Alves removed 15 characters$/u);
    await ana.page.getByRole("button", { name: "Remove the name “Before Ben”" }).click();
    await ana.page.getByText("None yet.").waitFor(PATIENCE);

    await ana.page.getByRole("button", { name: "History" }).click();
    await ana.reads(/first by ana\.$/u);
    await ana.page.context().setOffline(true);
    await ana.page.goBack();
    await ana.page.getByText("The history can’t be loaded").waitFor(PATIENCE);
    await ana.page.getByText("You see the last text.").waitFor(PATIENCE);
    await ana.page.context().setOffline(false);
    await slider.waitFor(PATIENCE);
  });

  test("has no accessibility faults on a phone, light and dark", async () => {
    const onPhone = { ...PHONE, colorScheme: "light", reducedMotion: "reduce" } as const;
    const { page } = await PadVisitor.comes(here, { as: "Ana Alves", address: `${address}?history`, ...onPhone });
    await page.getByRole("slider", { name: "Moment" }).waitFor(PATIENCE);
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: "dark" });
    expect(await colourFaults(page)).toEqual([]);
  });
});

describe("following", () => {
  test("scrolls along with someone's cursor until one types oneself", async () => {
    const [ana, ben] = await Promise.all([comes("Ana Alves"), comes("Ben Berg")]);
    await ben.editor.focus();
    await ben.page.keyboard.press("ControlOrMeta+End");
    await ben.page.keyboard.insertText(Array.from({ length: 200 }, (_, at) => `\nline ${at}`).join(""));
    await ben.badgeSays("Saved");
    await ana.page.getByRole("button", { name: /^2 in these notes/u }).click();
    await ana.page.getByRole("menuitemcheckbox", { name: "Follow Ben Berg" }).click();
    await ana.page.getByRole("status").filter({ hasText: "Following Ben Berg" }).waitFor(PATIENCE);
    const top = () => ana.page.locator("pad-editor .cm-scroller").evaluate((scroller) => scroller.scrollTop);
    await expect.poll(top, PATIENCE).toBeGreaterThan(1000);
    await ben.page.keyboard.press("ControlOrMeta+Home");
    await expect.poll(top, PATIENCE).toBeLessThan(200);
    await ana.editor.focus();
    await ana.page.keyboard.press("Escape");
    await ana.page.getByText("Following Ben Berg").waitFor({ state: "detached", ...PATIENCE });
  });
});
