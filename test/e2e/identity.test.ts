import { expect, test } from "vitest";
import { accessibilityFaults } from "../helpers/axe.ts";
import { named } from "../together/support/visitor.ts";
import { venue } from "./venue.ts";
import { PHONE, type VisitorPage } from "./visitor-page.ts";

const here = venue();

test("[I1] [I2] [I3] a link takes one to another device, joins two people, and one can be erased", async () => {
  const olga = await named(here.url, "Olga");
  const { slug } = await olga.makesMeetup({ title: "Ops, today" });
  await olga.proposes(slug, "Ceph at scale");
  const ana = await here.comes();
  await ana.page.goto(`/m/${slug}`);
  await ana.arch("Ceph at scale").click();
  await ana.isCalled("Ana");

  const ownData = async ({ page }: VisitorPage, name: string) => {
    await page.getByRole("button", { name: `You are ${name}.` }).click();
    await page.getByRole("button", { name: "Your devices and data" }).click();
    await page.getByRole("heading", { name: "Your devices and data" }).waitFor();
  };
  await ownData(ana, "Ana");
  await ana.page.getByRole("button", { name: "Make a return link" }).click();
  const link = await ana.page.getByLabel("Your return link", { exact: true }).inputValue();
  expect(new URL(link).pathname).toBe(`/m/${slug}`);
  expect(await accessibilityFaults(ana.page)).toEqual([]);

  // On a phone where somebody else is, it asks.
  const phone = await here.comes({ ...PHONE, colorScheme: "dark" });
  await phone.page.goto(`/m/${slug}`);
  await phone.arch("Ceph at scale").click();
  await phone.isCalled("Annie Costa");
  await phone.page.locator(".vote", { hasText: "2" }).first().waitFor();
  await phone.page.goto(link);
  await phone.page.getByRole("heading", { name: "Is this also you?" }).waitFor();
  expect(phone.page.url()).not.toContain("#");
  expect(await accessibilityFaults(phone.page)).toEqual([]);
  await phone.page.getByRole("button", { name: "Yes, that is me too" }).click();
  await phone.page.getByText("You are Ana here").waitFor();
  // It lies over the dialog as long as it is there.
  await phone.page.getByRole("button", { name: "Dismiss" }).click();
  await expect.poll(async () => (await olga.look(slug)).view.topics[0]!.votes).toBe(1);
  await ownData(phone, "Ana");
  await phone.page.getByRole("button", { name: "Erase me", exact: true }).click();
  await phone.page.getByRole("button", { name: "Erase me for good" }).click();
  await phone.page.getByRole("button", { name: "Your name", exact: true }).first().waitFor();
  // The other device is nobody's either, as it is.
  await ana.page.getByRole("button", { name: "Your name", exact: true }).first().waitFor();
  await expect
    .poll(async () => (await olga.look(slug)).view)
    .toMatchObject({ topics: [{ votes: 0 }], people: { count: 1 } });
});

test("who takes a name in one tab is that person in the other one too, whose connection was nobody's", async () => {
  const olga = await named(here.url, "Olga");
  const { slug } = await olga.makesMeetup({ title: "Ops, in two tabs" });
  await olga.proposes(slug, "Ceph at scale");
  const ana = await here.comes();
  const other = await ana.page.context().newPage();
  await other.goto(`/m/${slug}`);
  await other.getByText("1 here").waitFor();
  await ana.page.goto(`/m/${slug}`);
  await ana.page.route("**/api/me", (route) => route.abort(), { times: 1 });
  await ana.arch("Ceph at scale").click();
  await ana.page.getByLabel("Your name, as on your badge").fill("An");
  await ana.page.getByRole("button", { name: "Go", exact: true }).click();
  // What was wrong is said until one goes on.
  await ana.page.getByText("The server can't be reached right now.").waitFor();
  await ana.page.getByLabel("Your name, as on your badge").press("End");
  await ana.page.keyboard.type("a");
  await ana.page.getByText("The server can't be reached right now.").waitFor({ state: "detached" });
  await ana.isCalled("Ana");
  await other.getByRole("button", { name: "You are Ana." }).waitFor();
  await other.getByLabel("Propose a topic").fill("Puppet");
  await other.getByRole("button", { name: "Propose", exact: true }).click();
  await expect.poll(async () => (await olga.look(slug)).view.topics.map(({ title }) => title)).toContain("Puppet");
});
