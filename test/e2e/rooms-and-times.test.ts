import { expect, test } from "vitest";
import { venue } from "./venue.ts";

const here = venue();
const NINE = { startsAt: "2030-11-01T09:00:00.000Z", endsAt: "2030-11-01T09:45:00.000Z" };

/** An organizer, who stays, on the schedule of a new meetup with one time. */
async function organizer() {
  const olga = await here.comes({ stays: true, as: "Olga" });
  const slug = await olga.makesMeetup({ title: "In the cellar", startsOn: "2030-11-01" });
  await olga.does(slug, { type: "slot.add", id: "slot-nine", ...NINE });
  await olga.page.goto(`/m/${slug}/schedule`);
  return { olga, page: olga.page, slug };
}

test("[A45] without a connection, what will surely be refused is said at once, and what was written stays", async () => {
  const { page } = await organizer();
  const dialog = page.getByRole("dialog");
  const closes = () => dialog.getByRole("button", { name: "Close" }).click();
  // What the dialogs are made of comes with their first use.
  await page.getByRole("button", { name: "Running late" }).click();
  await closes();
  await page.getByRole("button", { name: "In the cellar" }).click();
  await page.getByRole("button", { name: "Settings" }).click();
  await page.getByLabel("First day").waitFor();
  await closes();
  await page.getByRole("button", { name: "Rooms and times" }).first().click();
  await page.getByLabel("New room").waitFor();
  await page.context().setOffline(true);
  await page.getByText("Offline.").waitFor();

  await page.getByLabel("New room").fill("Attic");
  await page.getByLabel("Seats").fill("about 40");
  await page.getByRole("button", { name: "Add room" }).click();
  await dialog.getByText("Must be a whole number").waitFor();
  expect(await page.getByLabel("New room").inputValue()).toBe("Attic");
  await page.getByLabel("Seats").fill("40");
  await page.getByLabel("New room").fill("");
  await page.getByRole("button", { name: "Add room" }).click();
  await dialog.getByText("Must not be empty").waitFor();
  await page.getByLabel("New room").fill("Attic");
  await page.getByRole("button", { name: "Add room" }).click();
  await dialog.getByText("Attic, 40 seats Not sent yet").waitFor();

  // Taken back and asked again it is another wish, though the first waits still.
  await page.getByRole("button", { name: "Remove Attic, 40 seats" }).click();
  await dialog.getByText("Attic, 40 seats").waitFor({ state: "detached" });
  await page.getByLabel("New room").fill("Attic");
  await page.getByLabel("Seats").fill("40");
  await page.getByRole("button", { name: "Add room" }).click();
  await dialog.getByText("Attic, 40 seats Not sent yet").waitFor();

  await page.getByRole("button", { name: /^Edit Fri 1 November 2030/u }).click();
  await page.locator("li").getByLabel("To", { exact: true }).fill("08:00");
  await page.getByRole("button", { name: "Save" }).click();
  await dialog.getByText("Must be later than the start").waitFor();
  await page.getByRole("button", { name: "Done" }).click();

  await page.getByRole("button", { name: "Running late" }).click();
  await page.getByLabel("Minutes later").fill("0");
  await dialog.getByRole("button", { name: "Move" }).click();
  await dialog.getByText("Must not be 0").waitFor();
  await closes();
  await page.getByRole("button", { name: "In the cellar" }).click();
  await page.getByRole("button", { name: "Settings" }).click();
  await page.getByLabel("First day").fill("2030-11-03");
  await page.getByLabel("Last day").fill("2030-11-02");
  await dialog.getByRole("button", { name: "Save" }).click();
  await dialog.getByText("Must not be before the first day").waitFor();
});

test("[A45][A47] a room or time that is saved keeps what others changed of it meanwhile; a closed dialog is gone on with", async () => {
  const { olga, page, slug } = await organizer();
  await olga.does(slug, { type: "room.add", id: "room-attic", name: "Attic", capacity: 40 });
  await page.getByRole("button", { name: "Rooms and times" }).first().click();
  await page.getByRole("button", { name: /^Edit Fri 1 November 2030/u }).click();
  await page.locator("li").getByLabel("Name").fill("Opening");
  await olga.does(slug, { type: "schedule.shift", from: NINE.startsAt, minutes: 15 });
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("09:15–10:00 Opening").first().waitFor();

  await page.getByRole("button", { name: "Edit Attic" }).click();
  await page.getByLabel("Room", { exact: true }).fill("Loft");
  await olga.does(slug, { type: "room.edit", roomId: "room-attic", capacity: 30 });
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Loft, 30 seats").first().waitFor();

  await page.getByLabel("New room").fill("Garden");
  await page.getByRole("button", { name: "Edit Loft" }).click();
  await page.locator("li").getByLabel("Seats").fill("about 40");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Must be a whole number").waitFor();
  await olga.does(slug, { type: "room.remove", roomId: "room-attic" });
  // What was begun to be written of a new one is there again, though the one that was changed is gone.
  await page.getByLabel("New room").waitFor();
  expect(await page.getByLabel("New room").inputValue()).toBe("Garden");
  const newRoom = page.getByLabel("New room");
  for (const closes of [
    () => page.keyboard.press("Escape"),
    () => page.getByRole("button", { name: "Done" }).click(),
  ]) {
    await newRoom.focus();
    await closes();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    // The keyboard would hardly come to the toast in time.
    await page.locator(".toast", { hasText: "Closed without saving" }).waitFor();
    await page.keyboard.press("z");
    expect(await newRoom.inputValue()).toBe("Garden");
  }
  await newRoom.press("Enter");
  await page.getByRole("button", { name: "Edit Garden" }).waitFor();
  // It shows before the server has it.
  await expect.poll(async () => (await olga.look(slug)).rooms.length).toBe(1);
  await olga.does(slug, { type: "room.add", id: "room-loft", name: "Loft", capacity: 30 });
  const { rooms, slots } = await olga.look(slug);
  expect(rooms.map(({ name, capacity }) => [name, capacity])).toEqual([
    ["Garden", null],
    ["Loft", 30],
  ]);
  expect(slots).toMatchObject([{ startsAt: "2030-11-01T09:15:00.000Z", label: "Opening" }]);

  // What only the server can know is said at the field that it is about.
  const planB = { id: "session-one", title: "Plan B", topicIds: [], roomId: "room-loft", slotId: "slot-nine" };
  await olga.does(slug, { type: "session.schedule", ...planB });
  await page.getByRole("button", { name: "Done" }).click();
  expect(await page.getByRole("button", { name: "Go on" }).count()).toBe(0);
  await page.getByRole("button", { name: "Edit Plan B" }).click();
  await page.getByLabel("From").fill("09:40");
  await olga.does(slug, { type: "session.edit", sessionId: planB.id, endsAt: "2030-11-01T09:30:00.000Z" });
  await page.getByRole("button", { name: "Save" }).click();
  const from = page.locator(".field", { has: page.getByLabel("From") });
  await from.getByRole("alert").getByText("Ends before it starts").waitFor();
  expect(await page.locator("edit-session").getByRole("alert").count()).toBe(1);

  for (const closes of [
    () => page.keyboard.press("Escape"),
    () => page.getByRole("button", { name: "Close" }).click(),
  ]) {
    await closes();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Go on" }).click();
    expect(await page.getByLabel("From").inputValue()).toBe("09:40");
  }
  await page.getByLabel("From").fill("09:20");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.getByText("Saved", { exact: true }).waitFor();
  expect(await page.getByRole("button", { name: "Go on" }).count()).toBe(0);

  // On paper there is nothing to press.
  await page.emulateMedia({ media: "print" });
  await page.locator(".pi h3", { hasText: "Plan B" }).waitFor();
  expect(await page.locator("main").getByRole("button").count()).toBe(0);
  await page.emulateMedia({ media: null });
});

test("a new time that was refused stays as it is typed, though others add a time", async () => {
  const { olga, page, slug } = await organizer();
  await page.getByRole("button", { name: "Rooms and times" }).first().click();
  await page.getByLabel("From").fill("14:00");
  await page.getByLabel("To", { exact: true }).fill("13:00");
  const noon = { startsAt: "2030-11-01T12:00:00.000Z", endsAt: "2030-11-01T12:45:00.000Z" };
  await olga.does(slug, { type: "slot.add", id: "slot-noon", ...noon });
  await page.getByText("12:00–12:45").first().waitFor();
  await page.getByRole("button", { name: "Add time" }).click();
  await page.getByText("Must be later than the start").waitFor();
  expect(await page.getByLabel("From").inputValue()).toBe("14:00");
  await page.getByLabel("To", { exact: true }).fill("14:30");
  await page.getByRole("button", { name: "Add time" }).click();
  await page.getByText("14:00–14:30").first().waitFor();
  await expect.poll(() => page.getByLabel("From").inputValue()).toBe("14:40");
});

test("a session that was placed without a connection leads to no notes on a projector, as it has none yet", async () => {
  const olga = await here.comes({ stays: true, as: "Olga" });
  const { page } = olga;
  const slug = await olga.makesMeetup();
  const [startsAt, endsAt] = [-5, 40].map((min) => new Date(Date.now() + min * 60_000).toISOString());
  await olga.does(
    slug,
    { type: "room.add", id: "room-attic", name: "Attic" },
    { type: "slot.add", id: "slot-now", startsAt, endsAt },
    { type: "topic.propose", id: "topic-rabbit", title: "Rabbit HA" },
  );
  // What the pages and dialogs are made of comes with their first use.
  await page.goto(`/m/${slug}/room/room-attic`);
  await page.getByRole("heading", { name: "Nothing is on in this room" }).waitFor();
  await olga.goesTo("Schedule");
  await page.getByRole("heading", { name: "Schedule" }).waitFor();
  await olga.goesTo("Agenda");
  await olga.opens("Rabbit HA");
  await page.getByRole("button", { name: "Put on the agenda" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
  await page.context().setOffline(true);
  await page.getByText("Offline.").waitFor();
  await olga.proposes("Ovn in the attic");
  await page.getByRole("link", { name: "Ovn in the attic" }).click();
  await page.getByRole("button", { name: "Put on the agenda" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Put on the agenda" }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await olga.goesTo("Schedule");
  await page.getByRole("link", { name: "Attic", exact: true }).click();
  await page.locator("room-page").getByRole("heading", { name: "Ovn in the attic" }).waitFor();
  expect(await page.getByRole("link", { name: "Notes on the projector" }).count()).toBe(0);
  await page.context().setOffline(false);
  await page.getByRole("link", { name: "Notes on the projector" }).waitFor();
});

test("when all times are over, nothing runs late and nothing fits any more", async () => {
  const { olga, page, slug } = await organizer();
  await olga.does(slug, { type: "room.add", id: "room-attic", name: "Attic" });
  const past = { startsAt: "2020-11-01T09:00:00.000Z", endsAt: "2020-11-01T09:45:00.000Z" };
  await page.getByRole("button", { name: "Running late" }).waitFor();
  await olga.goesTo("Agenda");
  await page.getByRole("heading", { name: "What fits" }).waitFor();
  await olga.does(slug, { type: "slot.edit", slotId: "slot-nine", ...past });
  await page.getByRole("heading", { name: "What fits" }).waitFor({ state: "detached" });
  await olga.goesTo("Schedule");
  await page.getByRole("link", { name: "Suggest a plan" }).waitFor();
  expect(await page.getByRole("button", { name: "Running late" }).count()).toBe(0);
});

test("without a connection a topic's comments are no failure: they come once it is back", async () => {
  const olga = await here.comes({ stays: true, as: "Olga" });
  const { page } = olga;
  const slug = await olga.makesMeetup();
  await olga.does(
    slug,
    { type: "topic.propose", id: "topic-rabbit", title: "Rabbit HA" },
    { type: "comment.add", topicId: "topic-rabbit", id: "comment-001", body: "Which version?" },
    { type: "topic.propose", id: "topic-ovn", title: "Ovn" },
  );
  await page.goto(`/m/${slug}`);
  await olga.opens("Ovn");
  await page.goBack();
  await page.context().setOffline(true);
  await page.getByText("Offline.").waitFor();
  await olga.opens("Rabbit HA");
  await page.getByText("What others have said comes with the connection.").waitFor();
  await page.getByLabel("Comment", { exact: true }).fill("4.0");
  await page.getByRole("button", { name: "Send comment" }).click();
  await page.locator("topic-comments").getByText("4.0").waitFor();
  expect(await page.getByText("can’t be loaded").count()).toBe(0);
  await page.context().setOffline(false);
  await page.locator("topic-comments").getByText("Which version?").waitFor();
  await page.getByText("What others have said").waitFor({ state: "detached" });
});

test("[A46] without a connection a comment is changed and removed at once, and says that it is not sent yet", async () => {
  const olga = await here.comes({ as: "Olga", permissions: ["clipboard-read", "clipboard-write"] });
  const { page } = olga;
  const slug = await olga.makesMeetup();
  await olga.does(slug, { type: "topic.propose", id: "topic-one", title: "Ceph at two sites" });
  for (const [id, body] of Object.entries({
    "comment-one": "At one site",
    "comment-two": "Never mind",
    "comment-zed": "Zed",
  }))
    await olga.does(slug, { type: "comment.add", topicId: "topic-one", id, body });
  await page.goto(`/m/${slug}/1`);
  const comments = page.locator(".cm");
  await comments.getByText("Never mind").waitFor();
  await page.context().setOffline(true);
  await page.getByText("Offline.").waitFor();
  await comments.getByRole("button", { name: "Edit your comment" }).first().click();
  await page.getByLabel("Your comment", { exact: true }).fill("At two sites");
  await page.getByRole("button", { name: "Save" }).click();
  await comments.filter({ hasText: "At two sites" }).getByText("Not sent yet").waitFor();
  expect(await page.getByText("It waits here for the connection").count()).toBe(0);
  await comments.getByRole("button", { name: "Remove your comment" }).nth(1).click();
  await page.getByRole("heading", { name: "2 comments" }).waitFor();
  await comments.getByRole("button", { name: "Edit your comment" }).nth(1).click();
  await page.getByLabel("Your comment", { exact: true }).fill("Zed at three sites");
  await page.getByRole("button", { name: "Save" }).click();
  await comments.getByText("Zed at three sites").waitFor();
  await olga.does(slug, { type: "comment.remove", commentId: "comment-zed" });
  // What is written on meanwhile isn't saved by the answer to what was sent before.
  await comments.getByRole("button", { name: "Edit your comment" }).first().click();
  await page.getByLabel("Your comment", { exact: true }).fill("At two sites, and a third");
  await page.context().setOffline(false);
  await page.getByRole("status").getByText("Comment saved").waitFor({ state: "attached" });
  expect(await page.getByLabel("Your comment", { exact: true }).inputValue()).toBe("At two sites, and a third");
  // What was written of a comment that is gone by now can be taken along.
  const copies = async (says: string, words: string) => {
    await page.locator(".toast", { hasText: says }).getByRole("button", { name: "Copy it" }).click();
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(words);
  };
  await copies("Your comment was not changed.", "Zed at three sites");
  await page.getByRole("button", { name: "Save" }).click();
  await comments.getByText("At two sites, and a third").waitFor();
  await comments.getByText("Not sent yet").waitFor({ state: "detached" });
  await page.reload();
  await comments.getByText("At two sites").waitFor();
  expect(await comments.count()).toBe(1);
  await comments.getByRole("button", { name: "Reply to your comment" }).click();
  await page.getByLabel("Comment", { exact: true }).fill("Four, even");
  await comments.getByRole("button", { name: "Edit your comment" }).click();
  await page.getByLabel("Your comment", { exact: true }).fill("At two sites, a third, and more");
  await olga.does(slug, { type: "comment.remove", commentId: "comment-one" });
  await copies("The comment that you were changing was removed.", "At two sites, a third, and more");
  await page.getByRole("button", { name: "Send comment" }).click();
  await copies("Your comment was not sent.", "Four, even");
});

test("without a connection, who has no name yet keeps what was written in a dialog that asks for one", async () => {
  const [olga, kim] = [await here.comes({ stays: true, as: "Olga" }), await here.comes()];
  const slug = await olga.makesMeetup();
  const { page } = kim;
  await page.goto(`/m/${slug}/side-groups`);
  const starts = page.getByRole("button", { name: "Start a side group" }).first();
  await starts.click();
  await page.getByLabel("What about?").waitFor();
  await page.context().setOffline(true);
  await page.getByText("Offline.").waitFor({ state: "attached" });
  await page.getByLabel("What about?").fill("Ovn in the attic");
  await page.getByRole("button", { name: "Start", exact: true }).click();
  await page.getByLabel("Your name, as on your badge").waitFor();
  await page.keyboard.press("Escape");
  await page.getByLabel("Your name, as on your badge").waitFor({ state: "detached" });
  expect(await page.getByLabel("What about?").inputValue()).toBe("Ovn in the attic");
});

test("what fits, and where a topic is put, counts no time that has begun", async () => {
  const olga = await here.comes({ stays: true, as: "Olga" });
  const { page } = olga;
  const slug = await olga.makesMeetup();
  const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
  for (const [id, from] of Object.entries({ "slot-over": -3, "slot-next": 24 }))
    await olga.does(slug, { type: "slot.add", id, startsAt: inHours(from), endsAt: inHours(from + 1) });
  await olga.does(slug, { type: "room.add", id: "room-hall", name: "Main hall" });
  for (const [id, title] of Object.entries({ "topic-one": "Ceph", "topic-two": "OVN" })) {
    await olga.does(slug, { type: "topic.propose", id, title });
    await olga.does(slug, { type: "vote.cast", topicId: id });
  }
  await olga.does(slug, { type: "meetup.setPhase", phase: "running" });
  await page.goto(`/m/${slug}`);
  await page.locator(".cut").getByText("1 session fits.").waitFor();
  await page.getByRole("region", { name: "What fits" }).getByText("1 session fits, 1 still free.").waitFor();
  await olga.goesTo("Side groups");
  await page.getByRole("button", { name: /^Start a side group: / }).waitFor();
  await olga.goesTo("Agenda");
  await olga.opens("Ceph");
  await page.getByRole("button", { name: "Put on the agenda" }).click();
  const time = page.getByRole("dialog").getByLabel("Time");
  expect(await time.inputValue()).toBe("slot-next");
  expect(await time.locator("option").first().textContent()).toMatch(/\(over\)/u);
});
