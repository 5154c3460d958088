import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { setImmediate as turn } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Person } from "../../shared/person.ts";
import type { LiveMeetup } from "../../server/meetups/live-meetup.ts";
import { LiveMeetups } from "../../server/meetups/live-meetups.ts";
import { allowedHostsFrom, isAllowedHost } from "../../server/outward/allowed-hosts.ts";
import { RETRY_MS } from "../../server/outward/webhook-line.ts";
import { Webhooks } from "../../server/outward/webhooks.ts";
import { People } from "../../server/people/people.ts";
import { InMemoryLogStore } from "../helpers/in-memory-log-store.ts";
import { commandSchema, type CommandInput } from "../../shared/meetup/commands.ts";
import type { LoggedCommand } from "../../shared/meetup/decide.ts";
import { MovableClock } from "../helpers/movable-clock.ts";
import { WebhookReceiver } from "../helpers/webhook-receiver.ts";

const NOON = "2026-03-09T12:00:00Z";
const ORIGIN = "https://meet.example.org";

let clock: MovableClock;
let store: InMemoryLogStore;
let people: People;
let meetups: LiveMeetups;
let webhooks: Webhooks;
let faults: unknown[];
let olga: Person;
let mona: Person;
let receivers: WebhookReceiver[];

beforeEach(async () => {
  clock = new MovableClock(NOON);
  store = new InMemoryLogStore();
  people = new People(store);
  faults = [];
  receivers = await Promise.all([WebhookReceiver.starts(), WebhookReceiver.starts()]);
  startServer();
  olga = (await people.create("Olga", undefined)).person;
  mona = (await people.create("Mona", undefined)).person;
});

afterEach(async () => {
  webhooks.close();
  store.release();
  await meetups.close();
  await store.close();
  for (const receiver of receivers) await receiver.closes();
  expect(faults).toEqual([]);
});

/** What is in memory is made anew; what is in the store stays. An attempt lasts as long as it takes, unless a test is about that. */
function startServer({ timeoutMs = 600_000 } = {}): void {
  const report = (_where: string, error: unknown) => void faults.push(error);
  const peopleByIds = (ids: readonly string[]) => people.byIds(ids);
  const hosts = allowedHostsFrom("HOSTS", receivers.map(({ url }) => new URL(url).origin).join(","));
  webhooks = new Webhooks({ hosts, store, clock, report, peopleByIds, timeoutMs });
  const onStep = (meetupId: string) => webhooks.poke(meetupId);
  const onPadRights = () => Promise.resolve();
  const removing = (meetupId: string, remove: () => Promise<void>) => webhooks.removing(meetupId, remove);
  meetups = new LiveMeetups({ store, clock, report, people, onStep, removing, onPadRights }, () => undefined);
}

/** A running meetup with a session in each of two rooms, an hour from now. */
async function running(slug: string): Promise<LiveMeetup> {
  const wish = { title: `Meetup ${slug}`, slug, timezone: "Europe/Lisbon", place: "", description: "", listed: false };
  await meetups.create(wish, olga);
  const meetup = (await meetups.bySlug(slug))!;
  await does(meetup, { type: "room.add", id: "main-hall", name: "Main hall" });
  await does(meetup, { type: "room.add", id: "room-two0", name: "Room 2" });
  const times = { startsAt: "2026-03-09T13:00:00Z", endsAt: "2026-03-09T13:45:00Z" };
  await does(meetup, { type: "slot.add", id: "slot-0001", ...times });
  const session = { topicIds: [], roomId: "main-hall", slotId: "slot-0001", title: "Upgrades" };
  await does(meetup, { type: "session.schedule", id: "session-1", ...session });
  await does(meetup, {
    type: "session.edit",
    sessionId: "session-1",
    moderators: [{ personId: mona.id }, { name: "Ada" }],
  });
  await does(meetup, { type: "meetup.setPhase", phase: "running" });
  return meetup;
}

async function does(meetup: LiveMeetup, input: CommandInput, by = olga): Promise<void> {
  const answer = await meetup.handle(commandSchema.parse(input) as LoggedCommand, by);
  if ("problem" in answer) throw new Error(`${input.type}: ${answer.problem.detail}`);
}

/** Sets the webhook of a meetup to a receiver; resolves with its secret once it was greeted. */
async function sets(meetup: LiveMeetup, receiver: WebhookReceiver): Promise<string> {
  const seq = await meetup.read((state) => state.seq);
  const secret = await webhooks.set(meetup.id, { url: receiver.url, origin: ORIGIN, seq });
  await receiver.until((all) => all.length === 1, "a greeting");
  return secret!;
}

function announcement(number: number) {
  const until = "2026-03-10T00:00:00Z";
  return { type: "announcement.add" as const, id: `announce-${number}`, text: `News ${number}`, until };
}

function announce(meetup: LiveMeetup, number: number): Promise<void> {
  return does(meetup, announcement(number));
}

test("[B1] tells what is on, side groups and announcements: a line to say, and the facts, signed and in order", async () => {
  const meetup = await running("porto-2026");
  const receiver = receivers[0]!;
  const secret = await sets(meetup, receiver);
  const sessionId = "session-1";
  await does(meetup, { type: "session.setState", sessionId, state: "running" });
  await does(meetup, { type: "session.setFull", sessionId, full: true });
  await does(meetup, { type: "session.extend", sessionId, minutes: 10 });
  await does(meetup, { type: "sideGroup.start", id: "group-001", sessionId, place: "Lobby sofa", capacity: 4 }, mona);
  await does(meetup, { type: "outcome.set", sessionId, text: "We write it down" });
  await does(meetup, { type: "session.setState", sessionId, state: "done" });
  await does(meetup, { type: "sideGroup.edit", sideGroupId: "group-001", place: "Lunch table 4" }, mona);
  await announce(meetup, 1);
  await does(meetup, { type: "session.move", sessionId, roomId: "room-two0", slotId: "slot-0001" });
  await does(meetup, { type: "session.cancel", sessionId });
  await receiver.until((all) => all.length === 10, "ten messages");
  expect(receiver.texts).toEqual([
    "News of Meetup porto-2026 will be told here: https://meet.example.org/m/porto-2026",
    "Now in Main hall: Upgrades (until 13:45)",
    "Main hall is full: Upgrades",
    "Upgrades in Main hall now ends at 13:55",
    "New side group: Upgrades (Lobby sofa)",
    "Ended: Upgrades. What came out: We write it down",
    "Side group moved: Upgrades (Lunch table 4)",
    "News 1",
    "Moved: Upgrades is now in Room 2, 2026-03-09 13:00",
    "Off the schedule: Upgrades, Room 2, 2026-03-09 13:00",
  ]);
  for (const [index, each] of receiver.received.entries()) {
    expect(receiver.isSigned(each, secret)).toBe(true);
    expect(receiver.isSigned(each, "another secret")).toBe(false);
    expect(each.message.sequence).toBe(index + 1);
    expect(each.headers).toMatchObject({
      "content-type": "application/json; charset=utf-8",
      "x-midcycle-event": each.message.type,
      "x-midcycle-delivery": each.message.id,
    });
  }
  expect(new Set(receiver.received.map(({ message }) => message.id)).size).toBe(10);
  const { padId } = await meetup.read((state) => state.cancelled.get(sessionId)!);
  expect(receiver.received[1]!.message).toEqual({
    version: 1,
    id: "8-0",
    sequence: 2,
    type: "session.started",
    at: "2026-03-09T12:00:00.000Z",
    text: "Now in Main hall: Upgrades (until 13:45)",
    command: "#main-hall now Upgrades",
    meetup: {
      slug: "porto-2026",
      title: "Meetup porto-2026",
      timezone: "Europe/Lisbon",
      url: "https://meet.example.org/m/porto-2026",
    },
    session: {
      id: sessionId,
      title: "Upgrades",
      room: { id: "main-hall", name: "Main hall" },
      startsAt: "2026-03-09T13:00:00Z",
      endsAt: "2026-03-09T13:45:00Z",
      state: "running",
      full: false,
      moderators: ["Mona", "Ada"],
      outcome: null,
      notesUrl: `https://meet.example.org/m/porto-2026/notes/${padId}`,
    },
  });
  expect(receiver.received[8]!.message).toMatchObject({
    type: "session.moved",
    session: { room: { name: "Room 2" } },
    was: { room: { name: "Main hall" } },
  });
  expect(await webhooks.view(meetup.id)).toMatchObject({
    url: receiver.url,
    dropped: 0,
    last: { ok: true, status: 204 },
  });
});

test("[B1] says nothing of votes, of who answered what, or of a schedule that is still being made", async () => {
  const meetup = await running("porto-2026");
  const receiver = receivers[0]!;
  await sets(meetup, receiver);
  await does(meetup, { type: "meetup.setPhase", phase: "gathering" });
  await does(meetup, { type: "topic.propose", id: "topic-001", title: "Packaging" });
  await does(meetup, { type: "vote.cast", topicId: "topic-001", as: "pick" }, mona);
  await does(meetup, { type: "session.move", sessionId: "session-1", roomId: "room-two0", slotId: "slot-0001" });
  const question = { question: "Who?", answers: ["We", "You"] };
  await does(meetup, { type: "hands.ask", id: "hands-001", sessionId: "session-1", ...question });
  await does(meetup, { type: "hands.answer", handsId: "hands-001", answer: 1 }, mona);
  await announce(meetup, 1);
  await receiver.until((all) => all.length === 2, "the announcement");
  expect(receiver.texts.slice(1)).toEqual(["News 1"]);
  // Published, changes are told as they are made.
  await does(meetup, { type: "schedule.publish", note: "first draft" });
  await does(meetup, { type: "session.move", sessionId: "session-1", roomId: "main-hall", slotId: "slot-0001" });
  await does(meetup, { type: "schedule.shift", from: "2026-03-09T12:30:00Z", minutes: 15 });
  await does(meetup, { type: "schedule.publish" });
  await receiver.until((all) => all.length === 6, "what was published");
  expect(receiver.texts.slice(2)).toEqual([
    "The schedule is published, first draft: https://meet.example.org/m/porto-2026/schedule",
    "Moved: Upgrades is now in Main hall, 2026-03-09 13:00",
    "Moved: Upgrades is now in Main hall, 2026-03-09 13:15",
    "The schedule has changed: https://meet.example.org/m/porto-2026/schedule",
  ]);
});

test("[B1] tells the start of a session five minutes before, once, through a restart", async () => {
  const meetup = await running("porto-2026");
  const receiver = receivers[0]!;
  await sets(meetup, receiver);
  clock.moves(54 * 60_000);
  expect(receiver.received).toHaveLength(1);
  clock.moves(60_000);
  await receiver.until((all) => all.length === 2, "the start");
  expect(receiver.received[1]!.message).toMatchObject({
    id: "soon-session-1-2026-03-09T13:00:00Z",
    type: "session.soon",
    text: "Starts at 13:00 in Main hall: Upgrades",
    command: "#main-hall next Upgrades",
  });
  await settled(meetup, 2);
  webhooks.close();
  startServer();
  await webhooks.start();
  await announce((await meetups.bySlug("porto-2026"))!, 1);
  await receiver.until((all) => all.length === 3, "the announcement");
  expect(receiver.texts.slice(2)).toEqual(["News 1"]);
});

test("[B1] tells of sixty sessions that start at once, each once, and goes on with what is new", async () => {
  const meetup = await running("porto-2026");
  const rooms = Array.from({ length: 59 }, (_, number) => `room-${number + 100}`);
  const commands = rooms.flatMap((id): CommandInput[] => [
    { type: "room.add", id, name: `Room ${id}` },
    { type: "session.schedule", id: `in-${id}`, topicIds: [], roomId: id, slotId: "slot-0001", title: `In ${id}` },
  ]);
  const batch = { type: "batch" as const, commands: commands.map((each) => commandSchema.parse(each)) };
  expect(await meetup.handle(batch, olga)).toHaveProperty("seq");
  const receiver = receivers[0]!;
  await sets(meetup, receiver);
  clock.moves(55 * 60_000);
  await receiver.until((all) => all.length === 61, "sixty starts");
  await announce(meetup, 1);
  await receiver.until((all) => all.length === 62, "the announcement");
  expect(new Set(receiver.received.slice(1, 61).map(({ message }) => message.id)).size).toBe(60);
  expect(receiver.texts.at(-1)).toBe("News 1");
});

test("[B1] a receiver that is back hears of what has happened, and of no start of a session that was taken off since", async () => {
  const meetup = await running("porto-2026");
  const receiver = receivers[0]!;
  await sets(meetup, receiver);
  await settled(meetup, 1);
  clock.moves(54 * 60_000 + 50_000);
  receiver.manner = 503;
  await announce(meetup, 1);
  await does(meetup, { type: "session.cancel", sessionId: "session-1" });
  for (const wait of [1000, 5000]) expect(await clock.movesToNext(wait)).toBe(wait);
  await receiver.until((all) => all.length === 4, "three attempts");
  receiver.manner = "takes";
  // When the start would have been told comes before the next attempt.
  expect(await clock.movesToNext(15_000)).toBe(4000);
  await clock.movesToNext(15_000);
  await receiver.until((all) => all.length === 6, "both");
  expect(receiver.texts.slice(4)).toEqual(["News 1", "Off the schedule: Upgrades, Main hall, 2026-03-09 13:00"]);
});

/** Resolves once so many messages are dealt with, durably. */
async function settled(meetup: LiveMeetup, messages: number): Promise<void> {
  for (;;) {
    const record = await store.record("webhook", meetup.id);
    if ((JSON.parse(record!) as { sequence: number }).sequence >= messages) return;
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
}

test("[B2] through failures, redirects, lost answers and refusals each message arrives, in order, and holds nobody else", async () => {
  const meetup = await running("porto-2026");
  const other = await running("other-2026");
  const [receiver, good] = receivers as [WebhookReceiver, WebhookReceiver];
  const secret = await sets(meetup, receiver);
  await sets(other, good);
  await does(meetup, { type: "session.cancel", sessionId: "session-1" });
  await does(other, { type: "session.cancel", sessionId: "session-1" });
  await receiver.until((all) => all.length === 2, "the first change");
  await good.until((all) => all.length === 2, "the first change");
  await settled(meetup, 2);
  await settled(other, 2);

  receiver.manner = 500;
  for (const number of [1, 2, 3]) await announce(meetup, number);
  for (const number of [1, 2, 3]) await announce(other, number);
  // The other meetup's news don't wait, and nothing that people do does.
  await good.until((all) => all.length === 5, "three announcements");
  await receiver.until((all) => all.length === 3, "a first attempt");
  expect(await clock.movesToNext()).toBe(1000);
  await receiver.until((all) => all.length === 4, "a second attempt");
  expect(await webhooks.view(meetup.id)).toMatchObject({
    last: { ok: false, status: 500, attempt: expect.any(Number) },
  });
  receiver.manner = (response) => response.writeHead(302, { Location: good.url }).end();
  expect(await clock.movesToNext()).toBe(5000);
  await receiver.until((all) => all.length === 5, "a third attempt");
  receiver.manner = (response) => response.destroy();
  expect(await clock.movesToNext()).toBe(15_000);
  await receiver.until((all) => all.length === 6, "a fourth attempt");
  expect(await clock.movesToNext()).toBe(30_000);
  await receiver.until((all) => all.length === 7, "a fifth attempt");
  // Whoever hangs up is there; then nobody is.
  await receiver.closes();
  expect(await clock.movesToNext()).toBe(60_000);
  expect(await clock.movesToNext()).toBe(120_000);
  expect(await webhooks.view(meetup.id)).toMatchObject({
    last: { ok: false, status: null, error: "Connection refused" },
  });
  receiver.manner = "takes";
  await receiver.listens();
  expect(await clock.movesToNext()).toBe(300_000);
  await receiver.until((all) => all.length === 10, "all three");
  expect(receiver.texts.slice(2)).toEqual([...Array<string>(6).fill("News 1"), "News 2", "News 3"]);
  expect(new Set(receiver.received.slice(2, 8).map(({ message }) => `${message.id} ${message.sequence}`)).size).toBe(1);
  for (const each of receiver.received) expect(receiver.isSigned(each, secret)).toBe(true);
  expect(good.texts.slice(2)).toEqual(["News 1", "News 2", "News 3"]);
});

test("[B2] who never answers is tried again", async () => {
  const meetup = await running("porto-2026");
  await does(meetup, { type: "session.cancel", sessionId: "session-1" });
  const receiver = receivers[0]!;
  await sets(meetup, receiver);
  await settled(meetup, 1);
  webhooks.close();
  startServer({ timeoutMs: 500 });
  await webhooks.start();
  receiver.manner = "hangs";
  await announce((await meetups.bySlug("porto-2026"))!, 1);
  expect(await clock.movesToNext()).toBe(1000);
  expect(await clock.movesToNext()).toBe(5000);
  expect(await webhooks.view(meetup.id)).toMatchObject({
    last: { ok: false, status: null, error: "No answer in time" },
  });
});

test("[B2] ten attempts within an hour, then it goes on with what is new", async () => {
  const meetup = await running("porto-2026");
  await does(meetup, { type: "session.cancel", sessionId: "session-1" });
  const receiver = receivers[0]!;
  await sets(meetup, receiver);
  receiver.manner = 503;
  for (const number of [1, 2, 3]) await announce(meetup, number);
  const waits = [];
  for (let attempt = 1; attempt < 10; attempt++) waits.push(await clock.movesToNext());
  expect(waits).toEqual(RETRY_MS);
  expect(waits.reduce((sum, each) => sum + each, 0)).toBeLessThan(60 * 60_000);
  await receiver.until((all) => all.length === 12, "ten attempts and what waited behind them");
  // They had grown nearly an hour old by then, and get less.
  clock.moves(10 * 60_000);
  await receiver.until((all) => all.length >= 13, "the others");
  receiver.manner = "takes";
  clock.moves(60 * 60_000);
  await announce(meetup, 4);
  await receiver.until((all) => all.at(-1)!.message.text === "News 4", "the newest");
  const { message } = receiver.received.at(-1)!;
  expect(message.sequence).toBe(5);
  const attempts = (text: string) => receiver.texts.filter((each) => each === text).length;
  expect(attempts("News 1")).toBe(10);
  expect(attempts("News 2")).toBeGreaterThanOrEqual(1);
  expect(attempts("News 3")).toBeGreaterThanOrEqual(1);
});

test("[B2] goes on after a restart with what was not taken, whatever failed in between", async () => {
  const meetup = await running("porto-2026");
  await does(meetup, { type: "session.cancel", sessionId: "session-1" });
  const receiver = receivers[0]!;
  const secret = await sets(meetup, receiver);
  await settled(meetup, 1);
  receiver.manner = 500;
  await does(meetup, { type: "sideGroup.start", id: "group-001", title: "Ironic at scale" }, mona);
  await announce(meetup, 1);
  await receiver.until((all) => all.length === 2, "an attempt");
  webhooks.close();
  receiver.manner = "takes";
  startServer();
  await webhooks.start();
  await receiver.until((all) => all.length === 4, "both");
  expect(receiver.texts.slice(1)).toEqual([
    "New side group: Ironic at scale",
    "New side group: Ironic at scale",
    "News 1",
  ]);
  expect(receiver.isSigned(receiver.received[3]!, secret)).toBe(true);
  expect(receiver.received[3]!.message.sequence).toBe(3);
});

test("[B2] what was taken and could not be noted down is told again, five seconds later, and then what is new", async () => {
  const meetup = await running("porto-2026");
  await does(meetup, { type: "session.cancel", sessionId: "session-1" });
  const receiver = receivers[0]!;
  await sets(meetup, receiver);
  await settled(meetup, 1);
  receiver.manner = (response) => {
    store.failWrites("the disk is full", 1);
    receiver.manner = "takes";
    response.writeHead(204).end();
  };
  // Two pieces of news of one step: the second comes after the first however often that is told.
  const commands = [1, 2].map((number) => announcement(number));
  expect(await meetup.handle({ type: "batch", commands }, olga)).toHaveProperty("seq");
  expect(await clock.movesToNext(5000)).toBe(5000);
  await receiver.until((all) => all.length === 4, "both");
  const told = receiver.received.slice(1).map(({ message: { id, sequence, text } }) => [id, sequence, text]);
  const first = [expect.any(String), 2, "News 1"];
  expect(told).toEqual([first, first, [expect.any(String), 3, "News 2"]]);
  expect(told[1]).toEqual(told[0]);
});

test("[B2] while nothing can be noted down nothing is told again", async () => {
  const meetup = await running("porto-2026");
  await does(meetup, { type: "session.cancel", sessionId: "session-1" });
  const receiver = receivers[0]!;
  await sets(meetup, receiver);
  await settled(meetup, 1);
  receiver.manner = (response) => {
    store.failWrites("the disk is full");
    receiver.manner = "takes";
    response.writeHead(204).end();
  };
  await announce(meetup, 1);
  for (let tries = 0; tries < 3; tries += 1) expect(await clock.movesToNext(5000)).toBe(5000);
  expect(receiver.received).toHaveLength(2);
  store.failWrites(undefined);
  expect(await clock.movesToNext(5000)).toBe(5000);
  await receiver.until((all) => all.length === 3, "it again");
  await settled(meetup, 2);
  expect(receiver.texts.slice(1)).toEqual(["News 1", "News 1"]);
});

test("[B3] a webhook that could not be changed or removed goes on telling", async () => {
  const meetup = await running("porto-2026");
  const [receiver, other] = receivers as [WebhookReceiver, WebhookReceiver];
  const secret = await sets(meetup, receiver);
  await settled(meetup, 1);
  const to = { url: other.url, origin: ORIGIN, seq: 1 };
  for (const change of [() => webhooks.set(meetup.id, to), () => webhooks.remove(meetup.id)]) {
    store.failWrites("the disk is full");
    await expect(change()).rejects.toThrow("the disk is full");
    store.failWrites(undefined);
    expect(await webhooks.view(meetup.id)).toMatchObject({ url: receiver.url });
    const before = receiver.received.length;
    await announce(meetup, before);
    await receiver.until((all) => all.length === before + 1, "the announcement");
    expect(receiver.isSigned(receiver.received.at(-1)!, secret)).toBe(true);
    await settled(meetup, before + 1);
  }
  expect(receiver.texts.slice(1)).toEqual(["News 1", "News 2"]);
  await webhooks.remove(meetup.id);
  expect([await webhooks.view(meetup.id), await store.record("webhook", meetup.id)]).toEqual([null, undefined]);
  await announce(meetup, 3);
  // What had been told of it would have come before what is told from here on.
  await webhooks.set(meetup.id, { ...to, url: receiver.url, seq: await meetup.read((state) => state.seq) });
  await announce(meetup, 4);
  await receiver.until((all) => all.at(-1)!.message.text === "News 4", "what is new");
  const greeting = receiver.texts[0];
  expect(receiver.texts).toEqual([greeting, "News 1", "News 2", greeting, "News 4"]);
  expect(other.received).toEqual([]);
});

test("[B3] a webhook that is removed while it can't be changed stays removed", async () => {
  const meetup = await running("porto-2026");
  const [receiver, other] = receivers as [WebhookReceiver, WebhookReceiver];
  await sets(meetup, receiver);
  await settled(meetup, 1);
  store.failWrites("the disk is full", 1);
  const to = { url: other.url, origin: ORIGIN, seq: 1 };
  const changes = await Promise.allSettled([webhooks.set(meetup.id, to), webhooks.remove(meetup.id)]);
  expect(changes.map(({ status }) => status)).toEqual(["rejected", "fulfilled"]);
  expect([await webhooks.view(meetup.id), await store.record("webhook", meetup.id)]).toEqual([null, undefined]);
});

test("[B3] nothing of a webhook is left of a meetup that is deleted while it is told, and none is set after", async () => {
  const meetup = await running("porto-2026");
  const receiver = receivers[0]!;
  await sets(meetup, receiver);
  await settled(meetup, 1);
  store.failWrites("the disk is full", 1);
  await expect(meetups.delete(meetup, olga)).rejects.toThrow("the disk is full");
  const again = (await meetups.bySlug("porto-2026"))!;
  const answered = new Promise<ServerResponse>((answer) => (receiver.manner = answer));
  await announce(again, 1);
  const response = await answered;
  const closed = once(response, "close");
  store.hold();
  const deleted = meetups.delete(again, olga);
  await turn();
  response.writeHead(204).end();
  await closed;
  await turn();
  store.release();
  expect(await deleted).toHaveProperty("seq");
  await store.probe();
  expect([await webhooks.view(meetup.id), await store.record("webhook", meetup.id)]).toEqual([null, undefined]);
  expect(await webhooks.set(meetup.id, { url: receiver.url, origin: ORIGIN, seq: 1 })).toBeUndefined();
  expect([await webhooks.view(meetup.id), await store.record("webhook", meetup.id)]).toEqual([null, undefined]);
});

test("[B2] an answer without end is not read", async () => {
  const meetup = await running("porto-2026");
  const receiver = receivers[0]!;
  await sets(meetup, receiver);
  let isCut = false;
  receiver.manner = (response) => {
    response.writeHead(200);
    const more = () => {
      while (response.write(Buffer.alloc(65_536)));
    };
    response.on("drain", more);
    response.on("close", () => (isCut = true));
    more();
  };
  await announce(meetup, 1);
  await receiver.until((all) => all.length === 2, "the first");
  receiver.manner = "takes";
  await announce(meetup, 2);
  await receiver.until((all) => all.length === 3, "the second");
  await expect.poll(() => isCut).toBe(true);
});

test("[B3] leads only where the operator allows, by host, port and protocol", () => {
  const hosts = allowedHostsFrom("HOSTS", "chat.example.org, *.example.net:8443,http://127.0.0.1:9000 , [::1]:7000");
  const allows = (url: string) => isAllowedHost(hosts, new URL(url));
  for (const url of [
    "https://chat.example.org/hooks/a?b=c",
    "https://CHAT.example.org:443/",
    "https://a.b.example.net:8443/",
    "http://127.0.0.1:9000/",
    "https://[::1]:7000/",
  ])
    expect([url, allows(url)]).toEqual([url, true]);
  for (const url of [
    "http://chat.example.org/",
    "https://chat.example.org:8443/",
    "https://chat.example.org.evil.test/",
    "https://evilchat.example.org/",
    "https://example.net:8443/",
    "https://evilexample.net:8443/",
    "https://127.0.0.1:9000/",
    "http://127.0.0.1:9001/",
    "http://127.1:9000.evil.test/",
    "http://localhost:9000/",
  ])
    expect([url, URL.canParse(url) && allows(url)]).toEqual([url, false]);
  expect(allowedHostsFrom("HOSTS", undefined)).toEqual([]);
  for (const wrong of [
    "ftp://a.example",
    "https://a.example/path",
    "a b",
    "user@a.example",
    "*",
    "*.*.example",
    "*.127.0.0.1",
  ])
    expect(() => allowedHostsFrom("HOSTS", wrong), wrong).toThrow(wrong);
});
