import { expect, test } from "vitest";
import { venue } from "./venue.ts";

const here = venue();

test("who presses twice before the server has answered adds one room, one time and one announcement, and hears so once", async () => {
  const olga = await here.comes({ stays: true, as: "Olga" });
  const { page } = olga;
  const slug = await olga.makesMeetup({ title: "Two rooms", startsOn: "2030-11-01" });
  /** Both presses come before any answer can. */
  const sendTwice = (form: string) =>
    page.locator(form).evaluate((element: HTMLFormElement) => [element.requestSubmit(), element.requestSubmit()]);

  await page.goto(`/m/${slug}/schedule`);
  await page.getByRole("button", { name: "Rooms and times" }).first().click();
  await page.getByLabel("New room").fill("Attic");
  await sendTwice("add-room form");
  await page.getByRole("button", { name: "Edit Attic" }).first().waitFor();
  await page.getByText("Added: Attic", { exact: true }).waitFor();
  await sendTwice("add-slot form");
  await page.getByText("Added: Fri 1 November 2030, 09:00–09:45", { exact: true }).waitFor();
  // The next one is proposed right after it.
  await expect.poll(() => page.getByLabel("From").inputValue()).toBe("09:55");
  expect(await page.getByLabel("To", { exact: true }).inputValue()).toBe("10:40");
  await page.getByRole("button", { name: "Done" }).click();

  await page.getByRole("button", { name: "Two rooms" }).click();
  await page.getByRole("button", { name: "Announce something" }).click();
  await page.getByLabel("What?").fill("Lunch is served");
  await sendTwice("announce-dialog form");
  await page.getByRole("button", { name: "Close for me: Lunch is served" }).waitFor();
  await page.getByText(/^Announced until/u).waitFor();
  // Whatever was asked twice has been answered twice by now: it is answered in order.
  await page.getByRole("button", { name: "Take back for everyone: Lunch is served" }).click();
  await page.getByText("Taken back for everyone").waitFor();
  expect(await page.getByText("Not announced").count()).toBe(0);
  const { rooms, slots } = await olga.look(slug);
  expect([rooms.map(({ name }) => name), slots.length]).toEqual([["Attic"], 1]);
});

test("what is typed and sent while an earlier room or time waits is added too, and what is typed then stays", async () => {
  const olga = await here.comes({ stays: true, as: "Olga" });
  const { page } = olga;
  const slug = await olga.makesMeetup({ title: "Two rooms", startsOn: "2030-11-01" });
  /** Types and sends one after the other before any answer can come, then leaves the last words unsent. */
  const sendEach = (form: string, field: string, [typed, ...words]: [string, ...string[]]) =>
    page.locator(form).evaluate(
      (element: HTMLFormElement, [name, unsent, ...all]) => {
        const input = element.elements.namedItem(name!) as HTMLInputElement;
        for (const each of all) {
          input.value = each;
          element.requestSubmit();
          element.requestSubmit();
        }
        input.value = unsent!;
      },
      [field, typed, ...words],
    );

  await page.goto(`/m/${slug}/schedule`);
  await page.getByRole("button", { name: "Rooms and times" }).first().click();
  await page.getByLabel("New room").waitFor();
  await sendEach("add-room form", "name", ["Gar", "Attic", "Cellar"]);
  // What is told at the same moment is told together.
  await page.getByText(/(^|\. )Added: Cellar$/u).waitFor();
  expect(await page.getByLabel("New room").inputValue()).toBe("Gar");
  await sendEach("add-slot form", "end", ["11:00", "09:30", "10:00"]);
  await page.getByText(/(^|\. )Added: Fri 1 November 2030, 09:00–10:00$/u).waitFor();
  expect(await page.getByLabel("To", { exact: true }).inputValue()).toBe("11:00");
  const view = await olga.look(slug);
  expect([view.rooms.map(({ name }) => name), view.slots.length]).toEqual([["Attic", "Cellar"], 2]);

  // Refused, it isn't shown at words that are others by now, but told with its own.
  await page.getByRole("button", { name: /^Edit Fri 1 November 2030, 09:00–10:00/u }).click();
  const to = page.locator("li").getByLabel("To", { exact: true });
  await to.waitFor();
  const long = view.slots.find(({ endsAt }) => endsAt.includes("T10:00"))!;
  await olga.does(slug, { type: "slot.edit", slotId: long.id, startsAt: "2030-11-01T09:15:00.000Z" });
  await sendEach("li add-slot form", "end", ["11:00", "09:10"]);
  await page.getByText(/^Not saved: Fri 1 November 2030, 09:00–09:10\. /u).waitFor();
  expect(await to.inputValue()).toBe("11:00");
});
