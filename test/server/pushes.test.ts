import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { commandSchema, type CommandInput } from "../../shared/meetup/commands.ts";
import type { LoggedCommand } from "../../shared/meetup/decide.ts";
import { NO_PUSH } from "../../shared/meetup/push-choices.ts";
import type { Person } from "../../shared/person.ts";
import type { LiveMeetup } from "../../server/meetups/live-meetup.ts";
import { LiveMeetups } from "../../server/meetups/live-meetups.ts";
import { meetupStream } from "../../server/meetups/meetup-log.ts";
import { allowedHostsFrom } from "../../server/outward/allowed-hosts.ts";
import { Pushes } from "../../server/outward/pushes.ts";
import { People } from "../../server/people/people.ts";
import { InMemoryLogStore } from "../helpers/in-memory-log-store.ts";
import { StoreUnavailableError } from "../../server/store/log-store.ts";
import { MovableClock } from "../helpers/movable-clock.ts";
import { PushDevice, PushService, vapidClaims } from "../helpers/push-device.ts";

const SLUG = "porto-2026";
const WISH = { title: "Porto", slug: SLUG, timezone: "Europe/Lisbon", place: "", description: "", listed: false };
const ALL = { moved: true, soon: true, sideGroups: true };

/** Knows who waits, and for how long. */
class NotedClock extends MovableClock {
  readonly #waiting = new Map<object, number>();

  override after(ms: number, then: () => void): () => void {
    const key = {};
    this.#waiting.set(key, ms);
    const callOff = super.after(ms, () => {
      this.#waiting.delete(key);
      then();
    });
    return () => {
      this.#waiting.delete(key);
      callOff();
    };
  }

  get waits(): number[] {
    return [...this.#waiting.values()];
  }
}

let clock: NotedClock;
let store: InMemoryLogStore;
let people: People;
let meetups: LiveMeetups;
let pushes: Pushes;
let faults: unknown[];
let service: PushService;
let meetup: LiveMeetup;
let olga: Person;
let mona: Person;
let vera: Person;
let vito: Person;

beforeEach(async () => {
  clock = new NotedClock("2026-03-09T12:00:00Z");
  store = new InMemoryLogStore();
  people = new People(store);
  faults = [];
  service = await PushService.starts();
  startServer();
  [olga, mona, vera, vito] = (await Promise.all(
    ["Olga", "Mona", "Vera", "Vito"].map(async (name) => (await people.create(name, undefined)).person),
  )) as [Person, Person, Person, Person];
  await meetups.create(WISH, olga);
  meetup = (await meetups.bySlug(SLUG))!;
  await does(mona, { type: "topic.propose", id: "topic-001", title: "Upgrades" });
  await does(mona, { type: "topic.propose", id: "topic-002", title: "Ironic" });
  await does(vera, { type: "vote.cast", topicId: "topic-001" });
  await does(vito, { type: "vote.cast", topicId: "topic-002" });
  await does(olga, { type: "room.add", id: "main-hall", name: "Main hall" });
  await does(olga, { type: "room.add", id: "room-two0", name: "Room 2" });
  const times = { startsAt: "2026-03-09T13:00:00Z", endsAt: "2026-03-09T13:45:00Z" };
  await does(olga, { type: "slot.add", id: "slot-0001", ...times });
  const session = { topicIds: ["topic-001"], roomId: "main-hall", slotId: "slot-0001" };
  await does(olga, { type: "session.schedule", id: "session-1", ...session });
  await does(olga, { type: "session.edit", sessionId: "session-1", moderators: [{ personId: mona.id }] });
  await does(olga, { type: "meetup.setPhase", phase: "running" });
});

afterEach(async () => {
  pushes.close();
  store.release();
  await meetups.close();
  await store.close();
  await service.closes();
  expect(faults).toEqual([]);
});

/** What is in memory is made anew; what is in the store stays. */
function startServer(allowed = service.origin): void {
  const report = (_where: string, error: unknown) => void faults.push(error);
  const onPadRights = () => Promise.resolve();
  const removing = (meetupId: string, remove: () => Promise<void>) => pushes.removing(meetupId, remove);
  const onStep = (meetupId: string) => pushes.poke(meetupId);
  meetups = new LiveMeetups({ store, clock, report, people, onStep, onPadRights, removing }, () => undefined);
  const hosts = allowedHostsFrom("HOSTS", allowed);
  pushes = new Pushes({ store, clock, report, people, meetups, hosts, subject: "mailto:olga@example.org" });
}

async function does(by: Person, input: CommandInput): Promise<void> {
  const answer = await meetup.handle(commandSchema.parse(input) as LoggedCommand, by);
  if ("problem" in answer) throw new Error(`${input.type}: ${answer.problem.detail}`);
}

/** A device of this person's that is told what they chose. */
async function hears(person: Person, choices = ALL, name = person.name): Promise<PushDevice> {
  const device = new PushDevice(service, name);
  const { endpoint, keys } = device.subscription;
  await pushes.devices.add(person.id, { endpoint, keys, device: `device of ${name}` });
  await pushes.choose(meetup, person.id, choices);
  return device;
}

const move = { type: "session.move" as const, sessionId: "session-1", roomId: "room-two0", slotId: "slot-0001" };

test("[P1] who moderates a session or voted for it hears that it starts in five minutes, encrypted and signed; nobody else", async () => {
  const [monas, veras, vitos, olgas] = [await hears(mona), await hears(vera), await hears(vito), await hears(olga)];
  clock.moves(54 * 60_000);
  expect(service.pushed).toEqual([]);
  clock.moves(60_000);
  await service.until(2);
  const padId = await meetup.read((state) => state.sessions.get("session-1")!.padId);
  const told = {
    title: "Porto",
    body: "Starts at 13:00 in Main hall: Upgrades",
    path: `/m/${SLUG}/notes/${padId}`,
    tag: `${SLUG}-session-session-1`,
  };
  expect([monas.shown, veras.shown, vitos.shown, olgas.shown]).toEqual([[told], [told], [], []]);
  const publicKey = await pushes.publicKey();
  for (const each of service.pushed) {
    const { aud, exp, sub } = vapidClaims(each, publicKey);
    expect([aud, sub]).toEqual([service.origin, "mailto:olga@example.org"]);
    expect(exp - Date.now() / 1000).toBeLessThanOrEqual(24 * 3600);
    expect(each.headers).toMatchObject({ ttl: "300", urgency: "high", "content-encoding": "aes128gcm" });
    expect(each.body.toString("latin1")).not.toMatch(/Upgrades|Porto/u);
  }
  clock.moves(60_000);
  await does(olga, move);
  await service.until(4);
  const times = { startsAt: "2026-03-09T13:30:00Z", endsAt: "2026-03-09T14:15:00Z" };
  await does(olga, { type: "slot.edit", slotId: "slot-0001", ...times });
  await service.until(6);
  clock.moves(Date.parse("2026-03-09T13:25:00Z") - clock.now());
  await service.until(8);
  expect(veras.shown).toMatchObject([
    told,
    { body: "Moved: Upgrades is now in Room 2, 2026-03-09 13:00" },
    { body: "Moved: Upgrades is now in Room 2, 2026-03-09 13:30" },
    { body: "Starts at 13:30 in Room 2: Upgrades" },
  ]);
});

test("[P1] a start is told whether or not anybody has said that the meetup runs, a change of the schedule only then", async () => {
  await does(olga, { type: "meetup.setPhase", phase: "voting" });
  const veras = await hears(vera);
  // Vito has it in his day.
  await does(vito, { type: "plan.add", sessionId: "session-1" });
  const vitos = await hears(vito);
  await does(olga, move);
  clock.moves(55 * 60_000);
  await service.until(2);
  for (const { shown } of [veras, vitos])
    expect(shown).toMatchObject([{ body: "Starts at 13:00 in Room 2: Upgrades" }]);
});

test("[P1] each hears only what they chose, and not what they did themselves", async () => {
  const veras = await hears(vera, { ...NO_PUSH, moved: true });
  const monas = await hears(mona, { ...NO_PUSH, soon: true });
  await does(olga, move);
  await service.until(1);
  expect(veras.shown).toMatchObject([{ body: "Moved: Upgrades is now in Room 2, 2026-03-09 13:00" }]);
  expect(service.pushed[0]!.headers).toMatchObject({ ttl: String(4 * 3600), urgency: "normal" });
  await pushes.choose(meetup, vera.id, NO_PUSH);
  await pushes.choose(meetup, mona.id, { ...NO_PUSH, moved: true });
  expect(await pushes.choicesOf(meetup.id, vera.id)).toEqual(NO_PUSH);
  // Olga moves it herself; Vito, who voted for something else, has it in his day, and was removed.
  const vitosPhone = await hears(vito, ALL, "phone-of-Vito");
  await does(vito, { type: "plan.add", sessionId: "session-1" });
  await does(olga, { type: "person.remove", personId: vito.id });
  await does(olga, { type: "session.cancel", sessionId: "session-1" });
  await service.until(2);
  expect(monas.shown).toMatchObject([{ body: "Off the schedule: Upgrades, Room 2, 2026-03-09 13:00" }]);
  expect([veras.shown.length, vitosPhone.shown.length]).toEqual([1, 0]);

  await does(olga, { type: "person.restore", personId: vito.id });
  const vitos = await hears(vito);
  await does(vito, { type: "sideGroup.start", id: "group-001", topicId: "topic-002", place: "Lobby" });
  await does(vera, { type: "sideGroup.join", sideGroupId: "group-001" });
  await pushes.choose(meetup, vera.id, ALL);
  await does(vito, { type: "sideGroup.edit", sideGroupId: "group-001", place: "Lunch table 4" });
  await service.until(3);
  expect(veras.shown.at(-1)).toMatchObject({
    body: "Side group moved: Ironic (Lunch table 4)",
    path: `/m/${SLUG}/side-groups/group-001`,
    tag: `${SLUG}-group-group-001`,
  });
  expect(vitos.shown).toEqual([]);

  // One that goes on in another is not told as over, and leads to where it goes on.
  await does(mona, { type: "sideGroup.start", id: "group-002", title: "Bare metal" });
  await does(vito, { type: "sideGroup.merge", from: "group-001", into: "group-002" });
  await service.until(4);
  expect(veras.shown.at(-1)).toMatchObject({
    body: "Ironic goes on in another side group: Bare metal",
    path: `/m/${SLUG}/side-groups/group-002`,
  });
});

test("[P1] whoever voted for a topic hears of its side group, and its members of its end; nothing says who voted", async () => {
  const [vitos, veras] = [await hears(vito), await hears(vera)];
  await does(mona, { type: "sideGroup.start", id: "group-001", topicId: "topic-002", place: "Lobby sofa" });
  await service.until(1);
  expect(vitos.shown).toMatchObject([{ body: "New side group: Ironic (Lobby sofa)" }]);
  expect(veras.shown).toEqual([]);
  await does(vera, { type: "sideGroup.join", sideGroupId: "group-001" });
  await does(mona, { type: "sideGroup.end", sideGroupId: "group-001", outcome: "A list of bugs" });
  await service.until(2);
  expect(veras.shown).toMatchObject([{ body: "Side group ended: Ironic. What came out: A list of bugs" }]);
  const told = JSON.stringify([vitos.shown, veras.shown]);
  for (const { id, name } of [mona, vera, vito]) {
    expect(told).not.toContain(id);
    expect(told).not.toContain(name);
  }
});

test("[P2] goes on after a restart, by itself, with the same keys", async () => {
  const veras = await hears(vera);
  const publicKey = await pushes.publicKey();
  pushes.close();
  await meetups.close();
  startServer();
  await pushes.start();
  expect(await pushes.publicKey()).toBe(publicKey);
  expect(await pushes.choicesOf(meetup.id, vera.id)).toEqual(ALL);
  // Nobody has the meetup open.
  clock.moves(55 * 60_000);
  await service.until(1);
  expect(veras.shown).toHaveLength(1);
  vapidClaims(service.pushed[0]!, publicKey);
});

test("[P2] a start that was told isn't told again after a restart, and what was told goes with its meetup", async () => {
  const veras = await hears(vera);
  clock.moves(55 * 60_000);
  await service.until(1);
  await vi.waitFor(async () => expect(await store.records("push-told")).toHaveLength(1));
  pushes.close();
  await meetups.close();
  startServer();
  await pushes.start();
  meetup = (await meetups.bySlug(SLUG))!;
  await does(olga, move);
  await service.until(2);
  expect(veras.shown).toMatchObject([
    { body: "Starts at 13:00 in Main hall: Upgrades" },
    { body: "Moved: Upgrades is now in Room 2, 2026-03-09 13:00" },
  ]);
  await meetups.delete(meetup, olga);
  expect(await store.records("push-told")).toEqual([]);
});

test("[P2] a start that was being told as the server ended is told again, and once it was told no more", async () => {
  const veras = await hears(vera);
  // It takes nothing now: it is to be tried again in a while.
  service.answers.set(veras.path, 503);
  clock.moves(55 * 60_000);
  await service.until(1);
  await vi.waitFor(() => expect(clock.waits).toContain(5000));
  expect(await store.records("push-told")).toEqual([]);
  const restarts = async () => {
    pushes.close();
    await meetups.close();
    startServer();
    await pushes.start();
    meetup = (await meetups.bySlug(SLUG))!;
  };
  await restarts();
  await service.until(2);
  // The server that has ended planned to, too.
  await vi.waitFor(() => expect(clock.waits.filter((ms) => ms === 5000)).toHaveLength(2));
  service.answers.clear();
  expect(await clock.movesToNext(5000)).toBe(5000);
  await vi.waitFor(async () => expect(await store.records("push-told")).toHaveLength(1));
  await restarts();
  await does(olga, move);
  await service.until(4);
  const told = veras.shown as { tag: string; body: string }[];
  // A device shows one of a tag.
  expect(new Set(told.slice(0, 3).map(({ tag }) => tag)).size).toBe(1);
  expect(told.map(({ body }) => body)).toEqual([
    ...Array(3).fill("Starts at 13:00 in Main hall: Upgrades"),
    "Moved: Upgrades is now in Room 2, 2026-03-09 13:00",
  ]);
});

test("[P2] of a start that is being told as its meetup is deleted nothing is left", async () => {
  const veras = await hears(vera);
  service.answers.set(veras.path, 503);
  clock.moves(55 * 60_000);
  await service.until(1);
  await vi.waitFor(() => expect(clock.waits).toContain(5000));
  await meetups.delete(meetup, olga);
  service.answers.set(veras.path, 410);
  await clock.movesToNext(5000);
  await vi.waitFor(async () => expect(await pushes.devices.of(vera.id)).toEqual([]));
  await new Promise((later) => setImmediate(later));
  // Behind what else is to be stored.
  await pushes.removing("another", async () => undefined);
  expect(await store.records("push-told")).toEqual([]);
});

test("[P2] a start that is being told isn't told twice when the meetup has to be read again, and one that concerns nobody is told", async () => {
  const veras = await hears(vera);
  service.answers.set(veras.path, 503);
  // It is looked for twice before any of it is told.
  store.hold();
  const edited = does(olga, { type: "meetup.edit", place: "Porto" });
  clock.moves(55 * 60_000);
  store.release();
  await edited;
  await service.until(1);
  await vi.waitFor(() => expect(clock.waits).toContain(5000));
  store.failWrites("the disk is full", 1);
  await expect(does(olga, move)).rejects.toThrow();
  expect(await clock.movesToNext(2000)).toBe(2000);
  meetup = (await meetups.bySlug(SLUG))!;
  await vi.waitFor(() => expect(meetup.inUse).toBe(true));
  service.answers.clear();
  expect(await clock.movesToNext(3000)).toBe(3000);
  await service.until(2);
  await vi.waitFor(async () => expect(await store.records("push-told")).toHaveLength(1));
  expect(service.pushed).toHaveLength(2);
  const [record] = await store.records("push-told");
  const times = { startsAt: "2026-03-09T14:00:00Z", endsAt: "2026-03-09T14:45:00Z" };
  await does(olga, { type: "slot.add", id: "slot-0002", ...times });
  const session = { topicIds: ["topic-002"], roomId: "main-hall", slotId: "slot-0002" };
  await does(olga, { type: "session.schedule", id: "session-2", ...session });
  clock.moves(Date.parse("2026-03-09T13:55:00Z") - clock.now());
  await vi.waitFor(async () => expect((await store.records("push-told"))[0]!.value).not.toBe(record!.value));
  // What has started is forgotten.
  expect((await store.records("push-told")).map(({ value }) => value)).toEqual(['["session-2 2026-03-09T14:00:00Z"]']);
  expect(service.pushed).toHaveLength(2);
});

test("[P2] what anybody chose to hear of a meetup is deleted with it, in one step", async () => {
  await hears(vera);
  store.failWrites("the disk is full", 1);
  await expect(meetups.delete(meetup, olga)).rejects.toThrow("the disk is full");
  expect(await store.records("push-choices")).toHaveLength(1);
  expect(await pushes.choicesOf(meetup.id, vera.id)).toEqual(ALL);
  await meetups.delete((await meetups.bySlug(SLUG))!, olga);
  expect(await store.records("push-choices")).toEqual([]);
  expect(await pushes.choicesOf(meetup.id, vera.id)).toEqual(NO_PUSH);
});

test("[P2] what is chosen while its meetup is deleted goes with it, or is not chosen", async () => {
  await pushes.start();
  store.hold();
  const before = pushes.choose(meetup, vera.id, ALL).catch((error: unknown) => error);
  // It is being stored then.
  await new Promise((later) => setImmediate(later));
  const gone = meetups.delete(meetup, olga);
  const meanwhile = pushes.choose(meetup, mona.id, ALL);
  store.release();
  expect(await gone).toHaveProperty("seq");
  // Stored, and then there was nothing left to watch.
  expect(await before).toBeInstanceOf(StoreUnavailableError);
  expect([await meanwhile, await pushes.choose(meetup, vito.id, ALL)]).toEqual([false, false]);
  expect(await store.records("push-choices")).toEqual([]);
  for (const { id } of [vera, mona, vito]) expect(await pushes.choicesOf(meetup.id, id)).toEqual(NO_PUSH);
});

test("[P2] what somebody wants to hear goes over to who they are now, and not of a meetup that is gone", async () => {
  await pushes.choose(meetup, vera.id, ALL);
  await pushes.replace({ id: vera.id, now: vito });
  expect([await pushes.choicesOf(meetup.id, vera.id), await pushes.choicesOf(meetup.id, vito.id)]).toEqual([
    NO_PUSH,
    ALL,
  ]);
  store.hold();
  const gone = meetups.delete(meetup, olga);
  await new Promise((later) => setImmediate(later));
  const replaced = pushes.replace({ id: vito.id, now: mona });
  await new Promise((later) => setImmediate(later));
  store.release();
  await Promise.all([gone, replaced]);
  expect(await store.records("push-choices")).toEqual([]);
  expect(await pushes.choicesOf(meetup.id, mona.id)).toEqual(NO_PUSH);
});

test("[P2] a meetup that nobody wants to hear of any more isn't watched", async () => {
  const isWatched = () => meetup.inUse;
  const stops = () => vi.waitFor(() => expect(isWatched()).toBe(false));
  await hears(vera);
  expect(isWatched()).toBe(true);
  // As a page asks for it.
  await pushes.choose(meetup, vera.id, { ...NO_PUSH });
  await stops();
  expect(clock.waits).toEqual([]);
  await hears(vera);
  await hears(mona);
  for (const title of ["Porto 1", "Porto 2"]) await does(olga, { type: "meetup.edit", title });
  expect([isWatched(), clock.waits]).toEqual([true, [55 * 60_000]]);
  await pushes.replace({ id: vera.id, now: null });
  expect([isWatched(), await pushes.devices.of(vera.id)]).toEqual([true, []]);
  await pushes.replace({ id: mona.id, now: null });
  await stops();
  await hears(vera);
  await meetups.delete(meetup, olga);
  await stops();
});

test("[P2] a closed meetup isn't watched, whoever wants to hear of it, and is from when it is opened again", async () => {
  const isWatched = (watched: boolean) => vi.waitFor(() => expect(meetup.inUse).toBe(watched));
  const veras = await hears(vera);
  await does(olga, move);
  await does(olga, { type: "meetup.setPhase", phase: "closed" });
  await isWatched(false);
  await service.until(1);
  const monas = await hears(mona);
  await isWatched(false);
  await does(olga, { type: "meetup.setPhase", phase: "running" });
  expect(await clock.movesToNext(0)).toBe(0);
  await isWatched(true);
  await does(olga, { ...move, roomId: "main-hall" });
  await service.until(3);
  const [there, back] = ["Room 2", "Main hall"].map((room) => ({
    body: `Moved: Upgrades is now in ${room}, 2026-03-09 13:00`,
  }));
  expect([veras.shown, monas.shown]).toMatchObject([[there, back], [back]]);
});

test("[P2] a server that ends looks for nothing more, and sends nothing more", async () => {
  const asked: IncomingMessage[] = [];
  const hanging = createServer((request) => void asked.push(request.resume()));
  await new Promise<void>((listens) => hanging.listen(0, "127.0.0.1", listens));
  const { port } = hanging.address() as AddressInfo;
  startServer(`http://127.0.0.1:${port}`);
  meetup = (await meetups.bySlug(SLUG))!;
  const { keys } = new PushDevice(service, "hangs").subscription;
  await pushes.devices.add(vera.id, { endpoint: `http://127.0.0.1:${port}/hangs`, keys, device: "hangs" });
  await pushes.choose(meetup, vera.id, ALL);
  await does(olga, move);
  await vi.waitFor(() => expect(asked).toHaveLength(1));
  // One looks for what starts soon, and one for a meetup that has ended here.
  store.hold();
  const times = { startsAt: "2026-03-09T13:30:00Z", endsAt: "2026-03-09T14:15:00Z" };
  const held = does(olga, { type: "slot.edit", slotId: "slot-0001", ...times });
  clock.moves(55 * 60_000);
  const gaveUp = new Promise((closed) => asked[0]!.socket.once("close", closed));
  pushes.close();
  await gaveUp;
  store.release();
  await held;
  await pushes.choose(meetup, mona.id, ALL);
  await vi.waitFor(() => expect(meetup.inUse).toBe(false));
  await vi.waitFor(() => expect(clock.waits).toEqual([5000]));
  clock.moves(5000);
  await new Promise((later) => setImmediate(later));
  expect([clock.waits, asked.length]).toEqual([[], 1]);
  hanging.closeAllConnections();
  await new Promise((closed) => hanging.close(closed));
});

test("[P2] what was over at a restart and couldn't be tidied up is looked at again", async () => {
  await hears(vera);
  await does(olga, { type: "meetup.setPhase", phase: "closed" });
  pushes.close();
  startServer();
  store.failWrites("the disk is full", 1);
  await pushes.start();
  expect([clock.waits, faults]).toEqual([[2000], []]);
});

test("[P2] a meetup that has ended right before the server did isn't looked for", async () => {
  await hears(vera);
  store.hold();
  const failing = does(olga, move);
  // What starts soon is looked for when it can be.
  clock.moves(55 * 60_000);
  store.failWrites("the disk is full", 1);
  store.release();
  await expect(failing).rejects.toThrow();
  expect(clock.waits).toEqual([2000]);
  pushes.close();
  await store.close();
  clock.moves(2000);
  await new Promise((later) => setImmediate(later));
  expect(clock.waits).toEqual([]);
});

test("[P2] a meetup that has to be read again is watched again, as soon as it can be read", async () => {
  const veras = await hears(vera);
  store.failWrites("the disk is full", 1);
  await expect(does(olga, move)).rejects.toThrow();
  const stream = meetupStream(meetup.id);
  const entries = (await store.read(stream)).map(({ bytes }) => bytes);
  await store.write({ drops: [stream] });
  expect(await clock.movesToNext(2000)).toBe(2000);
  // In vain: it looks again later.
  expect(await clock.movesToNext(2000)).toBe(2000);
  await store.write({ appends: [{ stream, entries }] });
  expect(await clock.movesToNext(2000)).toBe(2000);
  meetup = (await meetups.bySlug(SLUG))!;
  await vi.waitFor(() => expect(meetup.inUse).toBe(true));
  await does(olga, move);
  await service.until(1);
  expect(veras.shown).toMatchObject([{ body: "Moved: Upgrades is now in Room 2, 2026-03-09 13:00" }]);
});

test("[P2] after a restart what is over is told no more, who is somebody else now hears what they chose, and what can't be read holds up nothing", async () => {
  const [monas] = [await hears(mona, { ...NO_PUSH, soon: true }), await hears(vera), await hears(vito)];
  await people.join(vera, mona);
  await people.join(vito, olga);
  const chosen = JSON.stringify({ slug: SLUG, choices: ALL });
  await store.write({ records: [{ op: "put", kind: "push-choices", key: `before/${olga.id}`, value: chosen }] });
  const ids: string[] = [];
  for (const slug of ["closed", "broken"]) {
    await meetups.create({ ...WISH, slug }, olga);
    const other = (await meetups.bySlug(slug))!;
    ids.push(other.id);
    await pushes.choose(other, olga.id, ALL);
    if (slug === "closed") await other.handle({ type: "meetup.setPhase", phase: "closed" }, olga);
    else await store.write({ drops: [meetupStream(other.id)] });
  }
  pushes.close();
  await meetups.close();
  startServer();
  // Stopped right after its start, it looks no further.
  const begun = pushes.start();
  pushes.close();
  await begun;
  expect(await store.records("push-choices")).toHaveLength(6);
  await meetups.close();
  startServer();
  await pushes.start();
  expect(faults).toHaveLength(1);
  faults = [];
  const left = (await store.records("push-choices")).map(({ key }) => key.split("/")[1]);
  expect(left).toHaveLength(3);
  expect(new Set(left)).toEqual(new Set([mona.id, olga.id]));
  const choices = await Promise.all([mona, vera, olga].map(({ id }) => pushes.choicesOf(meetup.id, id)));
  expect(choices).toEqual([{ ...NO_PUSH, soon: true }, NO_PUSH, ALL]);
  expect(await pushes.choicesOf(ids[0]!, olga.id)).toEqual(NO_PUSH);
  const devices = await Promise.all([mona, vera, olga].map(({ id }) => pushes.devices.of(id)));
  expect(devices.map(({ length }) => length)).toEqual([2, 0, 1]);
  clock.moves(55 * 60_000);
  await service.until(2);
  expect(monas.shown).toHaveLength(1);
});

test("[P2] where the keys can't be stored, the next who asks tries again", async () => {
  store.failWrites("the disk is full", 2);
  await expect(pushes.start()).rejects.toThrow("the disk is full");
  await expect(pushes.publicKey()).rejects.toThrow("the disk is full");
  await pushes.start();
  expect(await pushes.publicKey()).toHaveLength(87);
});

test("[P2] a device whose keys or address can't be used holds up no other", async () => {
  const elsewhere = await PushService.starts();
  const { endpoint, keys } = new PushDevice(elsewhere, "elsewhere").subscription;
  await pushes.devices.add(vera.id, { endpoint, keys, device: "elsewhere" });
  const broken = { endpoint: `${service.origin}/broken`, keys: { ...keys, auth: "" }, device: "broken" };
  await pushes.devices.add(vera.id, broken);
  const veras = await hears(vera);
  await does(olga, move);
  await service.until(1);
  await does(olga, { type: "session.cancel", sessionId: "session-1" });
  await service.until(2);
  await vi.waitFor(() => expect(faults).toHaveLength(2));
  expect([veras.shown.length, elsewhere.pushed]).toEqual([2, []]);
  faults = [];
  await elsewhere.closes();
});

test("[P2] a device that is gone is forgotten, a service that fails is asked again, and holds nobody else", async () => {
  const [veras, monas] = [await hears(vera), await hears(mona)];
  const second = await hears(vera, ALL, "phone-of-Vera");
  service.answers.set(veras.path, 410).set(monas.path, 503);
  await does(olga, move);
  await service.until(3);
  expect(second.shown).toHaveLength(1);
  await expect
    .poll(async () => (await pushes.devices.of(vera.id)).map(({ endpoint }) => new URL(endpoint).pathname))
    .toEqual([second.path]);
  expect(await pushes.devices.of(mona.id)).toHaveLength(1);
  service.answers.clear();
  expect(await clock.movesToNext(60_000)).toBe(5000);
  await service.until(4);
  expect(monas.shown).toHaveLength(2);
  await does(olga, { type: "session.cancel", sessionId: "session-1" });
  await service.until(6);
  expect(second.shown).toHaveLength(2);
  expect(veras.shown).toHaveLength(1);
});

test("[P2] a browser that comes back as another device of the same person is told once", async () => {
  const veras = await hears(vera);
  const { endpoint, keys } = veras.subscription;
  await pushes.devices.add(vera.id, { endpoint, keys, device: "after signing in again" });
  expect(await pushes.devices.of(vera.id)).toEqual([{ endpoint, keys, device: "after signing in again" }]);
});

test("[P2] five devices a person, and a browser belongs to whoever used it last", async () => {
  const devices = [];
  for (const name of ["one", "two", "three", "four", "five", "six"]) devices.push(await hears(vera, ALL, name));
  const paths = async (person: Person) =>
    (await pushes.devices.of(person.id)).map(({ endpoint }) => new URL(endpoint).pathname);
  expect(await paths(vera)).toEqual(devices.slice(1).map(({ path }) => path));
  const { endpoint, keys } = devices[5]!.subscription;
  await pushes.devices.add(mona.id, { endpoint, keys, device: "the same browser" });
  expect(await paths(mona)).toEqual([devices[5]!.path]);
  expect(await paths(vera)).toEqual(devices.slice(1, 5).map(({ path }) => path));
  await pushes.devices.remove(vera.id, ({ device }) => device === "device of two");
  expect(await paths(vera)).toEqual(devices.slice(2, 5).map(({ path }) => path));
  await does(olga, move);
  await service.until(3);
  expect(service.pushed.map(({ path }) => path).toSorted()).toEqual(
    devices
      .slice(2, 5)
      .map(({ path }) => path)
      .toSorted(),
  );
  // A browser that gets another address has one, and two that come at once are both told.
  const [one, two] = ["seven", "eight"].map((name) => new PushDevice(service, name));
  await Promise.all([
    pushes.devices.add(mona.id, { endpoint: one!.subscription.endpoint, keys, device: "the same browser" }),
    pushes.devices.add(mona.id, { endpoint: two!.subscription.endpoint, keys, device: "phone" }),
  ]);
  expect(await paths(mona)).toEqual([one!.path, two!.path]);
  expect(await store.records("push-endpoint")).toHaveLength(5);
  await pushes.devices.remove(mona.id, () => true);
  expect(await store.records("push-endpoint")).toHaveLength(3);
  expect((await store.records("push")).map(({ key }) => key)).toEqual([vera.id]);
});
