import { expect, test } from "vitest";
import { accessibilityFaults } from "../helpers/axe.ts";
import { venue } from "./venue.ts";

const here = venue();

/** Olga, an organizer, with a new meetup open. */
async function organizer(title: string) {
  const olga = await here.comes({ as: "Olga" });
  const slug = await olga.makesMeetup({ title, timezone: "UTC", startsOn: "2030-03-09", endsOn: "2030-03-10" });
  const { page } = olga;
  await page.goto(`/m/${slug}`);
  const opens = async (name: string) => {
    await page.locator("button.meet").click();
    await page.getByRole("dialog").getByRole("button", { name, exact: true }).click();
    return page.getByRole("dialog", { name });
  };
  return { olga, page, slug, opens };
}

test("[A33] whoever stops organizing is asked first, as they can’t undo that, and is out of the list then", async () => {
  const { olga, page, slug, opens } = await organizer("Handing on");
  const bo = await here.comes({ as: "Bo" });
  await bo.does(slug, { type: "topic.propose", id: "rabbit-ha", title: "Rabbit HA" });
  const personId = (await bo.look(slug)).topics[0]!.proposedBy;
  await olga.does(slug, { type: "person.setRole", personId, role: "organizer" });
  const dialog = await opens("People");
  const remove = dialog.getByRole("button", { name: "Remove Olga" });
  await expect
    .poll(() => remove.getAttribute("aria-description"))
    .toBe("Another organizer can remove you, not you yourself.");
  await dialog.getByRole("button", { name: "Unmake Olga organizer" }).press("Enter");
  await dialog.getByText("Stop organizing?").waitFor();
  expect(await accessibilityFaults(page, "dialog")).toEqual([]);
  // The keyboard is at what changes nothing.
  await page.keyboard.press("Enter");
  const unmake = dialog.getByRole("button", { name: "Unmake Olga organizer" });
  await expect.poll(() => unmake.evaluate((each) => each === document.activeElement)).toBe(true);
  expect((await bo.look(slug)).people.organizers).toHaveLength(2);
  await unmake.click();
  await dialog.getByRole("button", { name: "Stop", exact: true }).click();
  await dialog.waitFor({ state: "detached" });
  await page.getByText("You don’t organize this meetup any more").waitFor();
  expect((await bo.look(slug)).people.organizers).toEqual([personId]);
});

test("[A33] whom another organizer unmakes meanwhile has no empty dialog left", async () => {
  const { olga, page, slug, opens } = await organizer("Unmade");
  const bo = await here.comes({ as: "Bo" });
  await bo.does(slug, { type: "topic.propose", id: "rabbit-ha", title: "Rabbit HA" });
  const personId = (await bo.look(slug)).topics[0]!.proposedBy;
  await olga.does(slug, { type: "person.setRole", personId, role: "organizer" });
  const dialog = await opens("People");
  await dialog.getByRole("button", { name: "Unmake Bo organizer" }).waitFor();
  const [olgasId] = (await bo.look(slug)).people.organizers;
  await bo.does(slug, { type: "person.setRole", personId: olgasId, role: "participant" });
  await page.getByRole("dialog").waitFor({ state: "detached" });
});

test("[N21] until when notes stay open is chosen in the settings, and goes by the last day again when that is undone", async () => {
  const { olga, page, slug, opens } = await organizer("Long notes");
  const until = async () => (await olga.look(slug)).meetup.notesUntil;
  const dialog = await opens("Settings");
  const field = dialog.getByLabel("Notes stay open until");
  await expect.poll(() => field.inputValue()).toBe("2030-03-24");
  await field.fill("2030-06-30");
  await dialog.getByRole("button", { name: "Save" }).click();
  await dialog.waitFor({ state: "detached" });
  expect(await until()).toBe("2030-06-30");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(until).toBe("2030-03-24");
  await olga.does(slug, { type: "meetup.edit", endsOn: "2030-03-11" });
  expect(await until()).toBe("2030-03-25");
});

test("a plan of nothing isn’t praised: without topics, or votes, the suggestions say what is missing", async () => {
  const { olga, page, slug } = await organizer("No plan yet");
  await olga.does(
    slug,
    { type: "room.add", id: "room-one", name: "Hall" },
    { type: "slot.add", id: "slot-one", startsAt: "2030-03-09T10:00:00Z", endsAt: "2030-03-09T10:45:00Z" },
  );
  await page.goto(`/m/${slug}/schedule/suggestions`);
  await page.getByText("Nothing to place yet").waitFor();
  await olga.does(slug, { type: "topic.propose", id: "rabbit-ha", title: "Rabbit HA" });
  await page.reload();
  await page.getByText("Nobody has voted for any of them yet.").waitFor();
  expect(await page.getByText("wishes come true").count()).toBe(0);
});

test("times stand in their order, however their instants are written, and the next is proposed after the last", async () => {
  const { olga, page, slug } = await organizer("Offsets");
  await olga.does(
    slug,
    { type: "topic.propose", id: "rabbit-ha", title: "Rabbit HA" },
    { type: "room.add", id: "room-one", name: "Hall" },
    // Noon, then ten, in UTC.
    { type: "slot.add", id: "slot-noon", startsAt: "2030-03-09T12:00:00Z", endsAt: "2030-03-09T12:45:00Z" },
    { type: "slot.add", id: "slot-ten", startsAt: "2030-03-09T19:00:00+09:00", endsAt: "2030-03-09T19:45:00+09:00" },
  );
  await page.goto(`/m/${slug}/1`);
  await page.getByRole("button", { name: "Put on the agenda" }).click();
  const dialog = page.getByRole("dialog", { name: "Put on the agenda" });
  await expect
    .poll(() => dialog.getByLabel("Time").locator("option").allTextContents())
    .toEqual([expect.stringContaining("10:00"), expect.stringContaining("12:00")]);
  await dialog.getByRole("button", { name: "Another time" }).click();
  await expect.poll(() => dialog.getByLabel("From").inputValue()).toBe("12:55");
});
