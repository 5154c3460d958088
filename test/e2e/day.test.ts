import type { BrowserContextOptions } from "playwright-core";
import { expect, test } from "vitest";
import { accessibilityFaults } from "../helpers/axe.ts";
import { venue } from "./venue.ts";
import { DESKTOP, PHONE, type VisitorPage } from "./visitor-page.ts";

const here = venue();

/** Someone who has said their name already, and stays for the next meetup. */
const called = (name: string, options: BrowserContextOptions = DESKTOP) =>
  here.comes({ stays: true, ...options, as: name });

const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();

/** A meetup of today with one room and a session on in it, and a topic that there is no room for. */
async function meetupOfToday(olga: VisitorPage): Promise<string> {
  const slug = await olga.makesMeetup({ title: "Ops, today", timezone: "Europe/Lisbon" });
  await olga.does(
    slug,
    { type: "meetup.edit", places: ["Lobby sofa"] },
    { type: "topic.propose", id: "rabbit-ha", title: "Rabbit HA" },
    { type: "topic.propose", id: "packaging", title: "Packaging" },
    { type: "room.add", id: "main-hall", name: "Main hall of the old exchange, first floor" },
    { type: "slot.add", id: "slot-now-0", startsAt: inMinutes(-20), endsAt: inMinutes(25) },
    {
      type: "session.schedule",
      id: "session-1",
      topicIds: ["rabbit-ha"],
      roomId: "main-hall",
      slotId: "slot-now-0",
    },
  );
  return slug;
}

test("a topic that missed the agenda becomes a side group: who voted is invited, one gets the last seat, the outcome goes home", async () => {
  const olga = await called("Olga");
  const slug = await meetupOfToday(olga);
  const [bo, ana, chi] = [await called("Bo", PHONE), await called("Ana"), await called("Chi")];
  for (const each of [bo, ana, chi]) await each.does(slug, { type: "vote.cast", topicId: "packaging" });
  await ana.does(slug, { type: "vote.cast", topicId: "rabbit-ha" });

  // Bo, on a phone, starts it in two taps, and hears how many will hear of it, not who.
  await ana.page.goto(`/m/${slug}`);
  await chi.page.goto(`/m/${slug}/side-groups`);
  await bo.page.goto(`/m/${slug}/side-groups`);
  await bo.page.getByRole("button", { name: "Start a side group: Packaging" }).click();
  const dialog = bo.page.getByRole("dialog");
  await dialog.getByText("A few people will hear about it.").waitFor();
  await dialog.getByRole("button", { name: "Lobby sofa" }).click();
  await dialog.getByLabel("Seats").fill("2");
  expect(await accessibilityFaults(bo.page, "dialog")).toEqual([]);
  // Ana and Chi are invited where they are; it is said for a few seconds, to both at the same time.
  const areInvited = Promise.all([
    chi.page.getByText("A side group about what you voted for: Packaging").waitFor(),
    ana.page
      .locator(".toast", { hasText: "A side group about what you voted for: Packaging" })
      .getByRole("button", { name: "Show", exact: true })
      .click(),
  ]);
  await dialog.getByRole("button", { name: "Start", exact: true }).click();
  await areInvited;
  // The button that had the focus is gone.
  await bo.page.locator("a:focus", { hasText: "Packaging" }).waitFor();
  await ana.page.getByText("You voted for this topic, so you are invited.").waitFor();
  // Olga, who did not vote, is not.
  await olga.page.goto(`/m/${slug}/side-groups`);
  const card = (each: VisitorPage) => each.page.locator(".g", { hasText: "Packaging" });
  await card(olga).getByText("Lobby sofa").waitFor();
  expect(await card(olga).getByText("You voted for this").count()).toBe(0);

  // Two race for the last seat.
  await card(chi).getByText("You voted for this").waitFor();
  const joins = await Promise.all(
    [ana.page, card(chi)].map((part) => part.getByRole("button", { name: /^Join/u }).elementHandle()),
  );
  const isTold = Promise.any(
    [ana, chi].map(({ page }) => page.getByText("All places in this side group are taken.").first().waitFor()),
  ).then(
    () => true,
    () => false,
  );
  const pressed = await Promise.all(
    joins.map((join) =>
      join?.evaluate((button) => {
        const words = button.textContent.trim();
        (button as HTMLElement).click();
        return words;
      }),
    ),
  );
  // Both may look as if they were in, until the server has said who is.
  const going = async () => {
    const { sideGroups, people } = await bo.look(slug);
    return (sideGroups[0]!.members as string[]).map((id) => people.names[id]?.name);
  };
  await expect.poll(async () => (await going()).length).toBe(2);
  const [winner, loser] = (await going()).includes("Ana") ? [ana, chi] : [chi, ana];
  await loser.page.getByRole("button", { name: /^Full/u }).waitFor();
  await winner.page.getByRole("button", { name: /^You’re in/u }).waitFor();
  // On a busy machine the second one may see that it is full before they press.
  if (pressed.every((words) => words?.startsWith("Join"))) expect(await isTold).toBe(true);

  // The group has an address with a code, and its notes lead to where they are about the same.
  await bo.page.getByRole("link", { name: "Packaging", exact: true }).first().click();
  await bo.page.getByRole("img", { name: "QR code of this side group" }).waitFor();
  expect(await accessibilityFaults(bo.page)).toEqual([]);

  // The schedule takes its place, and whoever is in it is told, wherever they are.
  await olga.does(
    slug,
    { type: "room.add", id: "lobby-sofa", name: "Lobby sofa" },
    {
      type: "session.schedule",
      id: "session-2",
      topicIds: [],
      title: "Plan B",
      roomId: "lobby-sofa",
      slotId: "slot-now-0",
    },
  );
  await bo.page.getByText(/“Packaging”: Lobby sofa has a session at .*, Plan B/u).waitFor();
  await bo.page.locator(".g-clash").getByText("Another place is needed.").waitFor();
  await bo.page.getByRole("button", { name: "Move or edit" }).click();
  await bo.page.getByRole("dialog").getByLabel("Where?").fill("Courtyard");
  await bo.page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await bo.page.locator(".g-clash").waitFor({ state: "detached" });
  await card(olga).getByText("Courtyard").waitFor();

  // Its host ends it with a line, which stands on the board and in the export.
  await bo.page.getByRole("button", { name: "End", exact: true }).click();
  await bo.page.getByRole("dialog").getByLabel("What came out?").fill("One toolchain, two distributions");
  await bo.page.getByRole("dialog").getByRole("button", { name: "End it" }).click();
  await card(olga).getByText("One toolchain, two distributions").waitFor();
  expect(await (await olga.page.request.get(`/m/${slug}/export.md`)).text()).toContain(
    "Outcome: One toolchain, two distributions",
  );
});

test("a session leads to the side group that came out of it and back, by their notes", async () => {
  const olga = await called("Olga");
  const slug = await meetupOfToday(olga);
  await olga.page.goto(`/m/${slug}/schedule`);
  // Where people can sit down is the organizers' to say.
  await olga.page.getByRole("button", { name: "Ops, today" }).click();
  await olga.page.getByRole("button", { name: "Settings" }).click();
  await olga.page.getByLabel(/^Places for side groups/u).fill("Lobby sofa\n\n  Lunch table 4 \nLobby sofa");
  await olga.page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await olga.page.getByRole("dialog").waitFor({ state: "detached" });
  await olga.page.getByRole("button", { name: "Let’s take this outside: Rabbit HA" }).click();
  const offered = olga.page.getByRole("group", { name: "Places" }).getByRole("button");
  await expect
    .poll(() => offered.allTextContents())
    .toEqual(
      ["Lobby sofa", "Lunch table 4", "Main hall of the old exchange, first floor"].map((place) =>
        expect.stringContaining(place),
      ),
    );
  await olga.page.getByRole("dialog").getByLabel("What about?").fill("Rabbit HA on two sites");
  await olga.page.getByRole("dialog").getByRole("button", { name: "Start", exact: true }).click();
  await olga.page.getByRole("button", { name: "Show", exact: true }).click();
  await olga.page.getByRole("heading", { name: "Rabbit HA on two sites", level: 1 }).waitFor();
  const from = olga.page.getByRole("region", { name: "About the same" });
  await from.getByRole("link", { name: "Notes" }).click();
  await olga.page.getByRole("heading", { name: "Rabbit HA", level: 1 }).first().waitFor();
  await olga.page.getByRole("link", { name: /Rabbit HA on two sites/u }).click();
  await olga.page.getByRole("heading", { name: "Rabbit HA on two sites", level: 1 }).first().waitFor();
  // A heading in these notes is a way to one more.
  await olga.page.getByRole("button", { name: "Start a side group: Decisions" }).click();
  await expect.poll(() => olga.page.getByRole("dialog").getByLabel("What about?").inputValue()).toBe("Decisions");
  await olga.page.keyboard.press("Escape");
  // On a phone too, where the outline is behind a menu.
  await olga.page.setViewportSize(PHONE.viewport);
  await olga.page.getByRole("button", { name: "More" }).click();
  await olga.page.getByRole("menuitem", { name: "Outline" }).click();
  await olga.page.getByRole("dialog").getByRole("button", { name: "Start a side group: Actions" }).click();
  await olga.page.getByRole("heading", { name: "Start a side group" }).waitFor();
  await expect.poll(() => olga.page.getByRole("dialog").getByLabel("What about?").inputValue()).toBe("Actions");
  await olga.page.setViewportSize(DESKTOP.viewport);
});

test("a side group is handed over and goes on in another, and its link leads there", async () => {
  const olga = await called("Olga");
  const slug = await meetupOfToday(olga);
  const [ana, bo] = [await called("Ana"), await called("Bo", PHONE)];
  await ana.does(
    slug,
    { type: "sideGroup.start", id: "group-001", topicId: "packaging" },
    { type: "sideGroup.start", id: "group-002", title: "Toolchains", capacity: 2 },
  );
  await bo.does(slug, { type: "sideGroup.join", sideGroupId: "group-001" });
  for (const each of [ana, bo]) await each.page.goto(`/m/${slug}/side-groups/group-001`);
  await ana.page.getByRole("button", { name: "Hand over" }).click();
  await ana.page.getByRole("dialog").getByRole("button", { name: "Bo" }).click();
  await ana.page.getByRole("button", { name: "Hand over" }).waitFor({ state: "detached" });
  // A slip is taken back from the toast.
  await ana.page.getByRole("status").filter({ hasText: "Handed over to Bo: Packaging" }).getByText("Undo").click();
  await ana.page.getByRole("button", { name: "Hand over" }).click();
  await ana.page.getByRole("dialog").getByRole("button", { name: "Bo" }).click();
  await ana.page.getByRole("button", { name: "Hand over" }).waitFor({ state: "detached" });
  // Bo, now its host, has it go on where there are places for both.
  await bo.page.getByRole("button", { name: "Merge" }).click();
  await bo.page
    .getByRole("dialog")
    .getByRole("button", { name: /^Toolchains/u })
    .click();
  for (const each of [ana, bo]) {
    await each.page.getByRole("note").getByText("This side group goes on in Toolchains.").waitFor();
    await each.page.getByRole("link", { name: "Toolchains" }).click();
    await each.page.getByRole("heading", { name: "Toolchains", level: 1 }).waitFor();
    await each.page.getByText("2 going, all 2 places are taken").waitFor();
    await each.page.getByText("Merged into this").waitFor();
  }
  // And its host parts them again, from the page too.
  await bo.page.goto(`/m/${slug}/side-groups/group-001`);
  await bo.page.getByRole("button", { name: "Undo the merge" }).click();
  await bo.page.getByRole("button", { name: "Merge" }).waitFor();
  await ana.page.getByText("1 going, 1 of 2 places free").waitFor();
});

test("side groups that nobody was in at the end are in nobody’s way, and are there all the same", async () => {
  const olga = await here.comes({ as: "Olga" });
  const dan = await here.comes({ as: "Dan" });
  const slug = await olga.makesMeetup();
  await olga.does(
    slug,
    { type: "sideGroup.start", id: "ended-with-olga", title: "Ten alerts" },
    { type: "sideGroup.end", sideGroupId: "ended-with-olga" },
  );
  for (const id of ["spam-group-1", "spam-group-2"])
    await dan.does(slug, { type: "sideGroup.start", id, title: "Dan" });
  const { page } = olga;
  await page.goto(`/m/${slug}/side-groups`);
  const groups = (title: string) => page.getByRole("heading", { name: title, exact: true });
  await groups("Dan").nth(1).waitFor();
  const [personId] = (await olga.look(slug)).sideGroups.flatMap(({ host, title }) => (title === "Dan" ? [host] : []));
  await olga.does(slug, { type: "person.remove", personId });
  const show = page.getByRole("button", { name: "Show 2 that nobody was in at the end" });
  await show.waitFor();
  await groups("Ten alerts").waitFor();
  expect(await groups("Dan").count()).toBe(0);
  await show.click();
  await groups("Dan").nth(1).waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.getByRole("button", { name: "Hide 2 that nobody was in at the end" }).click();
  await groups("Dan").first().waitFor({ state: "detached" });

  await page.goto(`/m/${slug}/report`);
  await groups("Ten alerts").waitFor();
  expect(await groups("Dan").count()).toBe(0);
});

test("who moderates runs the session in one tap each, with a way back, and everyone sees where and how long", async () => {
  const olga = await called("Olga");
  const slug = await meetupOfToday(olga);
  const [mo, ana] = [await called("Mo"), await called("Ana", PHONE)];
  await mo.does(slug, { type: "volunteer.offer", topicId: "rabbit-ha", as: "moderator" });
  await ana.page.goto(`/m/${slug}/side-groups`);
  await ana.page.locator("now-strip").getByText("Main hall of the old exchange, first floor").waitFor();
  await ana.page
    .locator("now-strip")
    .getByText(/2[0-5] min left/u)
    .waitFor();

  // On a phone too, neither the room's name nor the minutes are cut.
  const cut = await ana.page.locator("now-strip .now-room, now-strip .now-left").evaluateAll(
    (parts) =>
      parts.filter((part) => {
        const { right, bottom } = part.getBoundingClientRect();
        const strip = part.closest(".now")!.getBoundingClientRect();
        return part.scrollWidth > part.clientWidth + 1 || right > innerWidth || bottom > strip.bottom;
      }).length,
  );
  expect(cut).toBe(0);

  // An offer gives no rights; Olga names Mo with one tap in the list of what is needed.
  await mo.page.goto(`/m/${slug}/schedule`);
  await mo.page.getByRole("heading", { name: "Schedule", level: 1 }).waitFor();
  const run = mo.page.getByRole("group", { name: "Run Rabbit HA" });
  expect(await run.count()).toBe(0);
  await olga.page.goto(`/m/${slug}/schedule`);
  await olga.page.getByRole("button", { name: "Let Mo moderate Rabbit HA" }).click();
  await run.getByRole("button", { name: "Start Rabbit HA" }).click();
  await ana.page.goto(`/m/${slug}/schedule`);
  await ana.page.getByText("Under way").waitFor();
  await run.getByRole("button", { name: "+10 min: Rabbit HA" }).click();
  // The way back stays as long as the pointer rests on it. That of the start may be there still.
  const extended = mo.page.locator(".toast", { hasText: /Ends at \d/u });
  await extended.hover();
  await ana.page
    .locator("now-strip")
    .getByText(/3[0-5] min left/u)
    .waitFor();
  await extended.getByRole("button", { name: "Undo" }).click();
  await ana.page
    .locator("now-strip")
    .getByText(/2[0-5] min left/u)
    .waitFor();
  await run.getByRole("button", { name: "Room full: Rabbit HA" }).click();
  await ana.page.locator(".pi").getByText("Room full").waitFor();

  // Someone else takes notes, and it leaves the list.
  await ana.page.getByRole("button", { name: "I’ll take notes: Rabbit HA" }).click();
  await ana.page.getByRole("heading", { name: /^Needs a moderator/u }).waitFor({ state: "detached" });

  // Ending can be taken back, also once the question that comes with it is closed.
  await run.getByRole("button", { name: "End Rabbit HA" }).click();
  const ended = mo.page.locator(".toast", { hasText: "Ended: Rabbit HA" });
  await ended.hover();
  // The question's code comes by itself.
  await mo.page.getByRole("dialog").waitFor();
  await mo.page.keyboard.press("Escape");
  await mo.page.getByRole("dialog").waitFor({ state: "detached" });
  await ended.getByRole("button", { name: "Undo" }).click();
  await run.getByRole("button", { name: "End Rabbit HA" }).click();
  await mo.page.getByRole("dialog").getByLabel("In a sentence").fill("Quorum queues for all");
  expect(await accessibilityFaults(mo.page, "dialog")).toEqual([]);
  await mo.page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await ana.page.getByText("Quorum queues for all").waitFor();
  await ana.page.locator("now-strip").getByText("Main hall").waitFor({ state: "detached" });
  expect(await (await ana.page.request.get(`/m/${slug}/export.md`)).text()).toContain("Outcome: Quorum queues for all");

  // Once it is closed, nobody is told to start anything, but where what is left of it is.
  await olga.does(slug, { type: "meetup.setPhase", phase: "closed" });
  await ana.page.getByText("Now", { exact: true }).first().waitFor({ state: "detached" });
  await ana.goesTo("Agenda");
  await ana.page.getByRole("link", { name: "actions from all notes" }).waitFor();
});

test("an announcement is on every page until its time, said once, and closed by each for themselves", async () => {
  const olga = await called("Olga");
  const slug = await meetupOfToday(olga);
  const ana = await called("Ana", PHONE);
  await ana.page.goto(`/m/${slug}`);
  await ana.page.getByRole("heading", { name: "What should we talk about?" }).waitFor();
  await olga.page.goto(`/m/${slug}`);
  await olga.page.getByRole("button", { name: "Ops, today" }).click();
  await olga.page.getByRole("button", { name: "Announce something" }).click();
  await olga.page.getByRole("dialog").getByLabel("What?").fill("Lunch is served");
  expect(await accessibilityFaults(olga.page, "dialog")).toEqual([]);
  await olga.page.getByRole("dialog").getByRole("button", { name: "Announce" }).click();
  const bar = (each: VisitorPage) => each.page.getByRole("region", { name: "Announcements" });
  await bar(ana).getByText("Lunch is served").waitFor();
  await ana.page.locator('[data-say="polite"]').getByText("Lunch is served").waitFor();
  expect(await accessibilityFaults(ana.page)).toEqual([]);

  // Another page says nothing again, but has it too; closing it is Ana's own doing.
  await ana.page.goto(`/m/${slug}/side-groups`);
  await bar(ana).getByText("Lunch is served").waitFor();
  expect(await ana.page.locator('[data-say="polite"]').textContent()).toBe("");
  await ana.page.getByRole("button", { name: "Close for me: Lunch is served" }).click();
  await bar(ana).waitFor({ state: "detached" });
  await ana.page.reload();
  await ana.page.getByRole("heading", { name: "Side groups", level: 1 }).waitFor();
  expect(await bar(ana).count()).toBe(0);
  await bar(olga).getByText("Lunch is served").waitFor();
  // A new side group, and what is about to start, are said too.
  await olga.does(slug, { type: "sideGroup.start", id: "group-001", title: "Over coffee" });
  await ana.page.locator('[data-say="polite"]').getByText("New side group: Over coffee").waitFor();
  await olga.does(
    slug,
    { type: "slot.add", id: "slot-soon-1", startsAt: inMinutes(4), endsAt: inMinutes(40) },
    { type: "room.add", id: "upstairs", name: "Upstairs" },
    {
      type: "session.schedule",
      id: "session-2",
      topicIds: ["packaging"],
      roomId: "upstairs",
      slotId: "slot-soon-1",
    },
  );
  await ana.page.locator('[data-say="polite"]').getByText("Packaging starts in 4 minutes in Upstairs").waitFor();
  // One whose time has come is gone by itself.
  const bo = await here.comes({ ...PHONE, as: "Bo" });
  await bo.page.clock.install();
  await bo.page.goto(`/m/${slug}`);
  await olga.does(slug, { type: "announcement.add", id: "soon-over-1", text: "Doors close", until: inMinutes(10) });
  await bar(bo).getByText("Doors close").waitFor();
  await bo.page.clock.fastForward("10:01");
  await bar(bo).getByText("Doors close").waitFor({ state: "detached" });
  await bar(bo).getByText("Lunch is served").waitFor();
});

test("the day's pages and dialogs have no accessibility faults, light on a desk and dark on a phone", async () => {
  const olga = await here.comes({ as: "Olga" });
  const slug = await meetupOfToday(olga);
  await olga.does(
    slug,
    {
      type: "sideGroup.start",
      id: "group-001",
      topicId: "packaging",
      place: "Main hall of the old exchange, first floor",
    },
    { type: "sideGroup.start", id: "group-002", title: "Lunch", startsAt: inMinutes(90), capacity: 2 },
    { type: "sideGroup.start", id: "group-003", title: "Over already" },
    { type: "sideGroup.end", sideGroupId: "group-003", outcome: "Nothing" },
    { type: "session.setFull", sessionId: "session-1", full: true },
  );
  const { page } = olga;
  const faultless = async (what: string, within?: string) =>
    expect(await accessibilityFaults(page, within), what).toEqual([]);
  for (const [path, heading, tools] of [
    ["/schedule", "Schedule", [["Edit Rabbit HA", "Edit the session"]]],
    [
      "/side-groups/group-001",
      "Packaging",
      [
        ["Move or edit", "Move or edit"],
        ["Hand over", "Hand over"],
        ["Merge", "Merge"],
      ],
    ],
  ] as const) {
    await page.goto(`/m/${slug}${path}`);
    await page.getByRole("heading", { name: heading, level: 1 }).waitFor();
    for (const [{ viewport }, colorScheme] of [
      [DESKTOP, "light"],
      [PHONE, "dark"],
    ] as const) {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme });
      await expect.poll(() => page.evaluate(() => innerWidth)).toBe(viewport.width);
      await faultless(`${path} ${colorScheme}`);
      // Of the dialogs that are lists of buttons, one theme will do.
      for (const [button, title] of colorScheme === "light" ? tools.slice(0, 1) : tools) {
        await page.getByRole("button", { name: button }).click();
        await page.getByRole("dialog").getByRole("heading", { name: title }).waitFor();
        await faultless(`${title} ${colorScheme}`, "dialog");
        await page.keyboard.press("Escape");
        await page.getByRole("dialog").waitFor({ state: "detached" });
      }
    }
  }
});
