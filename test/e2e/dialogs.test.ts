import { beforeAll, expect, test } from "vitest";
import { venue } from "./venue.ts";
import { PHONE } from "./visitor-page.ts";

const here = venue();
let slug: string;

beforeAll(async () => {
  const olga = await here.comes({ as: "Olga" });
  slug = await olga.makesMeetup({ title: "Bad Wi-Fi" });
  await olga.leaves();
});

/** On the agenda, with no dialog opened before: the code of none is here. */
async function arrives() {
  const visitor = await here.comes({ as: "Ana" });
  await visitor.page.goto(`/m/${slug}`);
  const opener = visitor.page.getByRole("button", { name: "Bad Wi-Fi" }).first();
  await opener.waitFor();
  return { ...visitor, opener, dialog: visitor.page.getByRole("dialog"), page: visitor.page };
}

test("[A53] what can’t be opened without the network says so, and opens at the next press once it is back", async () => {
  const { page, opener, dialog } = await arrives();
  await page.context().setOffline(true);
  await opener.click();
  await page.getByRole("alert").getByText("This can’t be opened: the server can’t be reached.").waitFor();
  expect(await dialog.count()).toBe(0);
  await page.context().setOffline(false);
  await opener.click();
  await dialog.getByRole("heading", { name: "Bad Wi-Fi" }).waitFor();
});

test("[A53] what one file of many was lost of on the way opens at the next press", async () => {
  const { page, opener, dialog } = await arrives();
  await page.route(/assets\/parts-[\w-]+\.js$/u, (route) => route.abort("connectionreset"));
  await opener.click();
  await page.getByRole("alert").getByText("This can’t be opened: the server can’t be reached.").waitFor();
  await page.unroute(/assets\/parts-[\w-]+\.js$/u);
  await opener.click();
  await dialog.getByRole("heading", { name: "Bad Wi-Fi" }).waitFor();
});

test("[A53] the live connection comes up without a reload although its code didn’t come at first", async () => {
  const ana = await here.comes({ as: "Ana" });
  const { page } = ana;
  const lost = page.waitForEvent("requestfailed", (request) => /assets\/esm-/u.test(request.url()));
  await page.route(/assets\/esm-[\w-]+\.js$/u, (route) => route.abort("connectionreset"));
  await page.goto(`/m/${slug}`);
  await lost;
  await page.unroute(/assets\/esm-[\w-]+\.js$/u);
  await page
    .getByText(/1 here$/u)
    .first()
    .waitFor();
});

test("[A53] who is on a page of before a release is told, and loads it again with one press", async () => {
  const { page, opener, dialog } = await arrives();
  await page.route(/assets\/meetup-sheet-[\w-]+\.js$/u, (route) => route.fulfill({ status: 404 }));
  await opener.click();
  const alert = page.getByRole("alert");
  await alert.getByText("Midcycle was updated since this page was loaded").waitFor();
  await page.unroute(/assets\/meetup-sheet-[\w-]+\.js$/u);
  await Promise.all([page.waitForEvent("load"), alert.getByRole("button", { name: "Load again" }).click()]);
  await opener.click();
  await dialog.getByRole("heading", { name: "Bad Wi-Fi" }).waitFor();
});

test("[A53] what takes long to come says so, and opens once however often it was asked for", async () => {
  const { page, opener, dialog } = await arrives();
  const held = Promise.withResolvers<void>();
  await page.route(/assets\/meetup-sheet-[\w-]+\.js$/u, async (route) => {
    await held.promise;
    await route.continue();
  });
  await opener.click();
  await opener.click();
  await page.getByText("Still loading. It opens as soon as it is here.").waitFor();
  held.resolve();
  await dialog.getByRole("heading", { name: "Bad Wi-Fi" }).waitFor();
  // Under another one it would be there all the same.
  expect(await page.locator("dialog").count()).toBe(1);
});

test("[A54] a dialog over another has a title of its own, by which it is named", async () => {
  const olga = await here.comes({ as: "Olga" });
  const topic = { type: "topic.propose", id: crypto.randomUUID(), title: "Ceph" };
  await olga.does(slug, topic);
  const { page } = await here.comes(PHONE);
  await page.goto(`/m/${slug}`);
  await page.getByRole("button", { name: "One by one" }).click();
  await page.getByRole("dialog", { name: "One topic at a time" }).getByRole("button", { name: "I will come" }).click();
  await page.getByRole("dialog", { name: "Pick a name and go" }).waitFor();
  const titles = await page
    .locator("dialog")
    .evaluateAll((all) => all.map((each) => each.getAttribute("aria-labelledby")));
  expect(new Set(titles).size).toBe(2);
  expect(await page.locator(titles.map((id) => `#${id}`).join()).allInnerTexts()).toEqual([
    "One topic at a time",
    "Pick a name and go",
  ]);
});
