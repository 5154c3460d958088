/** Only people in the room can vote: an organizer shows the code, people enter it and vote. */
import { beforeEach, expect, test } from "vitest";
import { accessibilityFaults, colourFaults } from "../helpers/axe.ts";
import { venue } from "./venue.ts";
import { PHONE, type VisitorPage } from "./visitor-page.ts";

const LINE = "To vote, you need the code on the screen in the room.";

const here = venue();
let olga: VisitorPage;
let slug: string;

beforeEach(async () => {
  olga = await here.comes({ stays: true, as: "Olga" });
  slug = await olga.makesMeetup();
  await olga.does(
    slug,
    { type: "topic.propose", id: "rabbit-ha", title: "Rabbit HA" },
    { type: "topic.propose", id: "packaging", title: "Packaging" },
    { type: "topic.propose", id: "upgrades", title: "Upgrades" },
  );
});

/** Turns the code on beside the page; resolves with it. */
async function turnsItOn(): Promise<string> {
  await olga.does(slug, { type: "meetup.edit", voting: { roomCode: true } });
  const answer = await olga.page.request.get(`/api/meetups/${slug}`);
  return ((await answer.json()) as { me: { roomCode: string } }).me.roomCode;
}

const field = ({ page }: VisitorPage) => page.getByLabel("The code on the screen");
const isFocused = (visitor: VisitorPage) => field(visitor).evaluate((element) => element === document.activeElement);
const isVoted = (visitor: VisitorPage, title: string) => visitor.arch(title).getAttribute("aria-pressed");

test("[V9] an organizer turns it on and shows the code on the wall; who is there enters it once, and votes", async () => {
  const ben = await here.comes(PHONE);
  await ben.page.goto(`/m/${slug}`);
  await ben.arch("Rabbit HA").waitFor();

  await olga.page.goto(`/m/${slug}`);
  await olga.page.getByRole("button", { name: "Operators in Porto" }).click();
  await olga.page.getByRole("dialog").getByRole("button", { name: "Settings" }).click();
  const settings = olga.page.getByRole("dialog", { name: "Settings" });
  await settings.getByLabel("Only people in the room can vote").check();
  await settings.getByRole("button", { name: "Save" }).click();
  await settings.waitFor({ state: "detached" });
  // She votes as she did, and needs no line for that.
  await olga.arch("Upgrades").click();
  await expect.poll(() => isVoted(olga, "Upgrades")).toBe("true");
  expect(await olga.page.getByText(LINE).count()).toBe(0);
  await olga.page.goto(`/m/${slug}/wall`);
  await olga.page.getByText(/^To vote, enter [A-Z]{4}-[0-9]{2}$/u).waitFor();
  const code = await olga.page.locator(".w-vote b").innerText();
  expect(await accessibilityFaults(olga.page)).toEqual([]);

  // He hears of it beforehand, and is asked for a name and the code by his first vote.
  await ben.page.getByText(LINE).waitFor();
  await ben.arch("Rabbit HA").click();
  await ben.page.getByLabel("Your name, as on your badge").fill("Ben");
  await ben.page.getByRole("button", { name: "Go", exact: true }).click();
  const dialog = ben.page.getByRole("dialog", { name: "Are you in the room?" });
  await dialog.waitFor();
  await expect.poll(() => isFocused(ben)).toBe(true);
  await ben.page.keyboard.press("Enter");
  await dialog.getByText("Write the code first").waitFor();
  await field(ben).fill("IIII-00");
  await ben.page.keyboard.press("Enter");
  await dialog.getByText("Not the code on the screen").waitFor();
  await expect.poll(() => isFocused(ben)).toBe(true);
  expect(await field(ben).getAttribute("aria-invalid")).toBe("true");
  expect(await accessibilityFaults(ben.page, "dialog")).toEqual([]);
  await ben.page.emulateMedia({ colorScheme: "dark" });
  expect(await colourFaults(ben.page, "dialog")).toEqual([]);
  await field(ben).fill(code.toLowerCase().replace("-", " "));
  await ben.page.keyboard.press("Enter");
  await dialog.waitFor({ state: "detached" });
  await expect.poll(() => isVoted(ben, "Rabbit HA")).toBe("true");
  await expect.poll(async () => (await olga.look(slug)).topics[0]!.votes).toBe(1);
  await ben.page.getByText(LINE).waitFor({ state: "detached" });
  await ben.arch("Packaging").click();
  await expect.poll(() => isVoted(ben, "Packaging")).toBe("true");
  // The wall of somebody else shows no code.
  await ben.page.goto(`/m/${slug}/wall`);
  await ben.page.locator(".w-code").waitFor();
  expect(await ben.page.locator(".w-vote").count()).toBe(0);
});

test("[V9] the code is asked for whichever way one votes, and a vote without it is none", async () => {
  const code = await turnsItOn();
  const chi = await here.comes({ stays: true, ...PHONE, as: "Chi" });
  const { page } = chi;
  await page.goto(`/m/${slug}`);
  const dialog = page.getByRole("dialog", { name: "Are you in the room?" });
  await page.locator(".topic").getByRole("link", { name: "Rabbit HA" }).focus();
  for (const key of ["v", "Shift+V"]) {
    await page.keyboard.press(key);
    await dialog.waitFor();
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
  }
  expect(await isVoted(chi, "Rabbit HA")).toBe("false");

  await page.getByRole("button", { name: "One by one" }).click();
  const one = page.getByRole("dialog", { name: "One topic at a time" });
  const first = await one.getByRole("heading", { level: 3 }).innerText();
  await one.getByRole("button", { name: "I will come" }).click();
  await dialog.waitFor();
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  expect(await one.getByRole("heading", { level: 3 }).innerText()).toBe(first);
  await one.getByRole("button", { name: "I will come" }).click();
  await field(chi).fill(code);
  await page.keyboard.press("Enter");
  await one.getByRole("heading", { level: 3, name: first }).waitFor({ state: "detached" });
  await expect.poll(async () => (await chi.look(slug)).topics.filter(({ votes }) => votes === 1).length).toBe(1);
  await page.keyboard.press("Escape");

  // An organizer makes a new one: who is in stays in.
  await olga.page.goto(`/m/${slug}`);
  await olga.page.getByRole("button", { name: "Operators in Porto" }).click();
  await olga.page.getByRole("dialog").getByRole("button", { name: "Settings" }).click();
  const shown = olga.page.locator(".room-code-now");
  expect(await shown.innerText()).toBe(code);
  expect(await accessibilityFaults(olga.page, "room-code-settings")).toEqual([]);
  await olga.page.getByRole("button", { name: "New code" }).click();
  await expect.poll(() => shown.innerText()).not.toBe(code);
  const other = first === "Upgrades" ? "Rabbit HA" : "Upgrades";
  await chi.arch(other).click();
  await expect.poll(() => isVoted(chi, other)).toBe("true");
});

test("[V9][A46] without a connection the code and the vote wait, and a wrong one is told later", async () => {
  const code = await turnsItOn();
  const votesOffline = async (name: string, tried: string, counts: boolean) => {
    const visitor = await here.comes({ ...PHONE, as: name });
    const { page } = visitor;
    // What asks for the code comes with the line that says so.
    const code = page.waitForEvent("requestfinished", (request) => /room-code-dialog/u.test(request.url()));
    await page.goto(`/m/${slug}`);
    await page.getByText(LINE).waitFor();
    await code;
    await page.waitForLoadState("networkidle");
    await page.context().setOffline(true);
    await page.getByText("Offline.").waitFor();
    await visitor.arch("Packaging").click();
    await field(visitor).fill(tried);
    await page.keyboard.press("Enter");
    await field(visitor).waitFor({ state: "detached" });
    await expect.poll(() => isVoted(visitor, "Packaging")).toBe("true");
    await page.context().setOffline(false);
    if (!counts)
      await page.getByText("Your vote did not count: Packaging. Enter the code on the screen first.").waitFor();
    else await expect.poll(async () => (await olga.look(slug)).topics[1]!.votes).toBe(1);
    await expect.poll(() => isVoted(visitor, "Packaging")).toBe(String(counts));
  };
  await Promise.all([votesOffline("Dan", code, true), votesOffline("Eve", "IIII-00", false)]);
  expect((await olga.look(slug)).topics[1]!.votes).toBe(1);
});
