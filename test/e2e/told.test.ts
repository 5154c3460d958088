/** What people are told of at once, without asking again. */
import { expect, test } from "vitest";
import { named } from "../together/support/visitor.ts";
import { OwnPart } from "./own-part.ts";
import { venue } from "./venue.ts";
import { PHONE } from "./visitor-page.ts";

const here = venue();

test("[A56] whoever a side group is handed over to is told, and who has entered the right code that they can vote", async () => {
  const olga = await here.comes({ as: "Olga" });
  const slug = await olga.makesMeetup();
  await olga.does(slug, { type: "topic.propose", id: "topic-one", title: "Rabbit HA" });
  const ana = await here.comes({ ...PHONE, as: "Ana" });
  const anaId = await ana.isKnownAs("Ana");
  await olga.does(slug, { type: "sideGroup.start", id: "group-001", title: "Runbooks, and how" });
  await ana.does(slug, { type: "sideGroup.join", sideGroupId: "group-001" });
  // What one hosts already is no news.
  await ana.does(slug, { type: "sideGroup.start", id: "group-002", title: "Lunch" });
  const { page } = ana;
  await page.goto(`/m/${slug}`);
  await page.getByText("2 here").first().or(page.locator(".topic .vote").first()).first().waitFor();
  expect(await page.locator(".toast").count()).toBe(0);
  await olga.does(slug, { type: "sideGroup.handOver", sideGroupId: "group-001", personId: anaId });
  const told = page.locator(".toast", { hasText: "You host “Runbooks, and how” now" });
  await told.getByRole("button", { name: "Show" }).click();
  await page.getByRole("heading", { name: "Runbooks, and how", level: 1 }).waitFor();
  await page.getByText("You host it").waitFor();

  await olga.does(slug, { type: "meetup.edit", voting: { roomCode: true } });
  const answer = await olga.page.request.get(`/api/meetups/${slug}`);
  const { roomCode } = ((await answer.json()) as { me: { roomCode: string } }).me;
  await ana.goesTo("Agenda");
  await page.getByRole("button", { name: "Enter the code" }).press("Enter");
  await page.getByLabel("The code on the screen").fill(roomCode);
  await page.keyboard.press("Enter");
  await page.getByRole("status").filter({ hasText: "You can vote now" }).waitFor();
});

test("[A56] who has the page read aloud hears what is closed and opened", async () => {
  const olga = await here.comes({ as: "Olga" });
  const slug = await olga.makesMeetup();
  const ana = await here.comes({ ...PHONE, as: "Ana" });
  await ana.page.goto(`/m/${slug}`);
  await ana.page.getByText("Nothing proposed yet").waitFor();
  const polite = ana.page.locator("body > [data-say=polite]");
  for (const [command, words] of [
    [{ type: "meetup.edit", voting: { open: false } }, "Voting is closed"],
    [
      { type: "meetup.edit", voting: { open: true }, proposals: { open: false } },
      "Proposals are closed. Voting is open",
    ],
    [{ type: "meetup.setPhase", phase: "closed" }, "The meetup is closed"],
    [{ type: "meetup.setPhase", phase: "running" }, "The meetup is open again"],
  ] as const) {
    await olga.does(slug, command);
    await expect.poll(() => polite.textContent()).toBe(words);
  }
});

test("[A56] what comes at the same moment is said together", async () => {
  const olga = await here.comes({ as: "Olga" });
  const slug = await olga.makesMeetup();
  await olga.does(slug, { type: "meetup.edit", proposals: { moderated: true } });
  const ana = await here.comes({ ...PHONE, as: "Ana" });
  await ana.does(slug, { type: "topic.propose", id: "topic-one", title: "Rabbit HA" });
  await ana.page.goto(`/m/${slug}`);
  await ana.page.getByText("Waits for an organizer").waitFor();
  // What everybody sees and one's own part come in two messages: on a busy machine no moment would be long enough.
  await ana.page.clock.install();
  await ana.page.clock.pauseAt(Date.now() + 60_000);
  const approve = { type: "topic.approve", topicId: "topic-one" };
  const close = { type: "meetup.edit", proposals: { open: false } };
  await olga.does(slug, { type: "batch", commands: [approve, close] });
  await ana.page.getByText("Waits for an organizer").waitFor({ state: "detached" });
  await ana.page.getByLabel("Propose a topic").waitFor({ state: "detached" });
  const polite = ana.page.locator("body > [data-say=polite]");
  expect(await polite.textContent()).toBe("");
  await ana.page.clock.runFor(50);
  expect(await polite.textContent()).toContain("Proposals are closed");
  expect(await polite.textContent()).toContain("“Rabbit HA” is on the list now");
});

test("[A55] the list of bursts follows as people vote while it is open", async () => {
  const olga = await here.comes({ as: "Olga" });
  const slug = await olga.makesMeetup();
  const topic = { type: "topic.propose", id: "topic-one", title: "Rabbit HA" };
  await olga.does(slug, topic);
  const crowd = await Promise.all(Array.from({ length: 9 }, (_, at) => named(here.url, `Guest ${at}`)));
  const vote = { type: "vote.cast", topicId: "topic-one" };
  const { page } = olga;
  await page.goto(`/m/${slug}`);
  await page.getByRole("button", { name: "Operators in Porto" }).first().click();
  await page.getByRole("dialog").getByRole("button", { name: "People", exact: true }).click();
  const bursts = page.getByRole("button", { name: "Votes that came in bursts" });
  await bursts.getByText("none").waitFor();
  // Above everyone, where an organizer of hundreds sees it.
  await page.locator("vote-bursts ~ .people-lists").waitFor();
  await bursts.press("Enter");
  await page.getByText("Five people have never come at once.").waitFor();
  for (const each of crowd) await each.does(slug, vote);
  // Wherever five minutes end among them, five of them or more are in one.
  await page.getByText(/\d people, \d votes: Rabbit HA \(\d\)/u).waitFor();
  await bursts.getByText(/\d/u).waitFor();
});

test("[A65] who becomes an organizer, or is one no more, has or misses at once what only those can do, in announcements and what sessions need", async () => {
  const olga = await here.comes({ as: "Olga" });
  const slug = await olga.makesMeetup();
  const startsAt = new Date(Date.now() + 3_600_000).toISOString();
  const until = new Date(Date.now() + 7_200_000).toISOString();
  await olga.does(
    slug,
    { type: "announcement.add", id: "lunch-001", text: "Lunch", until },
    { type: "room.add", id: "room-attic", name: "Attic" },
    { type: "slot.add", id: "slot-first", startsAt, endsAt: until },
    {
      type: "session.schedule",
      id: "session-one",
      topicIds: [],
      title: "Lightning talks",
      roomId: "room-attic",
      slotId: "slot-first",
    },
  );
  const ana = await here.comes({ ...PHONE, as: "Ana" });
  const anaId = await ana.isKnownAs("Ana");
  // Named already, so that everybody sees the same of her before and after.
  await ana.does(slug, { type: "sideGroup.start", id: "group-001", title: "Over coffee" });
  const part = await OwnPart.of(ana.page);
  await ana.page.goto(`/m/${slug}/schedule`);
  await ana.page.getByRole("heading", { name: /^Needs a moderator/u }).waitFor();
  const organizers = [
    ana.page.getByRole("button", { name: "Take back for everyone: Lunch" }),
    ana.page.getByRole("button", { name: "Name a moderator: Lightning talks" }),
  ];
  for (const role of ["organizer", "participant"] as const) {
    part.hold();
    await olga.does(slug, { type: "person.setRole", personId: anaId, role });
    // What everybody sees has come before one's own part.
    await olga.does(slug, { type: "sideGroup.start", id: `group-${role}`, title: `Over tea, ${role}` });
    await ana.page.locator("[data-say=polite]").getByText(`Over tea, ${role}`).waitFor({ state: "attached" });
    part.pass();
    for (const each of organizers) await each.waitFor({ state: role === "organizer" ? "visible" : "detached" });
  }
});
