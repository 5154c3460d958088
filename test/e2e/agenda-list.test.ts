import type { BrowserContextOptions, Locator, ViewportSize } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import type { CommandInput } from "../../shared/meetup/commands.ts";
import { accessibilityFaults } from "../helpers/axe.ts";
import { named } from "../together/support/visitor.ts";
import { venue } from "./venue.ts";
import { DESKTOP, PHONE, type VisitorPage } from "./visitor-page.ts";

const here = venue();

/** A meetup with these topics, by somebody who isn’t there. */
async function meetupOf(titles: string[], more: CommandInput[] = []): Promise<Meetup> {
  const olga = await named(here.url, "Olga");
  const { slug } = await olga.makesMeetup({ title: "Lists" });
  const proposals = titles.map((title, at): CommandInput => ({ type: "topic.propose", id: idOf(at), title }));
  for (let at = 0; at < proposals.length; at += 200)
    await olga.does(slug, { type: "batch", commands: proposals.slice(at, at + 200) });
  if (more.length > 0) await olga.does(slug, { type: "batch", commands: more });
  return { slug, path: `/m/${slug}` };
}

interface Meetup {
  slug: string;
  path: string;
}

const idOf = (at: number) => `topic-${String(at).padStart(3, "0")}`;
const numbered = (count: number) => Array.from({ length: count }, (_, at) => `Topic number ${at + 1}`);

/** People who each see and vote for topics by their places, and go. */
async function people(count: number, slug: string, does_: (at: number) => { sees: number[]; votes: number[] }) {
  for (let at = 0; at < count; at++) {
    const { sees, votes } = does_(at);
    const person = await named(here.url, `Person ${at}`);
    const commands = votes.map((each) => ({ type: "vote.cast", topicId: idOf(each), as: "pick" }));
    await person.does(slug, { type: "topic.markShown", topicIds: sees.map(idOf) });
    if (commands.length > 0) await person.does(slug, { type: "batch", commands });
  }
}

/** Somebody with a new device who looks at a meetup. */
async function comesAs(
  name: string | undefined,
  meetup: Meetup,
  screen: BrowserContextOptions = DESKTOP,
): Promise<VisitorPage> {
  return looksAt(await here.comes({ ...screen, as: name }), meetup);
}

/** Somebody who stays for other tests too. */
async function staysAs(
  name: string | undefined,
  meetup: Meetup,
  screen: BrowserContextOptions = DESKTOP,
): Promise<VisitorPage> {
  return looksAt(await here.comes({ stays: true, ...screen, as: name }), meetup);
}

async function looksAt(visitor: VisitorPage, { path }: Meetup): Promise<VisitorPage> {
  await visitor.page.goto(path);
  await visitor.page.locator(".topic .vote").first().waitFor();
  return visitor;
}

const titlesOf = (visitor: VisitorPage) => visitor.page.locator(".topic .t-title").allTextContents();
const trimmed = async (visitor: VisitorPage) => (await titlesOf(visitor)).map((title) => title.trim());

/** Twelve topics that as many people have seen as it takes for none to come first because few have. */
async function meetupSeenByMany(): Promise<Meetup> {
  const meetup = await meetupOf(numbered(12));
  await people(SEEN_BY, meetup.slug, () => ({ sees: [...Array(12).keys()], votes: [] }));
  return meetup;
}

const SEEN_BY = 4;

test("while votes are open everyone has an order of their own, which stays once they have given their name, without ranks", async () => {
  const meetup = await meetupSeenByMany();
  const kim = await staysAs("Kim", meetup);
  const bo = await comesAs(undefined, meetup);
  const [order, other] = [await trimmed(kim), await trimmed(bo)];
  expect(order).not.toEqual(other);
  expect(order.toSorted()).toEqual(other.toSorted());
  expect(await kim.page.locator(".t-rank").count()).toBe(0);
  await bo.isKnownAs("Bo");
  await bo.page.reload();
  await bo.page.locator(".topic .vote").first().waitFor();
  await expect.poll(() => trimmed(bo)).toEqual(other);
  await kim.page.getByLabel("Order").selectOption("newest");
  await expect.poll(() => trimmed(kim)).toEqual(numbered(12).toReversed());
  // What has been on screen is told to the server, by each once.
  for (const [someone, title] of [
    [kim, "Topic number 12"],
    [bo, other[0]],
  ] as const)
    await expect
      .poll(async () => (await someone.look(meetup.slug)).topics.find((topic) => topic.title === title)?.shown)
      .toBeGreaterThan(SEEN_BY);
});

test("[A59] the cut line says how many sessions fit, and who comes late but is wanted", async () => {
  const slot = (id: string, hour: number, year = 2030): CommandInput => ({
    type: "slot.add",
    id,
    startsAt: `${year}-03-09T${hour}:00:00Z`,
    endsAt: `${year}-03-09T${hour}:45:00Z`,
  });
  // A time that has gone by without a session has no place for any.
  const times = [slot("slot-ten", 10), slot("slot-two", 14), slot("slot-past", 10, 2020)];
  const meetup = await meetupOf(
    ["Early", "Middling", "Late"],
    [{ type: "room.add", id: "room-one", name: "Hall" }, ...times],
  );
  await people(12, meetup.slug, (at) => ({
    sees: at < 5 ? [0, 1, 2] : [0, 1],
    votes: [...(at < 10 ? [0] : []), ...(at > 3 ? [1] : []), ...(at < 5 ? [2] : [])],
  }));
  const reader = await staysAs(undefined, meetup);
  await expect.poll(() => reader.page.getByText(/3 topics\. 12 of 13 have voted\./u).count()).toBe(1);
  await reader.page.getByLabel("Order").selectOption("votes");
  await expect.poll(() => trimmed(reader)).toEqual(["Early", "Middling", "Late"]);
  await reader.page.getByText("No room below this line.").waitFor();
  await expect
    .poll(() => reader.page.locator("ol.list > li").allTextContents())
    .toEqual([
      expect.stringContaining("Early"),
      expect.stringContaining("Middling"),
      expect.stringMatching(
        /No room below this line\.\s+Anyone can start a side group\.\s+2 sessions fit\.\s+Everyone with a top pick has one/u,
      ),
      expect.stringContaining("Late, but wanted: 5 of the 5 who saw it"),
    ]);
  await reader.page.getByLabel("Order").selectOption("support");
  await expect.poll(() => trimmed(reader)).toEqual(["Late", "Early", "Middling"]);
  await reader.page.getByText("10 people have a top pick above the line or on the agenda, a few have none.").waitFor();
  // The number shown is the one the list is sorted by.
  await reader.page.getByRole("button", { name: /^Vote for Late, 5 votes, wanted by at least 57%/u }).waitFor();
  await expect.poll(() => reader.page.locator(".vote .count").allTextContents()).toEqual(["57%", "55%", "39%"]);
});

test("up to three votes are raised to top picks, by hand and by key; a fourth is refused with a reason", async () => {
  const meetup = await meetupOf(numbered(6));
  const kim = await comesAs("Kim", meetup);
  const { page } = kim;
  const row = (at: number) => page.locator(".topic").nth(at);
  for (const at of [0, 1]) await row(at).locator(".vote").click();
  await page.getByText("Choose your top 3").waitFor();
  await row(0).locator(".t-pick").click();
  await page.getByText("2 top picks left").waitFor();
  const polite = page.locator("body > [data-say=polite]");
  await expect.poll(() => polite.textContent()).toMatch(/^Top pick: .+\. 2 left$/u);
  await expect
    .poll(() => row(0).locator(".vote").getAttribute("aria-label"))
    .toMatch(/, 1 vote, a top pick of yours$/u);
  // By key, also where there is no vote yet.
  for (const at of [1, 2]) {
    await row(at).locator(".t-title a").focus();
    await page.keyboard.press("Shift+V");
    await row(at).locator(".t-pick[aria-pressed=true]").waitFor();
  }
  await page.getByText("Your top picks are chosen").waitFor();
  await page.locator(".profile-offer").getByRole("button", { name: "Skip" }).click();
  await row(3).locator(".vote").click();
  await row(3).locator(".t-pick").click();
  await page.getByText(/^You have 3 top picks: .+ Take one back first\.$/u).waitFor();
  // Pressed again it stands there once, and not over what has the focus, which is at the bottom now.
  const button = row(3).locator(".t-pick");
  const { y } = (await button.boundingBox())!;
  await page.setViewportSize({ width: 1280, height: Math.ceil(y) + 60 });
  await button.press("Enter");
  const [said, pressed] = [(await page.locator(".toast").boundingBox())!, (await button.boundingBox())!];
  expect(said.y + said.height <= pressed.y || said.y >= pressed.y + pressed.height).toBe(true);
  // On a phone, where it would stand over the tabs, it is no higher than its words at the top either.
  await page.setViewportSize({ width: 390, height: 700 });
  await button.evaluate((element) => element.scrollIntoView({ block: "end" }));
  await button.press("Enter");
  const [shelf, below] = [page.locator(".toasts"), (await button.boundingBox())!];
  const above = (await shelf.boundingBox())!;
  expect(await shelf.getAttribute("class")).toContain("toasts--top");
  expect(above.height).toBeLessThan(120);
  expect(above.y + above.height).toBeLessThanOrEqual(below.y);
  // As long as the pointer rests on it, what comes next waits, and once all are gone nothing keeps room for them.
  const shown = await shelf.locator(".toast").elementHandle();
  await shelf.locator(".toast").hover();
  await button.press("Enter");
  await page.getByText("You have 3 top picks").waitFor();
  expect(await shown?.evaluate((element) => element.isConnected)).toBe(true);
  for (let left = 2; left > 0; left--) await shelf.getByRole("button", { name: "Dismiss" }).click();
  await shelf.locator(".toast").waitFor({ state: "detached" });
  expect(await shelf.getAttribute("class")).toBe("toasts");
  await row(0).locator(".t-pick").click();
  await page.getByText("1 top pick left").waitFor();
});

test("on a phone the same thing taken away twice comes back twice, as sheets close and open", async () => {
  const meetup = await meetupOf(["Rabbit HA"]);
  const kim = await comesAs("Kim", meetup, PHONE);
  const { page } = kim;
  for (const at of [0, 1])
    await kim.does(meetup.slug, {
      type: "comment.add",
      topicId: idOf(0),
      id: `comment-${at}`,
      body: `Say ${at}`,
    });
  const opener = page.getByRole("link", { name: "Rabbit HA" });
  await opener.click();
  const sheet = page.locator("dialog.detail");
  const removes = sheet.getByRole("button", { name: "Remove your comment" });
  await removes.nth(1).waitFor();
  const toasts = await page.evaluateHandle(() => {
    const said = new Set<Node>();
    new MutationObserver((changes) => {
      for (const { addedNodes, removedNodes } of changes)
        for (const node of [...addedNodes, ...removedNodes])
          if (node instanceof Element && node.matches(".toast")) said.add(node);
    }).observe(document.body, { childList: true, subtree: true });
    return said;
  });
  await removes.evaluateAll((all) => all.forEach((button) => (button as HTMLElement).click()));
  await expect.poll(() => toasts.evaluate(({ size }) => size)).toBe(2);
  await expect.poll(() => sheet.locator(".cm").count()).toBe(0);
  // They stay where they are from the sheet's first moment on: a press that begins while it comes in ends on them too.
  const moved = await sheet.evaluate((dialog) => {
    const top = () => dialog.querySelector(".toasts")!.getBoundingClientRect().top;
    dialog.style.animation = "none";
    const end = top();
    dialog.style.animation = "";
    const coming = dialog.getAnimations();
    for (const each of coming) {
      each.pause();
      each.currentTime = 0;
    }
    const start = top();
    for (const each of coming) each.finish();
    return coming.map(() => start - end);
  });
  expect(moved).toEqual([0]);
  // Each has its whole time wherever it is moved to.
  await sheet.locator(".toast").hover();
  await page.keyboard.press("Escape");
  await sheet.waitFor({ state: "detached" });
  await page.locator("body > .toasts").getByRole("button", { name: "Undo" }).click();
  // The other one, which comes next and isn't read aloud again, is within reach over a sheet that opens now.
  await page.locator("body > .toasts > .toast:not([role])").hover();
  await opener.press("Enter");
  await sheet.locator(":scope > .toasts > .toast:not([role])").getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => sheet.locator(".cm").count()).toBe(2);
  await expect.poll(async () => (await kim.look(meetup.slug)).topics[0]?.comments).toBe(2);

  // Its time goes on where it is moved.
  await page.clock.install();
  await page.clock.pauseAt((await page.evaluate(() => Date.now())) + 60_000);
  await removes.first().click();
  const said = page.locator(".toast", { hasText: "Comment removed" });
  await said.waitFor();
  await page.clock.runFor(4000);
  await page.keyboard.press("Escape");
  await page.locator("body > .toasts > .toast").waitFor();
  await page.clock.runFor(3000);
  expect(await said.count()).toBe(0);
});

/** The sample of a meetup, with votes of all kinds of teams, by somebody who isn't there. */
async function sample(): Promise<Meetup> {
  const olga = await named(here.url, "Olga");
  const { slug } = (await olga.post<{ slug: string }>("/api/sample", {})).body;
  return { slug, path: `/m/${slug}` };
}

let sampled: Meetup;
beforeAll(async () => {
  sampled = await sample();
});

test("filter, lens and the offer to say what cloud one runs have no known accessibility fault; the offer comes once, after the third vote", async () => {
  const meetup = sampled;
  const kim = await staysAs("Kim", meetup);
  const { page } = kim;

  await page.keyboard.press("2");
  await page
    .getByRole("img", { name: /^Small \d+, medium \d+, large/iu })
    .first()
    .waitFor();
  await page.getByRole("group", { name: "Show votes from" }).getByRole("button", { name: "Small" }).click();
  await page.getByText("ranked by medium and large").waitFor();
  const all = await page.locator(".topic").count();
  await page.getByRole("button", { name: "Filter" }).click();
  await page.getByLabel("On the agenda").check();
  await expect.poll(() => page.locator(".topic").count()).toBeLessThan(all);
  await page.evaluate(() => scrollTo(0, 0));
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.getByRole("button", { name: "Clear" }).click();
  await page.keyboard.press("Escape");
  await page.locator("#filter-panel").waitFor({ state: "hidden" });
  await page.keyboard.press("3");
  await page
    .getByRole("img", { name: /^Starting/u })
    .first()
    .waitFor();
  await page.keyboard.press("1");
  await expect.poll(() => page.locator(".t-lens").count()).toBe(0);
  await page.getByLabel("Find a topic").fill("rabbit queue");
  await expect.poll(() => page.locator(".topic").count()).toBe(1);
  await page.getByLabel("Find a topic").fill("");

  for (const at of [0, 1, 2]) await page.locator(".topic .vote").nth(at).click();
  const card = page.getByRole("complementary", { name: "About your cloud" });
  await card.getByRole("button", { name: "Skip" }).waitFor();
  expect(await accessibilityFaults(page, ".profile-offer")).toEqual([]);
  // It only offers to answer, and leaves the list to be voted on.
  const { height } = (await card.boundingBox())!;
  expect(height).toBeLessThan(PHONE.viewport.height / 8);
  await card.getByRole("button", { name: "Answer" }).press("Enter");
  const questions = page.getByRole("dialog", { name: "Your cloud" });
  await questions.getByLabel("5 to 15").check();
  await questions.getByLabel("We carry patches").check();
  expect(await accessibilityFaults(page, "dialog")).toEqual([]);
  await questions.getByRole("button", { name: "Save" }).press("Enter");
  await questions.waitFor({ state: "detached" });
  await card.waitFor({ state: "detached" });
  // The keyboard is back at the vote after which it came.
  await expect.poll(() => page.evaluate(() => document.activeElement?.className)).toMatch(/^vote\b/u);
  const me = (await (await page.request.get(`/api/meetups/${meetup.slug}`)).json()) as { me: { profile: object } };
  expect(me.me.profile).toEqual({ people: "5-15", fixes: "patches" });

  // Later, the same questions are behind one's name, with what was answered.
  await page.getByRole("button", { name: "You are Kim. Change your name" }).click();
  expect(await accessibilityFaults(page, "dialog")).toEqual([]);
  await page.getByRole("button", { name: "About your cloud" }).click();
  const form = page.getByRole("dialog", { name: "Your cloud" });
  expect(await form.getByLabel("5 to 15").isChecked()).toBe(true);
  await form.getByText("Your votes count as medium and growing.").waitFor();
  await form.getByRole("button", { name: "Cancel" }).click();

  // Who is here, as a picture and as a table.
  const who = page.getByRole("region", { name: "Who is here" });
  await who.getByRole("list", { name: "Scale" }).getByText("Medium").waitFor();
  await who.getByText("As a table").click();
  await who.getByRole("rowheader", { name: "Medium" }).waitFor();
  await who.scrollIntoViewIfNeeded();
  expect(await accessibilityFaults(page, "aside.about")).toEqual([]);
});

test("on a dark phone filter, lens, the offer and its questions have no known accessibility fault either", async () => {
  const kim = await comesAs("Kim", sampled, { ...PHONE, colorScheme: "dark" });
  const { page } = kim;
  await page.keyboard.press("2");
  await page.getByText("As a table").click();
  await page.getByRole("button", { name: "Filter" }).click();
  await page.getByLabel("On the agenda").waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await page.locator("#filter-panel").waitFor({ state: "hidden" });
  for (const at of [0, 1, 2]) await page.locator(".topic .vote").nth(at).click();
  const card = page.getByRole("complementary", { name: "About your cloud" });
  await card.getByRole("button", { name: "Skip" }).waitFor();
  expect(await accessibilityFaults(page, ".profile-offer")).toEqual([]);
  expect((await card.boundingBox())!.height).toBeLessThan(PHONE.viewport.height / 8);
  await card.getByRole("button", { name: "Answer" }).press("Enter");
  expect(await accessibilityFaults(page, "dialog")).toEqual([]);
});

test("the offer to say what cloud one runs goes once that was said on another device", async () => {
  const meetup = await meetupOf(numbered(3));
  const kim = await staysAs("Kim", meetup);
  for (const at of [0, 1, 2]) await kim.page.locator(".topic .vote").nth(at).click();
  const offer = kim.page.getByRole("complementary", { name: "About your cloud" });
  await offer.waitFor();
  await kim.does(meetup.slug, { type: "profile.set", people: "5-15" });
  await offer.waitFor({ state: "detached" });
});

test("ranked by some groups, a list says where each topic stands for everyone; what an organizer sees beside it", async () => {
  const olga = await here.comes({ stays: true, as: "Olga" });
  const { page } = olga;
  const made = await page.request.post("/api/sample", { data: {} });
  const { slug } = (await made.json()) as { slug: string };
  await olga.does(slug, { type: "meetup.setPhase", phase: "running" });
  await page.goto(`/m/${slug}`);
  await page.locator(".topic .vote").first().waitFor();
  expect(await page.locator(".t-overall").count()).toBe(0);
  const everyone = await trimmed(olga);
  await page.getByRole("button", { name: "Scale" }).click();
  await page.getByRole("button", { name: "Small" }).click();
  await page.getByText("ranked by medium and large").waitFor();
  const [first] = await trimmed(olga);
  const overall = await page.locator(".topic").first().locator(".t-overall").textContent();
  expect(overall).toBe(`Overall rank ${everyone.indexOf(first!) + 1}`);
  await page.getByRole("heading", { name: "What fits" }).waitFor();
  await page.getByText(/\d+ sessions fit, \d+ still free\./u).waitFor();
  await page.evaluate(() => scrollTo(0, 0));
  expect(await accessibilityFaults(page)).toEqual([]);
});

test("closed tallies show a check or a dash in the order of proposal, and nothing to rank by", async () => {
  const meetup = await meetupOf(numbered(6), [{ type: "meetup.edit", voting: { tallies: "closed" } }]);
  const kim = await staysAs("Kim", meetup);
  await expect.poll(() => trimmed(kim)).toEqual(numbered(6));
  await kim.page.locator(".topic .vote").nth(1).click();
  await expect.poll(() => kim.page.locator(".vote .count").allTextContents()).toEqual(["–", "✓", "–", "–", "–", "–"]);
  await expect
    .poll(() => kim.page.getByLabel("Order").locator("option").allTextContents())
    .toEqual(["As proposed", "Newest"]);
  expect(await kim.page.getByRole("group", { name: "See votes by" }).count()).toBe(0);
});

test("on a phone topics come one at a time: come, skip, back", async () => {
  const meetup = await meetupOf(numbered(3));
  const kim = await staysAs("Kim", meetup, PHONE);
  const { page } = kim;
  // So few are not searched; what they are filtered by is on the screen all the same.
  await page.getByRole("button", { name: "Filter" }).click();
  const panel = (await page.locator("#filter-panel").boundingBox())!;
  expect(panel.x).toBeGreaterThanOrEqual(0);
  expect(panel.x + panel.width).toBeLessThanOrEqual(390);
  await page.getByRole("button", { name: "Filter" }).click();
  await page.getByRole("button", { name: "One by one" }).click();
  const dialog = page.getByRole("dialog");
  const title = dialog.getByRole("heading", { level: 3 });
  const first = await title.textContent();
  await dialog.getByRole("button", { name: "Skip" }).click();
  await dialog.getByText("2 of 3").waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await dialog.getByRole("button", { name: "I will come" }).click();
  await dialog.getByText("3 of 3").waitFor();
  await dialog.getByRole("button", { name: "Back" }).click();
  await expect
    .poll(() => dialog.getByRole("button", { name: "I will come" }).getAttribute("aria-pressed"))
    .toBe("true");
  await dialog.getByRole("button", { name: "Back" }).click();
  await expect.poll(() => title.textContent()).toBe(first);
  for (let at = 0; at < 3; at++) await dialog.getByRole("button", { name: /^(?:Skip|Next)$/u }).click();
  await dialog.getByText("That was all").waitFor();
  await dialog.getByRole("button", { name: "To the list" }).click();
  await expect.poll(async () => (await kim.look(meetup.slug)).topics.filter(({ votes }) => votes === 1).length).toBe(1);
});

test("nothing moves under a pointer or the focus: what is new and what moved waits behind a button", async () => {
  const meetup = await meetupOf(numbered(4));
  const kim = await staysAs("Kim", meetup);
  const { page } = kim;
  await page.getByLabel("Order").selectOption("votes");
  const order = await trimmed(kim);
  expect(order).toEqual(numbered(4));
  await page.locator(".topic").first().hover();
  const bo = await named(here.url, "Bo");
  await bo.does(meetup.slug, { type: "vote.cast", topicId: idOf(3) });
  for (const title of ["Fresh one", "Fresh two"])
    await bo.does(meetup.slug, { type: "topic.propose", id: title.toLowerCase().replace(" ", "-"), title });
  const show = page.getByRole("button", { name: "2 new, 1 moved: show" });
  await show.waitFor();
  expect(await trimmed(kim)).toEqual(order);
  // The count may change in place.
  expect(await page.locator(`.topic[data-id="${idOf(3)}"] .count`).textContent()).toBe("1");
  await show.click();
  await expect
    .poll(() => trimmed(kim))
    .toEqual(["Topic number 4", "Topic number 1", "Topic number 2", "Topic number 3", "Fresh one", "Fresh two"]);
  // By keyboard alone the list is held too.
  await page.mouse.move(1400, 5);
  await page.locator(".topic .t-title a").first().focus();
  await bo.does(meetup.slug, { type: "vote.cast", topicId: idOf(2) });
  await page.getByRole("button", { name: "1 moved: show" }).press("Enter");
  await expect.poll(async () => (await trimmed(kim)).slice(0, 2)).toEqual(["Topic number 3", "Topic number 4"]);
});

test("nothing moves under a finger either, whose tap comes after it has left; and a vote from another of one's screens shows", async () => {
  const meetup = await meetupOf(numbered(3));
  const kim = await staysAs("Kim", meetup, PHONE);
  const { page } = kim;
  await page.getByLabel("Order").selectOption("newest");
  await kim.opens("Topic number 2");
  await page.goBack();
  const bo = await named(here.url, "Bo");
  const description = "Long\n\n".repeat(40);
  await bo.does(meetup.slug, { type: "topic.propose", id: "fresh-one", title: "Fresh one", description });
  await page.getByRole("button", { name: "1 new: show" }).tap();
  await expect.poll(() => trimmed(kim)).toEqual(["Fresh one", ...numbered(3).toReversed()]);
  expect(new URL(page.url()).pathname).toBe(meetup.path);
  // What one says comes into view, beneath all that was said.
  for (let at = 0; at < 12; at++)
    await bo.does(meetup.slug, { type: "comment.add", topicId: idOf(0), id: `comment-${at + 10}`, body: `${at} more` });
  await kim.opens("Topic number 1");
  await page.locator(".cm").last().getByText("11 more").waitFor();
  const says = async (words: string) => {
    await page.locator("#comment").fill(words);
    await page.getByRole("button", { name: "Send comment" }).tap();
    return page.locator(".cm", { hasText: words });
  };
  const isInView = async (comment: Locator) => {
    const box = await page.locator(".say").boundingBox();
    const { y, height } = (await comment.boundingBox())!;
    return y + height <= box!.y;
  };
  const mine = await says("And mine");
  await mine.getByRole("button", { name: "Edit your comment" }).waitFor();
  await expect.poll(() => isInView(mine)).toBe(true);
  await page.goBack();
  // Without a connection the sheet, which covers the page, says so, and what it can't show yet pushes nothing away.
  await page.context().setOffline(true);
  await page.getByText("Offline.").waitFor();
  await kim.opens("Fresh one");
  await page.getByRole("dialog").getByText("Offline.").waitFor();
  const waiting = await says("From the train");
  await waiting.getByText("Not sent yet").waitFor();
  await page.getByText("What others have said comes with the connection.").waitFor();
  await expect.poll(() => isInView(waiting)).toBe(true);
  // What sticks beneath the line, or is given the focus, stays clear of all of it.
  const line = (await page.locator(".now--off").first().boundingBox())!;
  const clear = await page.evaluate(() =>
    Number.parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop),
  );
  expect(clear).toBeGreaterThanOrEqual(line.y + line.height);
  await page.context().setOffline(false);
  await waiting.getByRole("button", { name: "Edit your comment" }).waitFor();
  await page.goBack();
  await kim.does(meetup.slug, { type: "vote.cast", topicId: idOf(0) });
  const vote = page.locator(`.topic[data-id="${idOf(0)}"] .vote`);
  await expect.poll(() => vote.getAttribute("aria-pressed")).toBe("true");
});

test("says what is new since the last visit", async () => {
  const meetup = await meetupOf(numbered(3));
  const kim = await staysAs("Kim", meetup);
  await kim.page.getByText(/3 topics/u).waitFor();
  expect(await kim.page.getByText(/since you were here/u).count()).toBe(0);
  // Anywhere else.
  await kim.page.goto("/icon.svg");
  const bo = await named(here.url, "Bo");
  for (const title of ["Fresh one", "Fresh two"]) await bo.proposes(meetup.slug, title);
  await kim.page.goto(meetup.path);
  await kim.page.getByRole("button", { name: "2 new since you were here" }).click();
  await expect.poll(() => trimmed(kim)).toEqual(["Fresh two", "Fresh one", ...numbered(3).toReversed()]);
});

test("all keys are a key away, lead from page to page, and can be switched off", async () => {
  const meetup = await meetupOf(numbered(6));
  const kim = await comesAs("Kim", meetup);
  const { page } = kim;
  await page.keyboard.press("?");
  const keys = page.getByRole("dialog", { name: "Keys" });
  await keys.getByText("previous topic").waitFor();
  expect(await accessibilityFaults(page, "dialog")).toEqual([]);
  await page.keyboard.press("Escape");
  await keys.waitFor({ state: "detached" });
  await kim.pressesPairsAtOnce();
  await page.keyboard.press("g");
  await page.keyboard.press("g");
  await page.getByRole("heading", { name: "Side groups", level: 1 }).waitFor();
  await page.keyboard.press("g");
  await page.keyboard.press("a");
  await page.locator(".topic .vote").first().waitFor();
  await page.keyboard.press("j");
  const first = await page.evaluate(() => document.activeElement?.closest<HTMLElement>(".topic")?.dataset.id);
  await page.keyboard.press("j");
  await page.keyboard.press("k");
  expect(await page.evaluate(() => document.activeElement?.closest<HTMLElement>(".topic")?.dataset.id)).toBe(first);
  await page.keyboard.press("v");
  await page.locator(`.topic[data-id="${first}"] .vote[aria-pressed=true]`).waitFor();
  await page.keyboard.press("Enter");
  await page.locator("#topic-title").waitFor();
  await page.keyboard.press("Escape");
  await page.locator("#topic-title").waitFor({ state: "detached" });
  await page.keyboard.press("n");
  expect(await page.evaluate(() => document.activeElement?.id)).toBe("propose");
  await page.keyboard.press("Escape");

  // Switched off, for those whom single keys get in the way.
  await page.getByRole("button", { name: "all keys" }).click();
  await keys.getByLabel("Single keys").uncheck();
  await page.keyboard.press("Escape");
  await page.keyboard.press("n");
  expect(await page.evaluate(() => document.activeElement?.id)).not.toBe("propose");
  await page.reload();
  await page.locator(".topic .vote").first().waitFor();
  await page.keyboard.press("?");
  await page.keyboard.press("/");
  expect(await page.getByRole("dialog").count()).toBe(0);
});

test("500 topics are searched, ordered and filtered by drawing no more than fit on a screen", async () => {
  const meetup = await meetupOf(numbered(500));
  const kim = await staysAs(undefined, meetup);
  const { page } = kim;
  await page.getByText(/500 topics/u).waitFor();
  await page.evaluate(() => {
    const drawn = { topics: 0 };
    Object.assign(globalThis, { drawn });
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes)
        for (const node of addedNodes)
          if (node instanceof Element)
            drawn.topics += node.querySelectorAll(".topic").length + Number(node.matches(".topic"));
    }).observe(document.body, { childList: true, subtree: true });
  });
  const drawn = () => page.evaluate(() => (globalThis as unknown as { drawn: { topics: number } }).drawn.topics);
  await page.locator("#find").fill("number 42");
  await expect.poll(() => page.locator(".topic").count()).toBe(15);
  await page.locator("#find").fill("");
  await expect.poll(() => page.locator(".topic").count()).toBeGreaterThan(15);
  for (const by of ["newest", "votes"]) await page.getByLabel("Order").selectOption(by);
  expect(await drawn()).toBeLessThan(4 * 80);
  // Further rows are drawn on the way to them.
  await page.getByLabel("Order").selectOption("newest");
  for (let end = 0; end < 4; end++) {
    await page.locator(".topic").last().scrollIntoViewIfNeeded();
    await expect.poll(() => kim.page.locator(".topic").count()).toBeGreaterThan(40 * (end + 1));
  }
});

test("on a phone, skipping the questions about one's cloud doesn't go back to a field, whose keyboard would come up", async () => {
  const kim = await staysAs("Kim", await meetupOf(numbered(6)), PHONE);
  const { page } = kim;
  await page.locator(".topic .vote").nth(0).click();
  await page.locator(".topic .vote").nth(1).click();
  await page.getByLabel("Find a topic").focus();
  // As by a tap in Safari, which gives buttons no focus.
  await page
    .locator(".topic .vote")
    .nth(2)
    .evaluate((vote: HTMLElement) => vote.click());
  await page.locator(".profile-offer").getByRole("button", { name: "Skip" }).click();
  await page.locator(".profile-offer").waitFor({ state: "detached" });
  expect(await page.evaluate(() => document.activeElement?.localName)).toBe("body");
});

test.each([
  ["a phone", PHONE, [PHONE.viewport]],
  ["a wide screen and a tablet", DESKTOP, [DESKTOP.viewport, { width: 768, height: 800 }]],
] satisfies [string, BrowserContextOptions, ViewportSize[]][])(
  "on %s, what gets the focus is not under the line that asks about one's cloud, which goes with the page",
  async (_, screen, sizes) => {
    const kim = await comesAs("Kim", await meetupOf(numbered(20)), screen);
    const { page } = kim;
    for (const at of [0, 1]) await page.locator(".topic .vote").nth(at).press("Enter");
    // The last of them is at the lower end of the screen, where the line comes.
    const last = page.locator(".topic .vote").nth(12);
    const goesToLast = async () => {
      await last.focus();
      await last.evaluate((vote) => vote.scrollIntoView({ block: "end" }));
    };
    await goesToLast();
    await page.keyboard.press("Enter");
    await page.locator(".profile-offer").waitFor();
    for (const size of sizes) {
      await page.setViewportSize(size);
      if (size !== sizes[0]) await goesToLast();
      const all: Awaited<ReturnType<typeof focusedAndLine>>[] = [];
      for (let presses = 0; presses < 36; presses++) {
        if (presses > 0) await page.keyboard.press("Tab");
        all.push(await page.evaluate(focusedAndLine));
      }
      expect(all.filter(({ isVote }) => isVote).length).toBeGreaterThan(8);
      expect(all.filter(({ isUnder }) => isUnder).map(({ name }) => `${name} at ${size.width} px`)).toEqual([]);
    }
    await page.getByRole("link", { name: "Midcycle home" }).click();
    await page.getByLabel("Meetup code").waitFor();
    expect(await page.locator(".profile-offer").count()).toBe(0);
  },
);

/** What has the focus, and whether the line that asks about one's cloud lies over it; runs in the page. */
function focusedAndLine(): { name: string; isVote: boolean; isUnder: boolean } {
  const focused = document.activeElement!;
  const [line, box] = [document.querySelector(".profile-offer")!, focused.getBoundingClientRect()];
  const { top, bottom } = line.getBoundingClientRect();
  const isFixed = focused === document.body || line.contains(focused) || focused.closest("nav") !== null;
  return {
    name: focused.ariaLabel ?? focused.textContent,
    isVote: focused.matches(".vote"),
    isUnder: !isFixed && box.bottom > top && box.top < bottom,
  };
}

test("[A43] who closes a topic by key sees where they are in the list, however far it was scrolled meanwhile", async () => {
  const kim = await staysAs("Kim", await meetupOf(numbered(20)));
  const { page } = kim;
  const first = page.locator(".topic .t-title a").first();
  await first.focus();
  await page.keyboard.press("Enter");
  await page.locator("#topic-title:focus").waitFor();
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  await page.keyboard.press("Escape");
  await expect.poll(() => first.evaluate((link) => link === document.activeElement)).toBe(true);
  const [{ y }, bar] = [(await first.boundingBox())!, (await page.locator("header.bar").boundingBox())!];
  expect(y).toBeGreaterThanOrEqual(bar.y + bar.height);
});

test("[A44] without a connection the questions about one's cloud are answered all the same, and no dialog waits", async () => {
  const kim = await staysAs("Kim", await meetupOf(numbered(2)));
  const { page } = kim;
  await page.locator(".topic .vote").first().click();
  const ask = async () => {
    await page.getByRole("button", { name: "You are Kim. Change your name" }).click();
    await page.getByRole("button", { name: "About your cloud" }).click();
  };
  const dialog = page.getByRole("dialog", { name: "Your cloud" });
  await ask();
  await dialog.getByRole("button", { name: "Close" }).click();
  await page.context().setOffline(true);
  await page.getByText("Offline.").waitFor();
  await ask();
  await dialog.getByLabel("5 to 15").check();
  await dialog.getByRole("button", { name: "Save" }).click();
  await dialog.waitFor({ state: "detached" });
  await ask();
  expect(await dialog.getByLabel("5 to 15").isChecked()).toBe(true);
  await dialog.getByRole("button", { name: "Close" }).click();
  await page.context().setOffline(false);
  await page.getByText("Thank you.").waitFor();
});
