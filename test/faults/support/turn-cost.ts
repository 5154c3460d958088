/** What messages cost the server in one go, in CPU time: other work on the machine, disk and network don't stretch it. */
import { systemClock, systemTimers } from "../../../server/clock.ts";
import type { LivePad } from "../../../server/notes/live-pad.ts";
import { LivePads } from "../../../server/notes/live-pads.ts";
import type { PadConnection } from "../../../server/notes/pad-connection.ts";
import { readPadMessage } from "../../../server/notes/pad-messages.ts";
import { padStream, seedEntry } from "../../../server/notes/text/pad-seed.ts";
import { InMemoryLogStore } from "../../helpers/in-memory-log-store.ts";
import { pause } from "./waiting.ts";

const PAD = "pad-00000001";
const IDLE_MS = 30_000;

/**
 * Some people send these to a pad with another reader in it, one after the other; returns the most CPU time that one turn of
 * the loop took, in ms.
 */
export async function costliestTurn(people: readonly (readonly Uint8Array[])[]): Promise<number> {
  const store = new InMemoryLogStore();
  await store.write({ appends: [{ stream: padStream(PAD), entries: [seedEntry("# Notes\n", 0)], after: 0 }] });
  const pads = new LivePads({
    store,
    clock: systemClock,
    timers: systemTimers,
    idleMs: IDLE_MS,
    access: { check: async () => "write", endsOf: async () => [] },
    report: () => undefined,
    onFirstEdit: () => undefined,
  });
  const pad = await pads.join(PAD, new Sender("ana"));
  if ("code" in pad) throw new Error(pad.reason);
  const turns = watchTurns();
  for (const [index, messages] of people.entries()) {
    const sender = new Sender(`mallory-${index}`);
    await pads.join(PAD, sender);
    await sendAll(messages, sender, pad);
  }
  await pause(20);
  const most = turns.stop();
  await pads.close();
  return most;
}

async function sendAll(messages: readonly Uint8Array[], sender: Sender, pad: LivePad): Promise<void> {
  for (const message of messages) {
    await sender.isRead();
    if (sender.isClosed) break;
    const understood = readPadMessage(message);
    // The door closes whoever sends what it doesn't take.
    if (understood.type === "unknown" || understood.type === "undecodable") break;
    pad.receive(understood, sender);
    // The door hands over one message of a connection in a turn, see CarefulWebSocketServer.
    await new Promise((resolve) => setImmediate(resolve));
  }
  await pad.settled();
}

/** Someone whose messages are read when the pad takes them, and who reads everything at once. */
class Sender implements PadConnection {
  readonly person;
  readonly unread = 0;
  mayWrite = true;
  isClosed = false;
  #paused: PromiseWithResolvers<void> | undefined;

  constructor(id: string) {
    this.person = { id, name: id, color: "#bc4945" };
  }

  /** Resolves when the pad reads on. */
  async isRead(): Promise<void> {
    await this.#paused?.promise;
  }

  send(): void {}

  hold(): void {}

  release(): void {}

  close(): void {
    this.isClosed = true;
    this.resume();
  }

  pause(): void {
    this.#paused ??= Promise.withResolvers();
  }

  resume(): void {
    this.#paused?.resolve();
    this.#paused = undefined;
  }
}

function watchTurns(): { stop(): number } {
  let [most, last, isOver] = [0, cpuMs(), false];
  const look = () => {
    const now = cpuMs();
    most = Math.max(most, now - last);
    last = now;
    if (!isOver) setImmediate(look);
  };
  setImmediate(look);
  return {
    stop() {
      isOver = true;
      return most;
    },
  };
}

function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
