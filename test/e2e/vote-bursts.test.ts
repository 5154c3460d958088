import { expect, test } from "vitest";
import { accessibilityFaults, colourFaults } from "../helpers/axe.ts";
import { named } from "../together/support/visitor.ts";
import { OwnPart } from "./own-part.ts";
import { venue } from "./venue.ts";
import { PHONE } from "./visitor-page.ts";

const here = venue();

test("[A55] an organizer sets votes that came in a burst aside, takes it back, and who can’t vote meanwhile is told", async () => {
  const olga = await here.comes({ as: "Olga" });
  const ana = await here.comes({ ...PHONE, as: "Ana" });
  const slug = await olga.makesMeetup();
  await olga.does(
    slug,
    { type: "topic.propose", id: "topic-one", title: "Rabbit HA" },
    { type: "topic.propose", id: "topic-two", title: "Puppet" },
  );
  const crowd = await Promise.all(Array.from({ length: 8 }, (_, at) => named(here.url, `Guest ${at}`)));
  // Wherever five minutes end among them, five of them or more came with Ana, and fewer otherwise.
  const vote = { type: "vote.cast", topicId: "topic-one" };
  for (const each of crowd.slice(0, 4)) await each.does(slug, vote);
  await ana.does(slug, vote);
  for (const each of crowd.slice(4)) await each.does(slug, vote);
  const anasPart = await OwnPart.of(ana.page);
  await ana.page.goto(`/m/${slug}`);
  await expect.poll(() => ana.arch("Rabbit HA").getAttribute("aria-pressed")).toBe("true");

  const { page } = olga;
  await page.goto(`/m/${slug}`);
  await page.getByRole("button", { name: "Operators in Porto" }).first().click();
  await page.getByRole("dialog").getByRole("button", { name: "People", exact: true }).click();
  const bursts = page
    .getByRole("dialog", { name: "People" })
    .getByRole("region", { name: "Votes that came in bursts" });
  await bursts.getByRole("button", { name: "Votes that came in bursts" }).click();
  await bursts.getByText(/people, .* votes: Rabbit HA \(\d\)/u).waitFor();
  expect(await accessibilityFaults(page, "dialog")).toEqual([]);
  await bursts.getByRole("button", { name: /^Set these votes aside of who came/u }).click();
  // The way back stays as long as the pointer rests on it.
  const toast = page.locator(".toast", { hasText: "Votes set aside" });
  await toast.hover();
  await bursts.getByText("Set aside", { exact: true }).waitFor();

  const told = "An organizer has set aside the votes of people who came when you did";
  await ana.page.getByText(told).waitFor();
  for (const title of ["Rabbit HA", "Puppet"]) await expect.poll(() => ana.arch(title).isDisabled()).toBe(true);
  expect(await ana.arch("Rabbit HA").getAttribute("aria-description")).toBe("Your votes are set aside");
  expect(await accessibilityFaults(ana.page)).toEqual([]);
  await ana.opens("Rabbit HA");
  await ana.page.getByRole("dialog").getByText(told).waitFor();
  expect(await accessibilityFaults(ana.page, "dialog")).toEqual([]);
  for (const each of [page, ana.page]) {
    await each.emulateMedia({ colorScheme: "dark" });
    expect(await colourFaults(each, "dialog")).toEqual([]);
  }

  // In a hall one's own part comes a while after what everybody sees.
  anasPart.hold();
  await toast.getByRole("button", { name: "Undo" }).click();
  await bursts.getByRole("button", { name: /^Set these votes aside of who came/u }).waitFor();
  const sheet = ana.page.getByRole("dialog");
  await sheet.getByRole("button", { name: /^9\s*I will come/u }).waitFor();
  anasPart.pass();
  await sheet.getByText(told).waitFor({ state: "detached" });
  await sheet.getByRole("button", { name: "Close" }).click();
  for (const title of ["Rabbit HA", "Puppet"]) await expect.poll(() => ana.arch(title).isDisabled()).toBe(false);
  await expect.poll(async () => (await olga.look(slug)).topics[0]!.votes).toBe(9);
});
