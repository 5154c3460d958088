import { expect, test } from "vitest";
import { accessibilityFaults } from "../helpers/axe.ts";
import { AgendaSocket } from "../together/support/agenda-socket.ts";
import { named, Visitor } from "../together/support/visitor.ts";
import { venue } from "./venue.ts";
import { PHONE } from "./visitor-page.ts";

const here = venue();

test("ten people show their hands, nobody sees who, and the table lands where the moderator writes", async () => {
  const olga = await here.comes({ as: "Olga" });
  const bo = await here.comes({ ...PHONE, as: "Bo" });
  const organizer = new Visitor(here.url, "Olga");
  const [cookie] = await olga.page.context().cookies();
  organizer.cookie = `${cookie!.name}=${cookie!.value}`;
  const { slug } = await organizer.makesMeetup({ startsOn: "2030-12-02", endsOn: "2030-12-02" });
  await organizer.does(slug, { type: "room.add", id: "main-hall", name: "Main hall" });
  const times = { startsAt: "2030-12-02T10:00:00Z", endsAt: "2030-12-02T10:45:00Z" };
  await organizer.does(slug, { type: "slot.add", id: "slot-0001", ...times });
  const cell = { roomId: "main-hall", slotId: "slot-0001" };
  await organizer.does(slug, { type: "session.schedule", id: "session-1", topicIds: [], title: "Upgrades", ...cell });
  const { padId } = (await organizer.look(slug)).view.sessions[0]!;

  await bo.does(slug, { type: "profile.set", people: "1-4" });

  // Bo has the schedule open on a phone, Olga the session's notes.
  await bo.page.goto(`/m/${slug}/schedule`);
  await olga.page.goto(`/m/${slug}/notes/${padId}`);
  const editor = olga.page.locator("pad-editor .cm-content");
  await editor.click();
  await olga.page.keyboard.press("ControlOrMeta+End");
  await olga.page.keyboard.type("\nBefore the question.");
  await olga.page.getByRole("button", { name: "Ask for a show of hands" }).click();
  const dialog = olga.page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Ask", exact: true }).click();
  await dialog.getByText("Must not be empty").waitFor();
  await dialog.getByLabel("Question").fill("Who upgrades in place?");
  await dialog.getByLabel("Answer 1").fill("We do");
  await dialog.getByLabel("Answer 2").fill("We don’t | yet");
  await dialog.getByRole("button", { name: "Add an answer" }).click();
  await olga.page.keyboard.type("No idea");
  expect(await accessibilityFaults(olga.page)).toEqual([]);
  await olga.page.keyboard.press("Enter");
  await dialog.waitFor({ state: "detached" });

  // It is there at once on both; nine others answer from wherever they are.
  const onPhone = bo.page.locator("hands-card");
  await onPhone.getByRole("heading", { name: "Who upgrades in place?" }).waitFor();
  await bo.page.getByText("Show of hands: Who upgrades in place?").waitFor({ state: "attached" });
  const handsId = (await organizer.look(slug)).view.hands[0]!.id;
  const others = await Promise.all(Array.from({ length: 8 }, (_, at) => named(here.url, `Guest ${at}`)));
  for (const [at, guest] of others.entries()) {
    await guest.does(slug, { type: "profile.set", people: at < 5 ? "1-4" : "5-15" });
    const socket = await AgendaSocket.connect(guest);
    const command = { type: "hands.answer", handsId, answer: at < 5 ? 0 : 1 };
    expect(await socket.command(slug, command)).toHaveProperty("seq");
    socket.close();
  }
  await onPhone.getByText("8 people have answered").waitFor();
  expect(await accessibilityFaults(bo.page, "hands-card")).toEqual([]);
  await onPhone.getByRole("button", { name: "No idea" }).click();
  await bo.page.context().setOffline(true);
  await bo.page.getByText("Offline.").waitFor();
  await onPhone.getByRole("button", { name: "We do", exact: true }).click();
  await onPhone.getByText("Not sent yet").waitFor();
  await bo.page.context().setOffline(false);
  await onPhone.getByText("You can still change your answer").waitFor();
  await expect
    .poll(() => onPhone.getByRole("button", { name: "We do", exact: true }).getAttribute("aria-pressed"))
    .toBe("true");
  await olga.page.getByRole("button", { name: "We don’t | yet" }).press("Enter");
  const card = olga.page.locator("hands-card");
  await card.getByText("10 people have answered").waitFor();
  expect(await card.textContent()).not.toMatch(/[0-9] (?:We|No)/u);

  // Olga goes on writing, then ends it: the table is where her cursor is, as her own edit.
  await editor.click();
  await olga.page.keyboard.press("ControlOrMeta+End");
  await card.getByRole("button", { name: "End and count" }).click();
  await olga.page.getByText("The result is in the notes").waitFor();
  const said = bo.page.locator("[data-say=polite]", { hasText: "Ended. We do: 6, We don’t | yet: 4, No idea: 0" });
  await said.waitFor({ state: "attached" });
  await onPhone.getByText("By team size").click();
  const rows = onPhone.getByRole("row");
  await expect.poll(() => rows.nth(1).textContent()).toMatch(/We do\s*6/u);
  expect(await accessibilityFaults(bo.page, "hands-card")).toEqual([]);
  await olga.page.getByText("Saved", { exact: true }).first().waitFor();
  const written = async () => (await organizer.get(`/m/${slug}/notes/${padId}.md`)).text;
  await expect
    .poll(written)
    .toContain(
      [
        "Before the question.",
        "",
        "**Show of hands:** Who upgrades in place? (10 answered)",
        "",
        "| Answer | Hands | 1–4 | 5–15 | Over 15 | Not said |",
        "| --- | --: | --: | --: | --: | --: |",
        "| We do | 6 | 6 | – | – | 0 |",
        String.raw`| We don’t \| yet | 4 | – | – | – | 4 |`,
        "| No idea | 0 | – | – | – | 0 |",
      ].join("\n"),
    );
  const text = await written();
  expect(text).not.toContain("Guest");

  // On the room's page, where no notes are open, it goes to their end when she says so.
  await organizer.does(slug, { type: "session.setState", sessionId: "session-1", state: "running" });
  await olga.page.goto(`/m/${slug}/room/main-hall`);
  const another = { id: "hands-002", sessionId: "session-1", question: "Again next year?", answers: ["Yes", "No"] };
  await organizer.does(slug, { type: "hands.ask", ...another });
  await card.getByRole("button", { name: "Yes" }).click();
  await card.getByRole("button", { name: "End and count" }).click();
  await card.getByRole("button", { name: "Put into notes" }).click();
  await olga.page.getByText("The result is in the notes").waitFor();
  await expect
    .poll(written)
    .toMatch(
      /Again next year\? \(1 answered\)\n\n\| Answer \| Hands \|\n\| --- \| --: \|\n\| Yes \| 1 \|\n\| No \| 0 \|\n$/u,
    );
  expect((await written()).startsWith(text.trimEnd())).toBe(true);

  // Where the device has no room to keep that, it is put away in this page.
  await olga.page.evaluate(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException("Full", "QuotaExceededError");
    };
  });
  await card.getByRole("button", { name: "Hide" }).click();
  await card.getByRole("heading", { name: "Again next year?" }).waitFor({ state: "detached" });
});
