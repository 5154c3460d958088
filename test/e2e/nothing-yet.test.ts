import { expect, test } from "vitest";
import { venue } from "./venue.ts";
import { PHONE } from "./visitor-page.ts";

const here = venue();

test("an agenda without topics asks for the first one, and for votes once there is one; closed, for neither", async () => {
  const olga = await here.comes({ as: "Olga" });
  const slug = await olga.makesMeetup();
  const { page } = await here.comes({ ...PHONE, as: "Ana" });
  await page.goto(`/m/${slug}`);
  const first = page.getByRole("button", { name: "Propose the first topic" });
  const votes = page.getByText("Vote for anything you would walk into.");
  await first.waitFor();
  expect(await votes.count()).toBe(0);
  await olga.does(slug, { type: "meetup.edit", proposals: { open: false } });
  await page.getByText("Nothing was proposed").waitFor();
  expect(await first.count()).toBe(0);
  await olga.does(slug, { type: "topic.propose", id: "topic-one", title: "Rabbit HA" });
  await votes.waitFor();
});
