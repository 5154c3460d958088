import { expect, test } from "vitest";
import type { CommandInput } from "../../shared/meetup/commands.ts";
import type { MeetupView } from "../../shared/meetup/view.ts";
import { named } from "../together/support/visitor.ts";
import { venue } from "./venue.ts";
import { PHONE, type VisitorPage } from "./visitor-page.ts";

const here = venue();

/** Escape that only lets go of the word that an input method offers. */
const COMPOSING_ESCAPE = { key: "Escape", isComposing: true };

test("[A43] rooms and times: changed, removed, and changed by somebody else, the keyboard stays at its line", async () => {
  const olga = await Organizer.comes();
  await olga.opens("/schedule");
  await olga.presses("Rooms and times");
  await olga.presses("Edit Attic");
  await olga.isAt("Room");
  await olga.page.keyboard.press("Enter");
  await olga.isAt("Edit Attic");
  // Somebody else takes away the room above.
  await olga.page.getByRole("button", { name: "Remove Cellar" }).focus();
  await olga.asks({ type: "room.remove", roomId: "room-attic" });
  await olga.page.getByRole("button", { name: "Edit Attic" }).waitFor({ state: "detached" });
  await olga.isAt("Remove Cellar");
  await olga.page.keyboard.down("Enter");
  await olga.isAt("Remove Main hall");
  // A key that is held on removes nothing more.
  await olga.page.keyboard.down("Enter");
  await olga.page.keyboard.up("Enter");
  await olga.presses("Edit Main hall");
  await olga.isAt("Room");
});

test("[A43] a room or time that was changed, or stays as it was, leaves the keyboard where the change began, in the dialog", async () => {
  const olga = await Organizer.comes();
  const { page } = olga;
  await olga.opens("/schedule");
  await olga.presses("Rooms and times");
  await olga.presses("Edit Attic");
  await page.getByLabel("Room", { exact: true }).fill("Loft");
  await page.getByLabel("Room", { exact: true }).dispatchEvent("keydown", COMPOSING_ESCAPE);
  expect(await page.getByLabel("Room", { exact: true }).inputValue()).toBe("Loft");
  await page.keyboard.press("Escape");
  await olga.isAt("Edit Attic");
  await olga.presses("Edit Attic");
  await page.getByLabel("Room", { exact: true }).fill("Loft");
  // What is written of a room stays while another one is changed.
  await olga.presses("Edit Cellar");
  await page.getByLabel("Seats").and(page.locator("#room-seats-room-cellar")).fill("12");
  await page.getByLabel("Room", { exact: true }).first().press("Enter");
  await olga.isAt("Edit Loft");
  await page.getByLabel("Room", { exact: true }).press("Enter");
  await olga.isAt("Edit Cellar, 12 seats");
  const time = await page.getByRole("button", { name: /^Edit .+10:00–10:45/u }).textContent();
  await page.getByRole("button", { name: /^Edit .+10:00–10:45/u }).press("Enter");
  await page.locator("li").getByLabel("From").fill("08:00");
  await olga.presses("Cancel");
  await olga.isAt(time!.trim());
});

test("[A43] the schedule: the keyboard follows what is moved, and is at the next session when one is taken off", async () => {
  const olga = await Organizer.comes();
  const { page } = olga;
  await olga.asks(schedule("session-one", "topic-one", "room-hall", "slot-nine"));
  await olga.asks(schedule("session-two", "topic-two", "room-attic", "slot-nine"));
  await olga.opens("/schedule");
  await olga.presses("Take off the agenda: Ceph at two sites");
  await olga.isAt("Take off the agenda: OVN in production");
  // Who goes by keyboard needn't find the way back at the end of the page before it is gone.
  await page.locator(".toast [data-undo]").waitFor();
  await page.keyboard.press("z");
  await page.getByRole("button", { name: "Take off the agenda: Ceph at two sites" }).waitFor();
  await olga.isAt("Take off the agenda: OVN in production");
  await olga.presses("Move OVN in production");
  await olga.page.getByLabel("Time").selectOption({ index: 1 });
  await olga.presses("Move");
  await olga.page.getByRole("region", { name: "10:00–10:45" }).getByText("OVN in production").first().waitFor();
  await olga.isAt("Move OVN in production");
  // Moved again it starts from where it is, so that who wants another room changes no time.
  await olga.presses("Move OVN in production");
  await page.getByText("OVN in production, now Attic, ").waitFor();
  expect(await page.locator("#slot option:checked").innerText()).toContain("10:00–10:45");
  expect(await page.locator("#room option:checked").innerText()).toBe("Cellar");
});

test("a key that is held takes back one thing, and pressed again the one before", async () => {
  const olga = await Organizer.comes();
  const { page } = olga;
  await olga.asks(schedule("session-one", "topic-one", "room-hall", "slot-nine"));
  await olga.asks(schedule("session-two", "topic-two", "room-attic", "slot-nine"));
  await olga.opens("/schedule");
  await olga.presses("Take off the agenda: Ceph at two sites");
  await olga.isAt("Take off the agenda: OVN in production");
  await olga.presses("Take off the agenda: OVN in production");
  const sessions = page.getByRole("button", { name: /^Take off the agenda/u });
  await expect.poll(() => sessions.count()).toBe(0);
  const toast = page.locator(".toast", { has: page.locator("[data-undo]") });
  await toast.getByText("OVN in production").waitFor();
  await page.keyboard.down("z");
  await page.keyboard.down("z");
  await page.keyboard.up("z");
  await page.locator(".toast").getByText("Undone").waitFor();
  await page.getByRole("button", { name: "Take off the agenda: OVN in production" }).waitFor();
  expect(await sessions.count()).toBe(1);
  // While that is said, too.
  await page.keyboard.press("z");
  await expect.poll(() => sessions.count()).toBe(2);
  // Then nothing is left to take back.
  await page.locator(".toast").getByRole("button", { name: "Dismiss" }).click();
  expect(await toast.count()).toBe(0);
});

test("[A43] a topic put on the agenda can be moved next, and a comment that is removed leaves the keyboard at the others", async () => {
  const olga = await Organizer.comes();
  await olga.asks({ type: "comment.add", topicId: "topic-one", id: "comment-one", body: "We run two" });
  await olga.opens("/1");
  await olga.presses("Put on the agenda");
  await olga.page.getByRole("dialog").getByRole("button", { name: "Put on the agenda" }).press("Enter");
  await olga.page.getByRole("dialog").waitFor({ state: "detached" });
  await olga.isAt("Move");
  await olga.presses("Remove your comment");
  await olga.isAt("Comments");
});

test("[A43] asked whether to delete the meetup, the keyboard is at keeping it", async () => {
  const olga = await Organizer.comes();
  await olga.opens("");
  await olga.presses("Two rooms");
  await olga.presses("Delete this meetup");
  await olga.isAt("Keep it");
  await olga.page.keyboard.press("Enter");
  await olga.isAt("Delete this meetup");
});

test("[A43] a dialog that asks for one thing begins there, and a key held on doesn't send it; on a touch screen it doesn't", async () => {
  const focused = (olga: Organizer) => olga.page.evaluate(() => document.activeElement?.id ?? "");
  const olga = await Organizer.comes();
  await olga.opens("/schedule");
  await olga.page.getByRole("button", { name: "Publish", exact: true }).focus();
  await olga.page.keyboard.down("Enter");
  await expect.poll(() => focused(olga)).toBe("publish-note");
  await olga.page.keyboard.down("Enter");
  await olga.page.keyboard.up("Enter");
  await olga.page.keyboard.type("Rooms changed");
  expect(await olga.page.getByRole("dialog").getByLabel("What is new?").inputValue()).toBe("Rooms changed");

  const onPhone = await Organizer.comes(PHONE);
  await onPhone.opens("/schedule");
  await onPhone.page.getByRole("button", { name: "Publish", exact: true }).tap();
  await onPhone.page.getByRole("dialog").getByLabel("What is new?").waitFor();
  expect(await focused(onPhone)).not.toBe("publish-note");
});

test("[A43] people: who is made an organizer, removed or let back in leaves the keyboard at the same for the next one, or at the list", async () => {
  const olga = await Organizer.comes();
  for (const name of ["Ana", "Ben", "Chi"]) await olga.isJoinedBy(name);
  await olga.opens("");
  await olga.presses("Two rooms");
  await olga.presses("People");
  await olga.presses("Make Ben organizer");
  await olga.isAt("Unmake Ben organizer");
  await olga.presses("Unmake Ben organizer");
  await olga.isAt("Make Ben organizer");
  await olga.presses("Remove Ana");
  await olga.isAt("Remove Ben");
  await olga.presses("Remove Ben");
  await olga.isAt("Remove Chi");
  await olga.presses("Let Ana back in");
  await olga.isAt("Let Ben back in");
  await olga.presses("Let Ben back in");
  await olga.isAt("Make Ana organizer");
});

test("[A43] an announcement that is closed leaves the keyboard at the same for the next one, or at what comes after them", async () => {
  const olga = await Organizer.comes();
  const until = new Date(Date.now() + 3_600_000).toISOString();
  for (const text of ["Lunch", "Bus"])
    await olga.asks({ type: "announcement.add", id: `news-${text.toLowerCase()}`, text, until });
  await olga.opens("/side-groups");
  await olga.presses("Close for me: Lunch");
  await olga.isAt("Close for me: Bus");
  await olga.page.keyboard.press("Enter");
  await olga.isAt("Start a side group");
});

test("[A43] [A63] voting that closes leaves the keyboard at the arch, which says there why it can’t be pressed", async () => {
  const olga = await Organizer.comes();
  const { page } = olga;
  await olga.opens("");
  const arch = page.getByRole("button", { name: /^Vote for Ceph at two sites/u });
  const pick = page.getByRole("button", { name: /^Top pick.*Ceph at two sites/u });
  const isWhyNot = (what: typeof arch, why: string | null) =>
    expect.poll(() => what.getAttribute("aria-description")).toBe(why);
  await arch.press("Enter");
  await pick.press("Enter");
  await expect.poll(() => pick.getAttribute("aria-pressed")).toBe("true");
  // It shows before the server has taken it.
  await expect.poll(() => olga.looks().then(({ topics }) => topics.map(({ picks }) => picks))).toContain(1);
  for (const [what, name] of [
    [arch, "Vote for Ceph at two sites, 1 vote, a top pick of yours"],
    [pick, "Top pick: Ceph at two sites"],
  ] as const) {
    await what.focus();
    await olga.asks({ type: "meetup.edit", voting: { open: false } });
    await isWhyNot(what, "Voting is closed");
    await olga.isAt(name);
    await page.keyboard.press("Enter");
    await page.locator(".toast").getByText("Voting is closed").waitFor();
    expect(await what.getAttribute("aria-pressed")).toBe("true");
    await page.getByRole("button", { name: "Dismiss" }).click();
    await what.focus();
    await olga.asks({ type: "meetup.edit", voting: { open: true } });
    await isWhyNot(what, null);
    await olga.isAt(name);
  }
});

test("[A43] on a touch screen no field is given the focus that would bring up the keyboard", async () => {
  const olga = await Organizer.comes(PHONE);
  for (const id of ["attic", "cellar"]) await olga.asks({ type: "room.remove", roomId: `room-${id}` });
  await olga.opens("/schedule");
  await olga.presses("Rooms and times");
  await olga.presses("Remove Main hall");
  await olga.isAt("Add room");
});

test("[A43] a comment that is changed leaves the keyboard where that began, and no word is lost by Escape", async () => {
  const olga = await Organizer.comes();
  const { page } = olga;
  await olga.asks({ type: "comment.add", topicId: "topic-one", id: "comment-one", body: "At one site" });
  await olga.opens("/1");
  await page.getByLabel("Comment", { exact: true }).dispatchEvent("keydown", COMPOSING_ESCAPE);
  const field = page.getByLabel("Your comment", { exact: true });
  await olga.presses("Edit your comment");
  await olga.isAt("Your comment");
  await field.fill("At two sites, and");
  await field.dispatchEvent("keydown", COMPOSING_ESCAPE);
  expect(await field.inputValue()).toBe("At two sites, and");
  await page.keyboard.press("Escape");
  await olga.isAt("Edit your comment");
  await page.locator(".cm").getByText("At one site").waitFor();
  await olga.presses("Edit your comment");
  expect(await field.inputValue()).toBe("At two sites, and");
  await olga.presses("Cancel");
  await olga.isAt("Edit your comment");
  await olga.presses("Edit your comment");
  expect(await field.inputValue()).toBe("At one site");
  await field.fill("At two sites");
  await olga.presses("Save");
  await page.locator(".cm").getByText("At two sites").waitFor();
  await olga.isAt("Edit your comment");
});

test("[A43] what may not be pressed for a moment has the keyboard again, as has what comes in its place", async () => {
  const olga = await Organizer.comes();
  const { page } = olga;
  await olga.asks(schedule("session-one", "topic-one", "room-attic", "slot-nine"));
  await olga.asks({ type: "session.setState", sessionId: "session-one", state: "running" });
  const question = { type: "hands.ask" as const, id: "hands-one", sessionId: "session-one", question: "Who?" };
  await olga.asks({ ...question, answers: ["I", "Not I"] });
  await olga.opens("/room/room-attic");
  await olga.presses("End and count");
  await page.getByText("Put into notes").waitFor();
  await olga.isAt("Put into notes");
  await olga.asks({ type: "topic.propose", id: "topic-three", title: "Certificates for bare metal" });
  await olga.opens("/schedule/suggestions");
  await page.getByText("Plan 1").waitFor();
  await olga.presses("Another plan");
  await page.locator("main").getByText("Plan 2").first().waitFor();
  await olga.isAt("Another plan");
});

/** An organizer at a keyboard, at a meetup with three rooms, two times and two topics. */
class Organizer {
  readonly #visitor: VisitorPage;
  readonly #slug: string;

  private constructor(visitor: VisitorPage, slug: string) {
    this.#visitor = visitor;
    this.#slug = slug;
  }

  /** She stays, and has a new meetup in each test. */
  static async comes(device?: typeof PHONE): Promise<Organizer> {
    const visitor = await here.comes({ stays: true, ...device, as: "Olga" });
    const slug = await visitor.makesMeetup({ title: "Two rooms", timezone: "Europe/Lisbon" });
    const rooms = { attic: "Attic", cellar: "Cellar", hall: "Main hall" };
    const hours = { nine: "09", ten: "10" };
    const topics = { one: "Ceph at two sites", two: "OVN in production" };
    const commands = [
      ...Object.entries(rooms).map(([id, name]) => ({ type: "room.add", id: `room-${id}`, name })),
      ...Object.entries(hours).map(([id, hour]) => ({
        type: "slot.add",
        id: `slot-${id}`,
        startsAt: `2030-11-01T${hour}:00:00+00:00`,
        endsAt: `2030-11-01T${hour}:45:00+00:00`,
      })),
      ...Object.entries(topics).map(([id, title]) => ({ type: "topic.propose", id: `topic-${id}`, title })),
    ];
    await visitor.does(slug, { type: "batch", commands });
    return new Organizer(visitor, slug);
  }

  get page() {
    return this.#visitor.page;
  }

  async opens(path: string): Promise<void> {
    await this.page.goto(`/m/${this.#slug}${path}`);
    await this.page.locator("main h1").waitFor();
  }

  /** Asks for something in another window. */
  asks(command: CommandInput): Promise<void> {
    return this.#visitor.does(this.#slug, command);
  }

  /** The meetup as the server has it. */
  looks(): Promise<MeetupView> {
    return this.#visitor.look(this.#slug);
  }

  /** Somebody else proposes something here. */
  async isJoinedBy(name: string): Promise<void> {
    await (await named(here.url, name)).proposes(this.#slug, `What ${name} wants`);
  }

  async presses(name: string): Promise<void> {
    await this.page.getByRole("button", { name, exact: true }).press("Enter");
  }

  /** Waits until what has the focus is called so. */
  async isAt(name: string): Promise<void> {
    await expect
      .poll(() =>
        this.page.evaluate(() => {
          const { activeElement: at } = document;
          const label = at instanceof HTMLInputElement || at instanceof HTMLTextAreaElement ? at.labels?.[0] : at;
          return (at?.ariaLabel ?? label?.textContent ?? "").replace(/\s+/gu, " ").trim();
        }),
      )
      .toBe(name);
  }
}

function schedule(id: string, topicId: string, roomId: string, slotId: string): CommandInput {
  return { type: "session.schedule", id, topicIds: [topicId], roomId, slotId };
}
