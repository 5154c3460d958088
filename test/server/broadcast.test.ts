import { beforeEach, expect, test, vi } from "vitest";
import type { AgendaServer, AgendaSocket } from "../../server/live/agenda-server.ts";
import { systemTimers } from "../../server/clock.ts";
import { Broadcast } from "../../server/live/broadcast.ts";
import type { LiveMeetup } from "../../server/meetups/live-meetup.ts";
import { LiveMeetups } from "../../server/meetups/live-meetups.ts";
import { People } from "../../server/people/people.ts";
import { InMemoryLogStore } from "../helpers/in-memory-log-store.ts";
import type { Person } from "../../shared/person.ts";
import { Turns } from "../helpers/turns.ts";

const WATCHERS = 12;
/** What it takes to hand a large message to one connection. */
const COSTLY_MS = 6;

let ana: Person;
let meetup: LiveMeetup;
let broadcast: Broadcast;
/** What each watcher was sent: up to which step, and in which turn of the loop. */
let sent: { seq: number; turn: number }[][];
let turns: Turns;

beforeEach(async () => {
  const store = new InMemoryLogStore();
  const people = new People(store);
  ana = (await people.create("Ana", undefined)).person;
  const clock = { now: () => Date.parse("2026-03-04T12:00:00Z"), after: () => () => undefined };
  const report = (_where: string, error: unknown) => {
    throw error;
  };
  const meetups = new LiveMeetups(
    { store, clock, report, people, onPadRights: async () => undefined },
    () => undefined,
  );
  const wish = { title: "Porto", timezone: "UTC", place: "", description: "", listed: false };
  const made = await meetups.create(wish, ana);
  if ("problem" in made) throw new Error(made.problem.detail);
  meetup = (await meetups.bySlug(made.slug))!;
  const io = { to: () => ({ emit: () => true }) } as unknown as AgendaServer;
  broadcast = new Broadcast({ io, meetup, timers: systemTimers, report, onEmpty: () => undefined });
  sent = Array.from({ length: WATCHERS }, () => []);
  for (const mine of sent) broadcast.join(watcher(mine));
});

/** A connection that takes long to be handed anything. */
function watcher(mine: { seq: number; turn: number }[]): AgendaSocket {
  const write = (packet: string) => {
    const begun = performance.now();
    while (performance.now() - begun < COSTLY_MS);
    const [, { seq }] = JSON.parse(packet.slice(1)) as [string, { seq: number }];
    mine.push({ seq, turn: turns.passed });
  };
  return { data: {}, conn: { write }, join: () => undefined, leave: () => undefined } as unknown as AgendaSocket;
}

test("[C11] a message to many is handed over in several turns, to each in the order of what happened", async () => {
  turns = new Turns();
  try {
    const told = (times: number) =>
      vi.waitFor(() => expect(sent.every((mine) => mine.length === times)).toBe(true), { timeout: 5000 });
    await meetup.handle({ type: "meetup.edit", title: "Porto 1" }, ana);
    await vi.waitFor(() => expect(sent[0]).toHaveLength(1), { interval: 1, timeout: 5000 });
    // While the others are still to be told.
    expect(sent.at(-1)).toHaveLength(0);
    await meetup.handle({ type: "meetup.edit", title: "Porto 2" }, ana);
    await told(2);
    expect(new Set(sent.map(([first]) => first!.turn)).size).toBeGreaterThan(WATCHERS / 4);
    for (const mine of sent) expect(mine.map(({ seq }) => seq)).toEqual([2, 3]);
  } finally {
    turns.close();
    broadcast.close();
  }
});
