import { expect, test } from "vitest";
import { addCreateKey } from "../../server/people/create-keys.ts";
import { startServer } from "../helpers/server-process.ts";
import { venue } from "./venue.ts";

const here = venue(() => startServer({ env: { CREATE: "key" } }));

test("where making meetups needs a key, the page asks for it, says when it is none, and loses nothing", async () => {
  const { page } = await here.comes({ as: "Olga" });
  await page.goto("/");
  await page.getByLabel("What is it called?").fill("Operators in Porto");
  const create = page.getByRole("button", { name: "Create meetup" });
  await create.click();
  const key = page.getByLabel("Key for making meetups here");
  await page.getByText("needs a key, from whoever runs this server").waitFor();
  await expect.poll(() => key.evaluate((field) => field === document.activeElement)).toBe(true);
  await page.keyboard.type("кот");
  await page.keyboard.press("Enter");
  await page.getByText("This is none of this server’s keys").waitFor();
  await key.fill(await addCreateKey(here.server.dataDir));
  await create.click();
  await page.getByRole("heading", { name: "What should we talk about?" }).waitFor();
  expect(await page.title()).toContain("Operators in Porto");
});
