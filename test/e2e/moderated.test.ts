import { expect, test } from "vitest";
import { accessibilityFaults, colourFaults } from "../helpers/axe.ts";
import { named } from "../together/support/visitor.ts";
import { venue } from "./venue.ts";
import { PHONE } from "./visitor-page.ts";

const here = venue();

test("[A51][A57] organizers look at what is proposed first: it waits for them, and is on the list once one lets it in", async () => {
  const olga = await here.comes({ as: "Olga" });
  const slug = await olga.makesMeetup();
  await olga.does(slug, { type: "topic.propose", id: "welcome-1", title: "Welcome" });
  const desk = olga.page;
  await desk.goto(`/m/${slug}`);

  // The switch is a setting.
  await desk.getByRole("button", { name: "Operators in Porto" }).click();
  await desk.getByRole("dialog").getByRole("button", { name: "Settings" }).click();
  const settings = desk.getByRole("dialog", { name: "Settings" });
  await settings.getByLabel("Look at proposals first").check();
  await settings.getByRole("button", { name: "Save" }).click();
  await desk.getByRole("heading", { name: "No proposals wait for you" }).waitFor();

  // Whoever proposes is told before and after, and nobody else sees it.
  const ana = await here.comes({ ...PHONE, as: "Ana", permissions: ["clipboard-read", "clipboard-write"] });
  const ben = await named(here.url, "Ben");
  const benSees = async () => (await ben.get(`/api/meetups/${slug}`)).text;
  const { page } = ana;
  await page.goto(`/m/${slug}`);
  await page.getByText("Organizers look at proposals first").waitFor();
  await ana.proposes("What broke in Rabbit?");
  await page.locator(".toast", { hasText: "Sent. It waits for an organizer now" }).waitFor();
  const own = page.locator("waiting-topics");
  await own.getByText("Waits for an organizer").waitFor();
  for (const title of ["Taken back", "Never to be seen"]) {
    await ana.proposes(title);
    await own.getByText(title, { exact: true }).waitFor();
  }
  const heard = desk.locator("body > [data-say=polite]");
  await expect.poll(() => heard.textContent()).toContain("3 proposals wait for you");
  await own.getByRole("button", { name: "Take back “Taken back”" }).click();
  await page.locator(".toast", { hasText: "Taken back: Taken back" }).waitFor();
  await expect.poll(() => own.locator("li").count()).toBe(2);
  expect(await benSees()).not.toContain("What broke in Rabbit?");
  expect(await accessibilityFaults(page)).toEqual([]);

  // It comes to the organizer at once, by keyboard as well.
  const card = desk.getByRole("button", { name: "2 proposals wait for you" });
  await card.focus();
  await card.press("Enter");
  await desk.getByRole("heading", { name: "What broke in Rabbit?" }).waitFor();
  expect(await desk.getByText("Ana,").count()).toBe(2);
  await desk.getByRole("button", { name: "Approve “What broke in Rabbit?”" }).press("Enter");
  await desk.locator("topic-list").getByRole("link", { name: "What broke in Rabbit?" }).waitFor();
  // The keyboard goes on with the next one.
  await expect.poll(() => desk.evaluate(() => document.activeElement?.textContent?.trim())).toMatch(/^Approve.+Never/u);
  await expect.poll(benSees).toContain("What broke in Rabbit?");

  // Declining asks, and its proposer keeps the words.
  const at = () => desk.evaluate(() => document.activeElement?.textContent?.trim());
  await desk.getByRole("button", { name: "Decline “Never to be seen”" }).press("Enter");
  await expect.poll(at).toBe("Keep it");
  await desk.keyboard.press("Enter");
  await expect.poll(at).toBe("Decline “Never to be seen”");
  await desk.getByRole("button", { name: "Decline “Never to be seen”" }).click();
  expect(await accessibilityFaults(desk)).toEqual([]);
  await desk.getByRole("alert").getByRole("button", { name: "Decline" }).click();
  await desk.getByRole("heading", { name: "No proposals wait for you" }).waitFor();
  await own.getByText("On the list").waitFor();
  await own.getByText("Not let in").waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await own.getByRole("button", { name: "Copy it “Never to be seen”" }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe("Never to be seen");
  await own.getByRole("button", { name: "Put away: Never to be seen" }).click();
  await own.getByRole("button", { name: "Put away: What broke in Rabbit?" }).click();
  await expect.poll(() => own.locator("li").count()).toBe(0);
  expect(await benSees()).not.toMatch(/Never to be seen|Taken back/u);

  // Whoever had closed the page hears of it too, on whatever device, until they have put it away.
  await ana.proposes("While you were away");
  await own.getByText("While you were away", { exact: true }).waitFor();
  // It shows before it is sent.
  const decline = desk.getByRole("button", { name: "Decline “While you were away”" });
  await decline.waitFor();
  await page.goto("about:blank");
  await decline.click();
  await desk.getByRole("alert").getByRole("button", { name: "Decline" }).click();
  await desk.getByRole("heading", { name: "No proposals wait for you" }).waitFor();
  // What is said of it doesn't hang on whether organizers look first.
  await olga.does(slug, { type: "meetup.edit", proposals: { moderated: false } });
  await page.goto(`/m/${slug}`);
  await own.getByText("Not let in").waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.emulateMedia({ colorScheme: "dark" });
  expect(await colourFaults(page)).toEqual([]);
  await own.getByRole("button", { name: "Copy it “While you were away”" }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe("While you were away");
  await own.getByRole("button", { name: "Put away: While you were away" }).press("Enter");
  await expect.poll(() => own.locator("li").count()).toBe(0);
  await page.waitForLoadState("networkidle");
  await page.reload();
  await ana.arch("What broke in Rabbit?").waitFor();
  expect(await page.getByText("While you were away").count()).toBe(0);
  await olga.does(slug, { type: "meetup.edit", proposals: { moderated: true } });
  await page.getByText("Organizers look at proposals first").waitFor();
  await own.waitFor({ state: "attached" });

  // Without a connection it shows at once, and says that it isn't sent.
  await page.context().setOffline(true);
  await page.getByText("Offline.").waitFor();
  await ana.proposes("Written on the train");
  await own.getByText("Not sent yet").waitFor();
  await page.context().setOffline(false);
  await desk.getByRole("button", { name: "1 proposal waits for you" }).waitFor();
  await own.getByText("Not sent yet").waitFor({ state: "detached" });
});
