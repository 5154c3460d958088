import { expect, test } from "vitest";
import { systemTimers, type Timers } from "../../server/clock.ts";
import { CostAllowances } from "../../server/notes/intake/cost-allowance.ts";
import { PadAudience } from "../../server/notes/pad-audience.ts";
import type { PadConnection } from "../../server/notes/pad-connection.ts";
import { PadEncodings, TURN_STRUCTS } from "../../server/notes/answers/pad-encodings.ts";
import { PadLanes } from "../../server/notes/queue/pad-lanes.ts";
import { PadPresence } from "../../server/notes/pad-presence.ts";
import { padStream, seedEntry } from "../../server/notes/text/pad-seed.ts";
import { PadState } from "../../server/notes/text/pad-state.ts";
import { OneATurn } from "../../server/turns/one-a-turn.ts";
import { bytesOf } from "../faults/support/pad-bytes.ts";
import { InMemoryLogStore } from "../helpers/in-memory-log-store.ts";

async function audienceOf(timers: Timers): Promise<PadAudience> {
  const store = new InMemoryLogStore();
  await store.write({ appends: [{ stream: padStream("pad"), entries: [seedEntry("Hello", 0)] }] });
  const state = await PadState.read(store, "pad");
  const turns = new OneATurn({ timers });
  const encodings = new PadEncodings({ state, timers, turns, turnStructs: TURN_STRUCTS, onReady: () => {} });
  const onFault = (error: unknown) => {
    throw error;
  };
  return new PadAudience({ state, encodings, timers, onFault });
}

test("[N40] whoever asks for the text again and again is answered as often as it costs little", async () => {
  let now = 0;
  // Looking at the time twice, before and after, makes an answer cost 1 ms.
  const timers = { ...systemTimers, elapsed: () => (now += 1) };
  const audience = await audienceOf(timers);
  let answers = 0;
  const connection = { unread: 0, send: () => void (answers += 1) } as unknown as PadConnection;
  const member = new PadLanes().join(connection);
  audience.add(member);
  const asks = () => audience.answer(member, { type: "sync", vector: new Map() }, new PadPresence(timers, () => {}));
  for (let n = 0; n < 10; n += 1) asks();
  expect(answers).toBe(1);
  now += 20;
  asks();
  expect(answers).toBe(2);
});

test("[N40] time in which the machine slept is on nobody's account, what edits cost is", () => {
  const allowances = new CostAllowances();
  const isTooMuch = (personId: string, ms: number, now: number) =>
    !allowances.spend(personId, { ms, weight: { structs: 1, units: 1 } }, now);
  expect(isTooMuch("ana", 3_600_000, 3_600_000)).toBe(false);
  const spent = Array.from({ length: 5 }, (_, n) => isTooMuch("mallory", 1000, 3_600_000 + n * 1000));
  expect(spent).toEqual([false, false, false, false, true]);
});

test("[N10] a client id stays whose it is while they are there, however many come and go", () => {
  const presence = new PadPresence(systemTimers, () => {});
  const enters = (id: string, client: number) => {
    const owner = { person: { id, name: id, color: "#bc4945" } };
    presence.join(owner);
    expect(presence.receive(bytesOf(1, client, 1, "{}"), owner)).toBe("fine");
    return owner;
  };
  enters("ana", 7);
  for (let client = 100; client < 10_200; client += 1) presence.leave(enters("mallory", client));
  expect([7, 10_199].map((client) => presence.introducerOf(client))).toEqual(["ana", "mallory"]);
  presence.close();
});

test("[N40] who is there is written down once for all who ask, until somebody moves, comes or goes", () => {
  const presence = new PadPresence(systemTimers, () => {});
  const owner = { person: { id: "ana", name: "Ana", color: "#bc4945" } };
  presence.join(owner);
  const says = (clock: number) => presence.receive(bytesOf(1, 7, clock, "{}"), owner);
  says(1);
  const first = presence.everyone();
  expect(presence.everyone()).toBe(first);
  says(2);
  const moved = presence.everyone();
  expect(presence.everyone()).toBe(moved);
  expect(moved).not.toEqual(first);
  presence.leave(owner);
  expect(presence.everyone()).toBeUndefined();
  presence.close();
});

test("[N33] whoever is behind isn't told where others are, but all of it once they have caught up", async () => {
  const audience = await audienceOf(systemTimers);
  const heard: (number | undefined)[] = [];
  const connection = { unread: 0, send: (frame: Uint8Array) => void heard.push(frame.at(-1)) };
  const member = new PadLanes().join(connection as unknown as PadConnection);
  audience.add(member);
  const news = { everyone: Uint8Array.of(1), pages: Uint8Array.of(2) };
  const tell = () => audience.tellPresence(news, undefined, () => Uint8Array.of(3));
  tell();
  member.isPage = true;
  tell();
  connection.unread = 100_000;
  tell();
  connection.unread = 0;
  tell();
  tell();
  expect(heard).toEqual([1, 2, 3, 2]);
});
