import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { accessibilityFaults } from "../helpers/axe.ts";
import { venue } from "./venue.ts";
import { PHONE, type VisitorPage } from "./visitor-page.ts";

const here = venue();

/** Olga, who stays, with a new meetup of hers, and its address. */
async function meetupOf(title: string): Promise<{ olga: VisitorPage; slug: string; address: string }> {
  const olga = await here.comes({ stays: true, as: "Olga" });
  const slug = await olga.makesMeetup({ title });
  return { olga, slug, address: `/m/${slug}` };
}

/** The same, with it open. */
async function organizer(title: string) {
  const made = await meetupOf(title);
  await made.olga.page.goto(made.address);
  await made.olga.page.getByRole("heading", { name: "What should we talk about?" }).waitFor();
  return made;
}

/** Keeps back what a page sends over its WebSockets. Resolves with how to let it go, which says what that was. */
async function holdsMessages(page: Page): Promise<() => Promise<string[]>> {
  const held = await page.evaluateHandle(() => {
    const { send } = WebSocket.prototype;
    const waiting: { data: string; go: () => void }[] = [];
    WebSocket.prototype.send = function (this: WebSocket, data: string) {
      waiting.push({ data, go: () => send.call(this, data) });
    };
    return { send, waiting };
  });
  return () =>
    held.evaluate(({ send, waiting }) => {
      WebSocket.prototype.send = send;
      for (const { go } of waiting) go();
      return waiting.map(({ data }) => data);
    });
}

const LIST = `# Wishes of last time
* Rabbit HA and queue issues
  - quorum queues
  +1 Ana
* Rolling upgrades with N-1 compatibility
* HA
* Fix bad defaults`;

describe("an organizer", () => {
  test("pastes a list, merges and parks topics, and takes it back", async () => {
    const { olga, address } = await organizer("Pasting");
    const { page } = olga;
    await olga.proposes("Fixing bad defaults");
    await page.getByText("Proposed", { exact: true }).first().waitFor();

    // The list: what is wrong is named by its line, what is there already is left out, all else comes at once.
    await page.getByRole("button", { name: "Paste a list" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("One topic a line").fill(LIST);
    await dialog.getByText("Line 6: Needs at least 3 characters").waitFor();
    await dialog.getByText("to “Fixing bad defaults”").waitFor();
    expect(await accessibilityFaults(page, "dialog")).toEqual([]);
    await expect
      .poll(() => dialog.getByRole("button", { name: /^Propose/u }).getAttribute("title"))
      .toBe("Correct or leave out line 6 first.");
    await dialog.getByLabel("HA", { exact: true }).uncheck();
    await dialog.getByLabel("Proposed by").fill("Ana Lima");
    await dialog.getByRole("button", { name: "Propose 2 topics" }).click();
    await dialog.waitFor({ state: "detached" });
    await olga.opens("Rabbit HA and queue issues");
    expect(new URL(page.url()).pathname).toBe(`${address}/2`);
    await page.getByText("Proposed by Ana Lima (added by Olga)").waitFor();
    await page.locator(".d-body").getByText("+1 Ana").waitFor();
    await expect.poll(() => page.locator(".d-body li").allTextContents()).toEqual(["quorum queues"]);

    // Not this time, and back again. That of the list may be there still.
    await page.getByRole("button", { name: "Not this time" }).click();
    await page.locator(".toast", { hasText: "Not this time: Rabbit HA" }).getByRole("button", { name: "Undo" }).click();
    await page.getByRole("button", { name: "Not this time" }).waitFor();

    // Merged: the old address leads to the survivor, and out of it again.
    await page.getByRole("button", { name: "Merge", exact: true }).click();
    await dialog.getByLabel("Find the topic").fill("upgrades");
    await dialog.getByLabel("Rolling upgrades").check();
    expect(await accessibilityFaults(page, "dialog")).toEqual([]);
    await dialog.getByRole("button", { name: "Merge", exact: true }).click();
    await page.locator("#topic-title").getByText("Rolling upgrades with N-1 compatibility").waitFor();
    await page.goto(`${address}/2`);
    await page.getByText("Topic 2, “Rabbit HA and queue issues”, goes on here").waitFor();
    await page.locator("#topic-title").getByText("Rolling upgrades with N-1 compatibility").waitFor();
    await page.getByRole("button", { name: "Take out again" }).click();
    await page.locator("#topic-title").getByText("Rabbit HA and queue issues").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  test("sets when voting closes, and everyone counts down", async () => {
    const { olga, address } = await organizer("Closing");
    const { page } = olga;
    await page.getByRole("button", { name: "Closing" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Settings" }).click();
    const dialog = page.getByRole("dialog", { name: "Settings" });
    await dialog.getByLabel("Time zone").fill("UTC");
    await dialog.getByLabel("What is it about?").fill("For who **runs** it");
    await dialog.getByLabel("Address of the meetup before").fill(`${here.url}/m/porto-2025/schedule`);
    const soon = new Date(Date.now() + 50 * 60_000).toISOString();
    const voting = dialog.getByRole("group", { name: "Voting" });
    await voting.getByLabel("Close on").fill(soon.slice(0, 10));
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.getByText("Choose both a day and a time, or neither").waitFor();
    await voting.getByLabel("At", { exact: true }).fill(soon.slice(11, 16));
    expect(await accessibilityFaults(page, "dialog")).toEqual([]);
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.waitFor({ state: "detached" });
    // The way back stays as long as the pointer rests on it.
    await page.getByRole("button", { name: "Undo" }).hover();
    await page.locator("b").getByText("runs").waitFor();
    expect(await page.getByRole("link", { name: "The meetup before" }).getAttribute("href")).toBe("/m/porto-2025");
    const ana = await here.comes({ stays: true, ...PHONE, as: "Ana" });
    await ana.page.goto(address);
    await ana.page.getByText(/Voting closes in (?:4\d|50) min/u).waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    await ana.page.getByText(/Voting closes/u).waitFor({ state: "detached" });
  });
});

const PAYLOADS = [
  "<script>alert(1)</script> <img src=x onerror=alert(1)> <svg/onload=alert(1)> <iframe src=//x.example></iframe>",
  "[a](javascript:alert(1)) [b](JAVASCRIPT:alert(1)) [c](data:text/html,x) [d](//x.example) [e](vbscript:x)",
  "[**f**](https://x.example/?a=%22onclick=alert(1)) https://x.example/<b>bold</b> <https://x.example>",
  "- <li onclick=alert(1)>\n  1. ${alert(1)} {{alert(1)}} <!--?lit$1$-->\n# <h1>\n```\n</code><script>\n```",
  "`<b>` _<i>_ **<u>** &lt;b&gt; <style>*{display:none}</style>",
];

test("whatever is written in a description, it becomes no other element than Markdown's", async () => {
  const { olga } = await organizer("Payloads");
  await olga.page.getByLabel("Propose a topic").fill("Payloads");
  await olga.page.getByLabel("What would you like to hear?").fill(PAYLOADS.join("\n\n"));
  await olga.page.getByRole("button", { name: "Propose", exact: true }).click();
  await olga.opens("Payloads");
  const elements = await olga.page
    .locator(".d-body .text *")
    .evaluateAll((all) =>
      all.map((each) => ({ tag: each.tagName, names: each.getAttributeNames(), href: each.getAttribute("href") })),
    );
  const allowed: Record<string, string[]> = { A: ["href", "target", "rel"], PRE: ["tabindex"] };
  for (const { tag, names } of elements) {
    expect(["P", "UL", "OL", "LI", "B", "EM", "CODE", "PRE", "A"]).toContain(tag);
    expect(allowed[tag] ?? []).toEqual(expect.arrayContaining(names));
  }
  const links = elements.flatMap(({ href }) => href ?? []);
  expect(links.length).toBeGreaterThan(0);
  for (const href of links) expect(href).toMatch(/^https:\/\/x\.example/u);
});

test("someone is led to a similar topic, offers to moderate, and answers a comment", async () => {
  const { olga, address } = await organizer("Joining in");
  await olga.proposes("Rabbit HA and queue issues");
  const ana = await here.comes({ as: "Ana" });
  await ana.page.goto(address);
  await ana.page.getByLabel("Propose a topic").fill("rabbit queue");
  await ana.page.getByRole("button", { name: "I will come: Rabbit HA and queue issues" }).click();
  await olga.page.getByRole("button", { name: "Vote for Rabbit HA and queue issues, 1 vote" }).waitFor();
  await ana.page.locator(".alike").getByRole("link", { name: "Rabbit HA and queue issues" }).click();

  await ana.page.getByRole("button", { name: "I can moderate", exact: true }).click();
  await ana.page.getByText("Can moderate: Ana").waitFor();
  await olga.opens("Rabbit HA and queue issues");
  await olga.page.getByText("Can moderate: Ana").waitFor();
  await olga.page.getByLabel("Comment", { exact: true }).fill("Which **version**?");
  await olga.page.getByRole("button", { name: "Send comment" }).click();
  await ana.page.locator("topic-comments b", { hasText: "version" }).waitFor();
  await ana.page.getByRole("button", { name: "Reply to Olga’s comment" }).click();
  await ana.page.keyboard.type("3.8 <img src=x onerror=alert(1)> [here](javascript:alert(2))");
  await ana.page.getByRole("button", { name: "Send comment" }).click();
  const reply = olga.page.locator(".cm--reply");
  await reply.getByText("onerror").waitFor();
  await expect
    .poll(() => reply.locator(".text *").evaluateAll((all) => all.map(({ tagName }) => tagName)))
    .toEqual(["P"]);
  await ana.page.getByRole("button", { name: "Edit your comment" }).click();
  await ana.page.getByLabel("Your comment").fill("4.0");
  await ana.page.getByRole("button", { name: "Save", exact: true }).click();
  await ana.page.locator(".cm--reply").getByText("4.0").waitFor();
  await reply.getByText("4.0").waitFor();
  await ana.page.getByText(/, edited/u).waitFor();
  await ana.page.getByRole("button", { name: "Remove your comment" }).click();
  await ana.page.locator(".cm--reply").waitFor({ state: "detached" });
  await olga.page.getByRole("heading", { name: "1 comment" }).waitFor();
  expect(await accessibilityFaults(ana.page)).toEqual([]);
});

test("[A44][A46] without a connection rooms, times and sessions are arranged all the same: no dialog waits, and what does says so", async () => {
  const { olga, slug } = await organizer("In the cellar");
  const { page } = olga;
  const dialog = page.getByRole("dialog");
  const closes = () => dialog.waitFor({ state: "detached" });
  const day = { startsAt: "2030-11-01T09:00:00Z", endsAt: "2030-11-01T09:45:00Z" };
  const topic = { type: "topic.propose", id: "topic-one", title: "Rabbit HA" };
  await olga.does(slug, topic, { type: "slot.add", id: "slot-nine", ...day });
  // What the dialogs are made of comes with their first use.
  await olga.opens("Rabbit HA");
  await page.getByRole("button", { name: "Put on the agenda" }).click();
  await dialog.getByRole("button", { name: "Close" }).click();
  await olga.goesTo("Schedule");
  await page.getByRole("button", { name: "Rooms and times" }).first().click();
  await page.getByRole("button", { name: "Done" }).click();
  await page.getByRole("button", { name: "Running late" }).click();
  await dialog.getByRole("button", { name: "Close" }).click();
  await page.getByRole("button", { name: "Publish" }).click();
  await dialog.getByRole("button", { name: "Close" }).click();
  await page.getByRole("button", { name: "In the cellar" }).click();
  await dialog.getByRole("button", { name: "People" }).click();
  await page.getByRole("dialog", { name: "People" }).getByRole("button", { name: "Close" }).click();

  await page.context().setOffline(true);
  await page.getByText("Offline.").waitFor();
  await page.getByRole("button", { name: "Rooms and times" }).first().click();
  await page.getByLabel("New room").fill("Attic");
  await page.getByLabel("New room").press("Enter");
  await dialog.getByText("Attic Not sent yet").waitFor();
  await expect.poll(() => page.getByLabel("New room").inputValue()).toBe("");
  await page.getByLabel("From").fill("10:00");
  await page.getByLabel("To", { exact: true }).fill("10:45");
  await page.getByRole("button", { name: "Add time" }).click();
  await dialog.getByText("10:00–10:45 Not sent yet").waitFor();
  await page.getByRole("button", { name: "Done" }).click();
  await closes();

  await olga.goesTo("Agenda");
  await page.getByRole("link", { name: "Rabbit HA" }).click();
  await page.getByRole("button", { name: "Put on the agenda" }).click();
  await dialog.getByRole("button", { name: "Put on the agenda" }).click();
  await closes();
  await olga.goesTo("Schedule");
  const session = page.getByRole("region", { name: "09:00–09:45" }).getByRole("listitem");
  await session.getByText("Not sent yet").waitFor();
  await page.getByRole("button", { name: "Running late" }).click();
  await dialog.getByRole("button", { name: "Move" }).click();
  await closes();
  const moved = page.getByRole("region", { name: "09:10–09:55" });
  await moved.getByText("Rabbit HA").waitFor();
  // A shift is asked of times: they say so.
  await moved.getByRole("heading", { name: /Not sent yet/u }).waitFor();
  await page.getByText("4 things you did wait here and are sent then.").waitFor();
  // What can't be shown before it is so is said to wait.
  await page.getByRole("button", { name: "Publish" }).click();
  const isSaid = page.getByText("Not sent yet. It waits here for the connection.").waitFor();
  await dialog.getByRole("button", { name: "Publish" }).click();
  await isSaid;
  await closes();
  await page.getByText("Not sent yet: it is published once the connection is back.").waitFor();
  await page.getByRole("button", { name: "In the cellar" }).click();
  await dialog.getByRole("button", { name: "Voting" }).click();
  await dialog.getByText("Proposals are closed, voting is open. Not sent yet").waitFor();
  await page.keyboard.press("Escape");
  await closes();

  await page.context().setOffline(false);
  await page.getByText("Published, version 1").waitFor();
  await page.getByText("Not sent yet").first().waitFor({ state: "detached" });
  await page.getByText("Offline.").waitFor({ state: "detached" });
  const { rooms, slots, sessions } = await olga.look(slug);
  expect(rooms).toMatchObject([{ name: "Attic" }]);
  expect(slots.map(({ startsAt }) => startsAt.slice(11, 16))).toEqual(["09:10", "10:10"]);
  expect(sessions).toMatchObject([{ title: "Rabbit HA", roomId: rooms[0]!.id, slotId: "slot-nine" }]);
});

test("a vote that came too late is named to its voter, and a phase is taken back as it was", async () => {
  const { olga, address } = await organizer("Too late");
  await olga.proposes("Rabbit HA");
  const ana = await here.comes({ stays: true, ...PHONE, as: "Ana" });
  await ana.page.goto(address);
  await ana.arch("Rabbit HA").waitFor();
  await ana.page.context().setOffline(true);
  await ana.page.getByText("Offline.").waitFor();
  await ana.arch("Rabbit HA").click();

  await olga.page.getByRole("button", { name: "Too late" }).click();
  const sheet = olga.page.getByRole("dialog");
  await sheet.getByRole("button", { name: "Running" }).click();
  await sheet.getByText("Phase: Running").waitFor();
  // The way back stays as long as the pointer rests on it.
  await sheet.getByText("Phase: Running").hover();
  await ana.page.context().setOffline(false);
  await ana.page.getByText("Your vote did not count: Rabbit HA. Votes are no longer counted.").waitFor();
  await expect.poll(() => ana.arch("Rabbit HA").getAttribute("aria-pressed")).toBe("false");
  await sheet.getByRole("button", { name: "Undo" }).click();
  await sheet.getByText("Undone").waitFor();
  await expect.poll(() => ana.arch("Rabbit HA").isEnabled()).toBe(true);
});

test("[A45][A48] who proposed without a connection, and too late, hears so and can take the words along", async () => {
  const { olga, slug, address } = await meetupOf("Words kept");
  const kim = await here.comes({ as: "Kim", permissions: ["clipboard-read", "clipboard-write"] });
  const { page } = kim;
  await page.goto(address);
  await page.getByLabel("Propose a topic").waitFor();
  await page.context().setOffline(true);
  await page.getByText("Offline.").waitFor();
  // What would be refused is said at once, and not that it is kept.
  await page.getByLabel("Propose a topic").fill("What broke in Rabbit?");
  await page.getByLabel("Tags").fill("a, b, c, d, e, f");
  await page.getByLabel("Tags").press("Enter");
  await page.getByText("At most 5 tags").waitFor();
  await page.getByLabel("Tags").fill(`a, ${"b".repeat(31)}`);
  await page.getByLabel("Tags").press("Enter");
  await page.getByText("bb”: Has 31 characters").waitFor();
  expect(await page.locator(".toast").count()).toBe(0);
  await page.getByLabel("Tags").fill("");
  await kim.proposes("What broke in Rabbit?");
  await page.locator(".toast", { hasText: "Kept here, and proposed once there is a connection" }).waitFor();
  await page.getByRole("link", { name: "What broke in Rabbit?" }).waitFor();
  await page.getByLabel("Propose a topic").fill("Something new");
  await olga.does(slug, { type: "meetup.edit", proposals: { open: false } });
  await page.context().setOffline(false);
  const said = page.locator(".toast", { hasText: "Not proposed: What broke in Rabbit?" });
  await said.getByRole("button", { name: "Copy it" }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe("What broke in Rabbit?");
  // What is being written meanwhile stays, as long as it is there.
  await page.getByText("Proposals are closed. A side group").waitFor();
  expect(await page.getByLabel("Propose a topic").inputValue()).toBe("Something new");
  await page.getByLabel("Propose a topic").press("Enter");
  await page.locator("propose-box").getByText("New topics are no longer taken.").waitFor();
  expect(await page.getByLabel("Propose a topic").inputValue()).toBe("Something new");
  await olga.does(slug, { type: "meetup.setPhase", phase: "closed" });
  await page.getByText("The meetup is closed. What is left").waitFor();
  await page.getByLabel("Propose a topic").press("Enter");
  await page.locator("propose-box").getByText("The meetup is over").waitFor();
  expect(await page.getByLabel("Propose a topic").inputValue()).toBe("Something new");
});

test("[A48] what was written and is refused once its form or its page is gone can be taken along", async () => {
  const { olga, slug, address } = await meetupOf("Too late to edit");
  const kim = await here.comes({ as: "Kim", permissions: ["clipboard-read", "clipboard-write"] });
  await kim.does(slug, { type: "topic.propose", id: "topic-kim", title: "What broke?" });
  const { page } = kim;
  const context = page.context();
  const copies = async (at: typeof page, says: string, words: string) => {
    await at.locator(".toast", { hasText: says }).getByRole("button", { name: "Copy it" }).click();
    await expect.poll(() => at.evaluate(() => navigator.clipboard.readText())).toBe(words);
  };
  await page.goto(`${address}/1`);
  await page.getByRole("button", { name: "Edit", exact: true }).click();
  await page.getByLabel("What it is about").waitFor();
  await context.setOffline(true);
  await page.getByText("Offline.").waitFor();
  await page.getByLabel("What it is about").fill("All of it, twice");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await olga.does(slug, { type: "meetup.setPhase", phase: "closed" });
  await context.setOffline(false);
  await copies(page, "Your change to the topic did not count.", "All of it, twice");

  await olga.does(slug, { type: "meetup.setPhase", phase: "gathering" });
  await page.locator("#comment").fill("Half a rack");
  await olga.does(slug, { type: "meetup.setPhase", phase: "closed" });
  await page.getByText("The meetup is closed.").waitFor();
  expect(await page.locator("#comment").inputValue()).toBe("Half a rack");
  await olga.does(slug, { type: "meetup.setPhase", phase: "gathering" });
  await page.getByText("The meetup is closed.").waitFor({ state: "detached" });
  // Merged while one writes, the topic takes the words along, and says where it goes on; once the meetup is closed too.
  const merged = [
    { type: "topic.merge", from: "topic-kim", into: "topic-olga" },
    { type: "topic.merge", from: "topic-olga", into: "topic-last" },
  ];
  await olga.does(
    slug,
    { type: "topic.propose", id: "topic-olga", title: "What broke in Rabbit?" },
    { type: "topic.propose", id: "topic-last", title: "What broke at all?" },
    { type: "batch", commands: [...merged, { type: "meetup.setPhase", phase: "closed" }] },
  );
  await page.getByRole("note").getByText("goes on here").waitFor();
  const said = page.locator("[data-say=polite]", { hasText: "“What broke?” goes on in “What broke at all?”" });
  await said.waitFor({ state: "attached" });
  await page.getByRole("button", { name: "Send comment" }).click();
  await page.getByText("Not sent. The meetup is over").waitFor();
  expect(await page.locator("#comment").inputValue()).toBe("Half a rack");
  await olga.does(slug, { type: "meetup.setPhase", phase: "gathering" });
  await olga.does(slug, { type: "topic.unmerge", topicId: "topic-kim" });
  await page.getByRole("note").waitFor({ state: "detached" });
  await context.setOffline(true);
  await page.getByText("Offline.").waitFor();
  await page.locator("#comment").fill("A whole rack");
  await page.getByRole("button", { name: "Send comment" }).click();
  await page.locator(".cm").getByText("A whole rack").waitFor();
  await page.close();
  await olga.does(slug, { type: "meetup.setPhase", phase: "closed" });
  await context.setOffline(false);
  const later = await context.newPage();
  await later.goto(address);
  await copies(later, "What you did on “What broke?” did not count.", "A whole rack");
});

test("a session of several topics is taken off the agenda, and comes back with its own notes", async () => {
  const { olga, slug, address } = await meetupOf("Off and on");
  const { page } = olga;
  const topicIds = ["topic-one", "topic-two"];
  await olga.does(
    slug,
    { type: "topic.propose", id: "topic-one", title: "Rabbit HA" },
    { type: "topic.propose", id: "topic-two", title: "Packaging" },
    { type: "room.add", id: "main-hall", name: "Main hall" },
    { type: "slot.add", id: "slot-at-ten", startsAt: "2030-12-02T10:00:00Z", endsAt: "2030-12-02T10:45:00Z" },
    { type: "session.schedule", id: "session-one", topicIds, roomId: "main-hall", slotId: "slot-at-ten" },
  );
  await page.goto(`${address}/schedule`);
  const notes = page.getByRole("link", { name: "Rabbit HA + Packaging" });
  const before = await notes.getAttribute("href");
  await page.getByRole("button", { name: "Take off the agenda: Rabbit HA + Packaging" }).click();
  await page.getByText("Off the agenda: Rabbit HA + Packaging. Its notes stay.").hover();
  await notes.waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Undo" }).click();
  await notes.waitFor();
  await expect.poll(() => notes.getAttribute("href")).toBe(before);
});

test("rooms and times are changed and removed, a session is moved, and all of it taken back", async () => {
  const { olga, slug, address } = await meetupOf("Rooms");
  const { page } = olga;
  await olga.does(slug, { type: "topic.propose", id: "topic-one", title: "Rabbit HA" });
  await page.goto(`${address}/schedule`);
  await page.getByRole("button", { name: "Add rooms and times" }).click();
  const dialog = page.getByRole("dialog", { name: "Rooms and times" });
  for (const room of ["Hall", "Attic"]) {
    await dialog.getByLabel("New room").fill(room);
    await dialog.getByRole("button", { name: "Add room" }).click();
    await dialog.getByRole("button", { name: `Edit ${room}` }).waitFor();
  }
  // Not over yet, at whatever hour this runs.
  await dialog.getByLabel("New time, on").fill("2030-11-01");
  await dialog.getByRole("button", { name: "Add time" }).click();
  await dialog.getByRole("button", { name: "Edit Attic" }).click();
  await dialog.getByLabel("Room", { exact: true }).fill("Loft");
  await dialog.locator("li").getByLabel("Seats").fill("30");
  expect(await accessibilityFaults(page, "dialog")).toEqual([]);
  await dialog.getByRole("button", { name: "Save" }).click();
  await dialog.getByRole("button", { name: "Edit Loft, 30 seats" }).waitFor();
  await dialog.getByRole("button", { name: "Done" }).click();

  await olga.goesTo("Agenda");
  await olga.opens("Rabbit HA");
  await page.getByRole("button", { name: "Put on the agenda" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Put on the agenda" }).click();
  await page.getByRole("link", { name: /^Hall, / }).waitFor();
  await page.getByRole("button", { name: "Move", exact: true }).click();
  await page.getByRole("dialog", { name: "Move" }).getByRole("button", { name: "Move" }).click();
  await page.getByRole("link", { name: /^Loft, / }).waitFor();
  await page.locator(".toast", { hasText: "Moved: Rabbit HA" }).getByRole("button", { name: "Undo" }).click();
  await page.getByRole("link", { name: /^Hall, / }).waitFor();

  // The schedule is published, and moved when the day runs late.
  await olga.goesTo("Schedule");
  await page.getByRole("button", { name: "Publish" }).click();
  await page.getByLabel("What is new?").fill("Come early");
  expect(await accessibilityFaults(page, "dialog")).toEqual([]);
  const release = await holdsMessages(page);
  await page.getByRole("dialog").getByRole("button", { name: "Publish" }).click();
  // On a slow line it shows that this is on its way, and takes no second press.
  await page.locator("publish-dialog[aria-busy=true]").waitFor();
  await page.getByRole("dialog").getByRole("button", { name: "Publish" }).click();
  expect((await release()).filter((message) => message.includes("schedule.publish"))).toHaveLength(1);
  await page.getByText(/^\s*Published, version 1, .+: Come early/u).waitFor();
  const times = page.locator(".slot h2 .num").first();
  const before = await times.textContent();
  await page.getByRole("button", { name: "Running late" }).click();
  expect(await accessibilityFaults(page, "dialog")).toEqual([]);
  await page.getByRole("dialog").getByRole("button", { name: "Move" }).click();
  const moved = page.locator(".toast", { hasText: "Moved by 10 min, later" });
  await moved.hover();
  await expect.poll(() => times.textContent()).not.toBe(before);
  await moved.getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => times.textContent()).toBe(before);

  await page.getByRole("button", { name: "Rooms and times" }).click();
  await expect
    .poll(() => dialog.getByRole("button", { name: "Remove Hall" }).getAttribute("title"))
    .toMatch(/Sessions are on here/u);
  await dialog.getByRole("button", { name: "Remove Loft" }).click();
  await dialog.getByRole("button", { name: "Edit Loft, 30 seats" }).waitFor({ state: "detached" });
  await page.locator(".toast", { hasText: "Removed: Loft" }).getByRole("button", { name: "Undo" }).click();
  await dialog.getByRole("button", { name: "Edit Loft, 30 seats" }).waitFor();
});

test("an organizer makes another, removes someone and lets them back in; who was removed is told", async () => {
  const { olga, address } = await organizer("People");
  const ana = await here.comes({ stays: true, ...PHONE, as: "Ana" });
  await ana.page.goto(address);
  await ana.proposes("Rabbit HA");
  await ana.arch("Rabbit HA").waitFor();
  const { page } = olga;
  await page.getByRole("button", { name: "People" }).first().click();
  await page.getByRole("dialog").getByRole("button", { name: "People", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "People" });
  const people = dialog.getByRole("list", { name: "People" });
  await expect
    .poll(() => people.getByRole("button", { name: "Remove Olga" }).getAttribute("aria-disabled"))
    .toBe("true");
  await people.getByRole("button", { name: "Make Ana organizer" }).click();
  await people.getByRole("button", { name: "Unmake Ana organizer" }).waitFor();
  await ana.page.getByText("You organize this meetup.").waitFor();
  expect(await accessibilityFaults(page, "dialog")).toEqual([]);
  await people.getByRole("button", { name: "Remove Ana" }).click();
  await dialog.getByRole("button", { name: "Let Ana back in" }).waitFor();
  await ana.page.getByText("An organizer has removed you from this meetup.").waitFor();
  expect(await accessibilityFaults(ana.page)).toEqual([]);
  await ana.arch("Rabbit HA").click();
  await ana.page.getByText("Your vote did not count: Rabbit HA. An organizer has removed you").waitFor();
  await dialog.getByRole("button", { name: "Let Ana back in" }).click();
  await ana.page.getByRole("region", { name: "Removed" }).waitFor({ state: "detached" });
  await people.getByRole("button", { name: "Unmake Ana organizer" }).waitFor();
});

test("[V10] what somebody who was removed proposed is withdrawn and brought back in one press, for everyone", async () => {
  const { olga, slug } = await organizer("Flooded");
  const bo = await here.comes({ stays: true, as: "Bo" });
  const dan = await here.comes({ as: "Dan" });
  await olga.does(
    slug,
    { type: "room.add", id: "room-one", name: "Hall" },
    { type: "slot.add", id: "slot-ten", startsAt: "2030-03-09T10:00:00Z", endsAt: "2030-03-09T10:45:00Z" },
    { type: "topic.propose", id: "rabbit-ha", title: "Rabbit HA" },
  );
  const titles = ["Free beer", "Free cake", "Free lunch", "On the agenda", "Put aside"];
  for (const [at, title] of titles.entries())
    await dan.does(slug, { type: "topic.propose", id: `dans-topic-${at}`, title });
  await olga.does(
    slug,
    { type: "session.schedule", id: "session-1", topicIds: ["dans-topic-3"], roomId: "room-one", slotId: "slot-ten" },
    { type: "topic.park", topicId: "dans-topic-4" },
  );
  await bo.page.goto(`/m/${slug}`);
  await bo.arch("Free beer").waitFor();
  const { page } = olga;
  await page.locator("button.meet").click();
  await page.getByRole("dialog").getByRole("button", { name: "People", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "People" });
  await dialog.getByRole("button", { name: "Remove Dan" }).click();
  const withdraw = dialog.getByRole("button", { name: "Withdraw 3 topics of Dan" });
  await withdraw.focus();
  await page.keyboard.press("Enter");
  // The way back stays as long as the pointer rests on it.
  const withdrawn = page.locator(".toast", { hasText: "Withdrawn: 3 topics of Dan" });
  await withdrawn.hover();
  for (const title of titles.slice(0, 3)) await bo.arch(title).waitFor({ state: "detached" });
  const statuses = async () => (await bo.look(slug)).topics.map(({ status }) => status);
  expect(await statuses()).toEqual(["proposed", "withdrawn", "withdrawn", "withdrawn", "scheduled", "parked"]);
  // The keyboard is where the button was.
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.textContent?.replaceAll(/\s+/gu, " ").trim()))
    .toBe("Let Dan back in");
  expect(await accessibilityFaults(page, "dialog")).toEqual([]);
  await withdrawn.getByRole("button", { name: "Undo" }).click();
  await bo.arch("Free beer").waitFor();
  expect(await statuses()).toEqual(["proposed", "proposed", "proposed", "proposed", "scheduled", "parked"]);
  await withdraw.waitFor();
});

test("[V11] an organizer’s comment is marked as such, and not that of somebody who has the same name", async () => {
  const { olga, slug, address } = await organizer("Named alike");
  const dan = await here.comes({ as: "Olga" });
  await olga.does(slug, { type: "topic.propose", id: "rabbit-ha", title: "Rabbit HA" });
  await olga.does(slug, { type: "comment.add", topicId: "rabbit-ha", id: "comment-1", body: "Lunch is at noon." });
  await dan.does(slug, { type: "comment.add", topicId: "rabbit-ha", id: "comment-2", body: "Lunch is off." });
  await dan.page.goto(`${address}/1`);
  const comment = (body: string) => dan.page.locator(".cm", { hasText: body });
  const chip = (body: string) => comment(body).getByText("Organizer", { exact: true });
  await chip("Lunch is at noon.").waitFor();
  await comment("Lunch is off.").waitFor();
  expect(await chip("Lunch is off.").count()).toBe(0);
});

test("on a phone an organizer sees as much of the list as everyone, with an announcement over it", async () => {
  const olga = await here.comes({ stays: true, ...PHONE, as: "Olga" });
  const { page } = olga;
  const slug = await olga.makesMeetup();
  const until = new Date(Date.now() + 3_600_000).toISOString();
  await olga.does(slug, { type: "topic.propose", id: "topic-001", title: "Rabbit HA" });
  await olga.does(slug, { type: "announcement.add", id: "lunch-001", text: "Lunch", until });
  const ana = await here.comes({ stays: true, ...PHONE, as: "Ana" });
  for (const visitor of [olga, ana]) {
    await visitor.page.goto(`/m/${slug}`);
    await visitor.page.getByRole("region", { name: "Announcements" }).waitFor();
  }
  const startOfList = async (visitor: VisitorPage) => {
    const box = await visitor.page.locator(".topic").first().boundingBox();
    return Math.round(box!.y);
  };
  // A heading may be a line longer until its font has come.
  await expect.poll(async () => (await startOfList(olga)) - (await startOfList(ana))).toBe(0);
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.getByRole("button", { name: "Take back for everyone: Lunch" }).click();
  await page.getByRole("region", { name: "Announcements" }).waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Paste a list" }).click();
  await page.getByRole("dialog", { name: "Paste a list" }).waitFor();
});

test("where a closed meetup's places ended is told without offering a side group", async () => {
  const olga = await here.comes({ stays: true, as: "Olga" });
  const slug = await olga.makesMeetup();
  await olga.does(
    slug,
    { type: "topic.propose", id: "rabbit-ha", title: "Rabbit HA" },
    { type: "topic.propose", id: "packaging", title: "Packaging" },
    { type: "room.add", id: "room-one", name: "Hall" },
    { type: "slot.add", id: "slot-ten", startsAt: "2030-03-09T10:00:00Z", endsAt: "2030-03-09T10:45:00Z" },
    { type: "vote.cast", topicId: "packaging" },
    { type: "meetup.setPhase", phase: "running" },
  );
  await olga.page.goto(`/m/${slug}`);
  await olga.page.getByText("Anyone can start a side group.").waitFor();
  await olga.page.getByRole("heading", { name: "What fits" }).waitFor();
  await olga.does(slug, { type: "meetup.setPhase", phase: "closed" });
  await olga.page.getByText("Below this line there was no room.").waitFor();
  expect(await olga.page.getByText("Anyone can start a side group.").count()).toBe(0);
  expect(await olga.page.getByRole("heading", { name: "What fits" }).count()).toBe(0);
});

test("[A50] the meetup after a closed one is started from its report, by its organizers, and leads back to it", async () => {
  const olga = await here.comes({ stays: true, as: "Olga" });
  const { page } = olga;
  const slug = await olga.makesMeetup({ title: "Spring mid-cycle" });
  const next = page.getByRole("link", { name: "Start the next meetup" });
  await olga.does(slug, { type: "topic.propose", id: "rabbit-ha", title: "Rabbit HA" });
  await page.goto(`/m/${slug}/report`);
  await page.getByRole("heading", { name: "What has come out so far" }).waitFor();
  expect(await next.count()).toBe(0);
  await olga.does(slug, { type: "meetup.setPhase", phase: "closed" });
  const ana = await here.comes({ stays: true, ...PHONE, as: "Ana" });
  await ana.page.goto(`/m/${slug}/report`);
  await ana.page.getByRole("heading", { name: "What came out" }).waitFor();
  expect(await ana.page.getByRole("link", { name: "Start the next meetup" }).count()).toBe(0);

  await next.click();
  await expect.poll(() => page.getByLabel("The meetup before").inputValue()).toBe(slug);
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.getByLabel("What is it called?").fill("Autumn mid-cycle");
  await page.getByRole("button", { name: "Create meetup" }).click();
  await page.getByRole("link", { name: "The meetup before" }).click();
  await page.getByRole("heading", { name: "What we talked about" }).waitFor();
  expect(new URL(page.url()).pathname).toBe(`/m/${slug}`);

  // What became of one's own part is one press away.
  await page.goBack();
  await page.getByText("Nothing proposed yet").waitFor();
  await page.goto(`${new URL(page.url()).pathname}/you`);
  await page.getByRole("link", { name: "What became of your part of the meetup before" }).click();
  await page.getByRole("heading", { name: "You proposed" }).waitFor();
  expect(new URL(page.url()).pathname).toBe(`/m/${slug}/you`);

  // Who comes home otherwise can still say so; none is the rule.
  await page.getByRole("link", { name: "Midcycle home" }).click();
  await expect.poll(() => page.getByLabel("The meetup before").inputValue()).toBe("");
});

test("[A45] a topic that is saved keeps what somebody else changed of it meanwhile", async () => {
  const olga = await here.comes({ stays: true, as: "Olga" });
  const { page } = olga;
  const slug = await olga.makesMeetup();
  await olga.does(slug, { type: "topic.propose", id: "rabbit-ha", title: "Rabbit HA", tags: ["queues"] });
  await page.goto(`/m/${slug}/1`);
  await page.getByRole("button", { name: "Edit", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox").first().fill("Rabbit HA and queue issues");
  const description = "Bring your war stories.";
  await olga.does(slug, { type: "topic.edit", topicId: "rabbit-ha", description, tags: ["rabbitmq"] });
  await page.getByText(description).waitFor();
  await dialog.getByRole("button", { name: "Save" }).click();
  await dialog.waitFor({ state: "detached" });
  await page.locator("#topic-title", { hasText: "Rabbit HA and queue issues" }).waitFor();
  await expect
    .poll(async () => (await olga.look(slug)).topics[0])
    .toMatchObject({ title: "Rabbit HA and queue issues", description, tags: ["rabbitmq"] });
});
