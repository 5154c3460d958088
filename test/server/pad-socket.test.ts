/** Reading one connection, without a network: what comes at once is all there when the server looks. */
import type { IncomingMessage } from "node:http";
import { duplexPair, type Duplex } from "node:stream";
import { setImmediate as turn } from "node:timers/promises";
import { afterEach, beforeEach, expect, it } from "vitest";
import { systemClock, systemTimers } from "../../server/clock.ts";
import { LivePads } from "../../server/notes/live-pads.ts";
import { padStream, seedEntry } from "../../server/notes/pad-seed.ts";
import { createPadDoor, type PadDoor } from "../../server/notes/pad-socket.ts";
import { InMemoryLogStore } from "../../server/store/in-memory-log-store.ts";
import { clientFrame } from "../faults/support/raw-pad.ts";
import { encode, PAD, presence, SEED } from "./notes-story.ts";

let pads: LivePads;
let door: PadDoor;

beforeEach(async () => {
  const store = new InMemoryLogStore();
  await store.write({ appends: [{ stream: padStream(PAD), entries: [seedEntry(SEED, 0)], after: 0 }] });
  const report = (where: string, error: unknown) => {
    throw new Error(where, { cause: error });
  };
  pads = new LivePads({
    store,
    clock: systemClock,
    timers: systemTimers,
    access: { endsOf: async () => [], check: async () => "write" },
    onFirstEdit: () => undefined,
    report,
    idleMs: 30_000,
  });
  door = createPadDoor({ pads, report });
});

afterEach(() => pads.close());

it("[N40] however much one connection has sent, others have their turn after each message", async () => {
  const mallory = await connected("mallory");
  mallory.write(clientFrame(presence(7, 1, {})));
  for (let count = 0; count < 4; count += 1)
    mallory.write(Buffer.concat(Array.from({ length: 1500 }, () => clientFrame(encode(3)))));
  mallory.write(clientFrame(encode(4, 1)));
  let [answers, isOver] = [0, false];
  let most = 0;
  mallory.on("data", (data: Buffer) => {
    const text = data.toString("latin1");
    answers += text.split('"name"').length - 1;
    isOver ||= text.includes("\u0082\u0002\u0004\u0001");
  });
  while (!isOver) {
    answers = 0;
    await turn();
    most = Math.max(most, answers);
  }
  expect(most).toBe(1);
});

/** The far end of a connection that the server has let in and greeted. */
async function connected(as: string): Promise<Duplex> {
  const [near, far] = duplexPair();
  const headers = {
    connection: "Upgrade",
    upgrade: "websocket",
    "sec-websocket-version": "13",
    "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
  };
  const request = { method: "GET", url: `/notes/${PAD}`, headers } as unknown as IncomingMessage;
  const person = { id: as, name: `The ${as}`, color: "#bc4945" };
  const greeted = new Promise<void>((resolve) => {
    let heard = "";
    const hear = (data: Buffer) => {
      heard += data.toString("latin1");
      // Behind the answer to the upgrade comes what the server asks first.
      if (!/\r\n\r\n[^]+/u.test(heard)) return;
      far.off("data", hear);
      resolve();
    };
    far.on("data", hear);
  });
  door.handleUpgrade(request, near, Buffer.alloc(0), PAD, person);
  await greeted;
  return far;
}
