import { expect, test } from "vitest";
import { venue } from "./venue.ts";
import { KEEPS_APP, PHONE } from "./visitor-page.ts";

const here = venue();

test("three people make an agenda, meet beside it, write together and take everything home", async () => {
  const olga = await here.comes();
  const ana = await here.comes();
  const bo = await here.comes({ ...PHONE, ...KEEPS_APP });

  // Olga creates the meetup: a name is all that is asked.
  await olga.page.goto("/");
  await olga.page.getByLabel("What is it called?").fill("Ops mid-cycle, Porto");
  await olga.page.getByLabel("Where?").fill("Alfândega");
  await olga.page.getByLabel("First day").fill("2026-03-09");
  await olga.page.getByLabel("Last day").fill("2026-03-10");
  await olga.page.getByRole("button", { name: "Create meetup" }).click();
  await olga.isCalled("Olga");
  await olga.page.getByRole("heading", { name: "What should we talk about?" }).waitFor();
  const address = new URL(olga.page.url()).pathname;

  // Ana and Bo follow the link; who proposes or votes first is asked for a name then.
  await ana.page.goto(address);
  await bo.page.goto(address);
  await ana.proposes("Rabbit HA and queue issues");
  await ana.isCalled("Ana");
  await bo.arch("Rabbit HA and queue issues").click();
  await bo.isCalled("Bo");
  await expect.poll(() => bo.arch("Rabbit HA and queue issues").getAttribute("aria-pressed")).toBe("true");

  // Every vote arrives live, everywhere.
  await ana.page.getByRole("button", { name: "Vote for Rabbit HA and queue issues, 1 vote" }).waitFor();
  await ana.arch("Rabbit HA and queue issues").click();
  await olga.page.getByRole("button", { name: "Vote for Rabbit HA and queue issues, 2 votes" }).waitFor();
  await olga.proposes("Database maintenance");
  // Ana and Bo are in the list, so nothing moves under their fingers before they say so.
  for (const someone of [ana, bo]) await someone.page.getByRole("button", { name: "1 new: show" }).click();
  await bo.arch("Database maintenance").click();
  await ana.page.getByRole("button", { name: "Vote for Database maintenance, 1 vote" }).waitFor();

  // The organizer puts the top topic on the main agenda, adding the first room and time on the way.
  await olga.opens("Rabbit HA and queue issues");
  await olga.page.getByRole("button", { name: "Put on the agenda" }).click();
  const dialog = olga.page.getByRole("dialog");
  await dialog.getByLabel("New room").fill("Main hall");
  await dialog.getByRole("button", { name: /^Add/u }).click();
  await dialog.getByLabel("New time, on").fill("2026-03-09");
  await dialog.getByLabel("From").fill("10:00");
  await dialog.getByLabel("To", { exact: true }).fill("10:45");
  await dialog.getByRole("button", { name: /^Add/u }).click();
  await dialog.getByRole("button", { name: "Put on the agenda" }).click();
  await dialog.waitFor({ state: "detached" });
  await ana.page.locator(".topic", { hasText: "Rabbit HA" }).getByText("On the agenda").waitFor();

  // Bo, on a phone, starts a side group from the topic that has no room; Ana joins.
  await bo.opens("Database maintenance");
  await bo.page.getByRole("button", { name: "Start a side group" }).click();
  await bo.page.getByRole("dialog").getByLabel("Where?").fill("Lunch table 4");
  await bo.page.getByRole("dialog").getByRole("button", { name: "Start", exact: true }).click();
  await ana.goesTo("Side groups");
  const group = ana.page.locator(".g", { hasText: "Database maintenance" });
  await group.getByText("Lunch table 4").waitFor();
  await group.getByRole("button", { name: /Join/u }).click();
  await group.getByText(/You’re in/u).waitFor();
  const said = ana.page.locator("[data-say=polite]", { hasText: "You’re in: Database maintenance" });
  await said.waitFor({ state: "attached" });

  // Ana and Olga type into the session's notes, where both are.
  for (const someone of [ana, olga]) {
    await someone.goesTo("Schedule");
    // The agenda has a link of that name too, and stays until the schedule's code is here.
    await someone.page.getByRole("heading", { name: "Schedule", level: 1 }).waitFor();
    await someone.page.getByRole("link", { name: "Rabbit HA and queue issues" }).click();
    await someone.page.locator("pad-editor .cm-content").waitFor();
  }
  for (const [someone, words] of [
    [ana, "Ana says quorum queues. "],
    [olga, "Olga says mirrored queues. "],
  ] as const) {
    await someone.page.locator("pad-editor .cm-content").click();
    await someone.page.keyboard.press("Control+End");
    await someone.page.keyboard.type(words, { delay: 5 });
    // Whoever went to the end before all of it is there would write in the middle of it.
    for (const { page } of [ana, olga]) await page.locator("pad-editor .cm-content").getByText(words.trim()).waitFor();
  }
  for (const someone of [ana, olga]) {
    for (const words of ["Ana says quorum queues.", "Olga says mirrored queues."])
      await someone.page.locator("pad-editor .cm-content").getByText(words).waitFor();
    await someone.page.locator("save-badge").getByText("Saved", { exact: true }).waitFor();
  }

  // The server falls over and comes back; nobody reloads.
  await here.server.kill("SIGKILL");
  await here.server.restart();
  await ana.page.keyboard.press("Control+End");
  await ana.page.keyboard.type("After the crash. ");
  await olga.page.locator("pad-editor .cm-content").getByText("After the crash.").waitFor();
  await ana.page.locator("save-badge").getByText("Saved", { exact: true }).waitFor();

  // The whole meetup goes home as Markdown.
  const taken = await (await bo.page.request.get(`${address}/export.md`)).text();
  for (const words of [
    "# Ops mid-cycle, Porto",
    "| 1 | Rabbit HA and queue issues | 2 | On the agenda | Ana |",
    "| 2 | Database maintenance | 1 | Side group | Olga |",
    "Main hall",
    "Lunch table 4, hosted by Bo, 2 people",
    "Ana says quorum queues.",
    "Olga says mirrored queues.",
    "After the crash.",
  ])
    expect(taken).toContain(words);
}, 120_000);

test("a vote cast while the connection is cut counts on return", async () => {
  const olga = await here.comes({ as: "Olga" });
  const slug = await olga.makesMeetup();
  await olga.does(slug, { type: "topic.propose", id: "rabbit-ha", title: "Rabbit HA" });
  const ana = await here.comes({ ...PHONE, as: "Ana" });
  for (const someone of [olga, ana]) {
    await someone.page.goto(`/m/${slug}`);
    await someone.arch("Rabbit HA").waitFor();
  }
  await ana.page.context().setOffline(true);
  await ana.page
    .getByText(/offline/iu)
    .first()
    .waitFor();
  await ana.arch("Rabbit HA").click();
  await expect.poll(() => ana.arch("Rabbit HA").getAttribute("aria-pressed")).toBe("true");
  await ana.page.context().setOffline(false);
  await olga.page.getByRole("button", { name: "Vote for Rabbit HA, 1 vote" }).waitFor();
});
