import { describe, expect, it } from "vitest";
import { Heartbeat, type HeartbeatTools } from "../../client/wall/heartbeat.ts";

const START = Date.UTC(2026, 2, 12, 9, 0);

/** A page's device and its server, with clocks that move when told. */
class Device {
  /** The device's clock. */
  at = START;
  /** How far the server's clock is ahead of it. */
  ahead = 0;
  isUp = true;
  build = "one";
  /** How long an answer is under way. */
  tripMs = 0;
  loads = 0;
  backs = 0;
  asked = 0;
  reloadedAt = 0;
  #timers: { at: number; run: () => void }[] = [];

  open(): Heartbeat {
    const tools: HeartbeatTools = {
      hello: async () => {
        this.asked += 1;
        this.at += this.tripMs / 2;
        const now = new Date(this.at + this.ahead).toISOString();
        this.at += this.tripMs / 2;
        return this.isUp ? { now, build: this.build } : { problem: {} };
      },
      build: "one",
      now: () => this.at,
      after: (ms, run) => {
        const timer = { at: this.at + ms, run };
        this.#timers.push(timer);
        return () => (this.#timers = this.#timers.filter((each) => each !== timer));
      },
      reload: () => (this.loads += 1),
      reloadedAt: { read: () => this.reloadedAt, write: (at) => (this.reloadedAt = at) },
      heard: (wasLost) => (this.backs += Number(wasLost)),
    };
    return new Heartbeat(tools);
  }

  get timers(): number {
    return this.#timers.length;
  }

  /** Lets time pass, a second at a time. */
  async passes(seconds: number): Promise<void> {
    for (let second = 0; second < seconds; second += 1) {
      this.at += 1000;
      const due = this.#timers.filter(({ at }) => at <= this.at);
      this.#timers = this.#timers.filter(({ at }) => at > this.at);
      for (const { run } of due) run();
      await answers();
    }
  }
}

/** Lets answers that are there be taken. */
async function answers(): Promise<void> {
  for (let turn = 0; turn < 4; turn += 1) await Promise.resolve();
}

describe("a page that nobody looks after", () => {
  it("[V3] sets its clock by the server's, half the way of an answer taken off", async () => {
    const device = new Device();
    device.ahead = 3_600_000;
    device.tripMs = 400;
    const touch = device.open();
    expect(touch.now()).toBe(device.at);
    await answers();
    expect(touch.now()).toBe(device.at + 3_600_000);
    // The device's clock is set while the page runs.
    device.at -= 7_200_000;
    device.ahead += 7_200_000;
    await touch.ask();
    expect(touch.now()).toBe(device.at + device.ahead);
  });

  it("[V4] says since when it has heard nothing, and that the server is back", async () => {
    const device = new Device();
    const touch = device.open();
    await answers();
    expect(touch.lostAt).toBeUndefined();
    await device.passes(5);
    device.isUp = false;
    await device.passes(6);
    expect(touch.lostAt).toBe(START);
    await device.passes(600);
    expect(touch.lostAt).toBe(START);
    device.isUp = true;
    await device.passes(3);
    expect(touch.lostAt).toBeUndefined();
    expect(device.backs).toBe(1);
  });

  it("[V4] knows that it is cut off even when it could not ask, as after sleep", async () => {
    const device = new Device();
    const touch = device.open();
    await answers();
    device.at += 8 * 3_600_000;
    expect(touch.lostAt).toBe(START);
    await touch.ask();
    expect(touch.lostAt).toBeUndefined();
  });

  it("[V4] has never heard anything until it has", async () => {
    const device = new Device();
    device.isUp = false;
    const touch = device.open();
    await answers();
    expect(touch.lostAt).toBe(0);
  });

  it("[V4] loads anew for another build, and not again and again when that doesn't help", async () => {
    const device = new Device();
    device.open();
    await answers();
    device.build = "two";
    await device.passes(300);
    expect(device.loads).toBe(1);
    await device.passes(600);
    expect(device.loads).toBe(2);
  });

  it("[V5] has one timer however long it runs, and none once it is closed", async () => {
    const device = new Device();
    const touch = device.open();
    await device.passes(3600);
    expect(device.timers).toBe(1);
    expect(device.asked).toBeLessThan(400);
    touch.close();
    await device.passes(60);
    expect(device.timers).toBe(0);
  });
});
