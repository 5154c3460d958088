import { expect, test } from "vitest";
import { named } from "../together/support/visitor.ts";
import { venue } from "./venue.ts";

const here = venue();

test("[A23] the history is read from the meetup's sheet, newest first, page by page, and news waits behind a button", async () => {
  const olga = await named(here.url, "Olga");
  const { slug } = await olga.makesMeetup();
  const rooms = Array.from({ length: 55 }, (_, n) => ({ type: "room.add", id: `room-${1000 + n}`, name: `Room ${n}` }));
  const times = { startsAt: "2026-12-01T12:00:00Z", endsAt: "2026-12-01T13:00:00Z" };
  const slots = rooms.map((_, n) => ({ type: "slot.add", id: `slot-${1000 + n}`, ...times }));
  await Promise.all([...rooms, ...slots].map((command) => olga.does(slug, command)));
  await olga.does(slug, { type: "topic.propose", id: "puppet-01", title: "Puppet" });
  const reader = await here.comes();
  const { page } = reader;
  await page.clock.install();
  await page.goto(`/m/${slug}`);
  await page.getByRole("button", { name: "Operators in Porto" }).click();
  await page.getByRole("link", { name: "History of the agenda" }).click();
  await page.getByRole("heading", { name: "History", exact: true }).waitFor();
  const rows = page.locator(".hi-day li");
  await rows.nth(99).waitFor();
  expect(await rows.count()).toBe(100);
  await expect.poll(() => rows.first().textContent()).toContain("Olga proposed 1. Puppet");

  await page.getByRole("button", { name: "Show earlier" }).click();
  await rows.nth(111).waitFor();
  await expect.poll(() => rows.last().textContent()).toContain("Olga created the meetup");
  expect(await page.getByRole("button", { name: "Show earlier" }).count()).toBe(0);

  await olga.does(slug, { type: "topic.park", topicId: "puppet-01" });
  const isNew = page.getByRole("button", { name: "1 new" });
  // It looks for news only now and then.
  await expect.poll(() => page.clock.fastForward(1000).then(() => isNew.count())).toBe(1);
  await isNew.click();
  await expect.poll(() => rows.first().textContent()).toContain("Olga put aside 1. Puppet, not this time");
  await expect.poll(() => rows.count()).toBe(113);
  await rows.first().getByRole("link", { name: "1. Puppet" }).click();
  await page.locator("#topic-title").getByText("Puppet", { exact: true }).waitFor();
});
