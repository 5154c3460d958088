import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Browser, CDPSession, Page } from "playwright-core";
import { systemClock, systemTimers } from "../../server/clock.ts";
import { configFrom } from "../../server/config.ts";
import { createMidcycleServer } from "../../server/midcycle-server.ts";
import { InMemoryLogStore } from "../helpers/in-memory-log-store.ts";
import { clockTime } from "../../shared/time.ts";
import { nowOf } from "../../shared/meetup/now.ts";
import type { MeetupView } from "../../shared/meetup/view.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";
import { makeRunningDay } from "./running-day.ts";

const DIST = fileURLToPath(new URL("../../dist", import.meta.url));
const MINUTE = 60_000;
/** A wall may take at most this long to show what is so. Milliseconds. */
const PATIENCE_MS = 60_000;
/** Its clock must not outrun the network by much, or no connection would come about in the time that it gives one. Milliseconds. */
const LOOK_EVERY_MS = 50;

/** What a wall's page holds, once its garbage is gone. */
export interface Held {
  heapBytes: number;
  nodes: number;
  listeners: number;
}

/** A server of this process, in memory, whose clock is moved. */
export interface AheadServer {
  url: string;
  now(): number;
  ahead(ms: number): void;
  /** Stops it and starts another one in its place, with the same data and the pages of another folder. */
  replacedBy(distDir: string): Promise<void>;
  stop(): Promise<void>;
}

/** Starts one. */
export async function serveAhead(): Promise<AheadServer> {
  const store = new InMemoryLogStore();
  let aheadMs = 0;
  const now = () => Date.now() + aheadMs;
  const serving = (port: string, distDir: string) => serve({ store, now, port, distDir });
  let { url, end } = await serving("0", DIST);
  return {
    get url() {
      return url;
    },
    now,
    ahead: (ms) => (aheadMs += ms),
    async replacedBy(distDir) {
      await end();
      ({ url, end } = await serving(new URL(url).port, distDir));
    },
    stop: () => end().then(() => store.close()),
  };
}

async function serve(tools: { store: InMemoryLogStore; now: () => number; port: string; distDir: string }) {
  const folder = await temporaryFolder();
  const server = createMidcycleServer({
    config: configFrom({ PORT: tools.port, MIDCYCLE_DATA: folder.path }),
    store: tools.store,
    clock: { ...systemClock, now: tools.now },
    timers: systemTimers,
    report: (where, error) => {
      throw new Error(where, { cause: error });
    },
    distDir: tools.distDir,
  });
  const url = await server.listen();
  return { url, end: () => server.close().then(() => folder.remove()) };
}

/**
 * Lets a wall run for hours of a simulated clock, some minutes at a time, while news come,
 * and checks each time that it shows what is on. Its connection dies at each step: no real server's signs of life
 * reach it in the skipped minutes. `held` is what it held after the first half hour, and at the end.
 */
export async function runWall(
  browser: Browser,
  { hours, stepMinutes }: { hours: number; stepMinutes: number },
  say: (line: string) => void = () => undefined,
): Promise<{ wrong: string[]; held: [Held, Held] }> {
  const server = await serveAhead();
  const context = await browser.newContext({ baseURL: server.url, viewport: { width: 1280, height: 720 } });
  try {
    const day = await makeRunningDay(server.url, server.now());
    const page = await context.newPage();
    await page.clock.install({ time: server.now() });
    await page.goto(`/m/${day.slug}/wall`);
    const devtools = await context.newCDPSession(page);
    const wrong: string[] = [];
    let held: Held | undefined;
    for (let minute = 0; minute < hours * 60; minute += stepMinutes) {
      if (minute === 30) say(`after 30 min: ${JSON.stringify((held = await heldBy(devtools)))}`);
      // News come all day, and the meetup stays as large as it is.
      await day.organizer.does(day.slug, { type: "meetup.edit", place: `Utrecht, ${minute}` } as never);
      // A minute at a time: between them, what the network has brought gets its turn.
      for (let passed = 0; passed < stepMinutes; passed += 1) {
        server.ahead(MINUTE);
        await page.clock.runFor(MINUTE);
      }
      const { view } = (await day.organizer.look(day.slug)) as unknown as { view: MeetupView };
      const problem = await whatIsWrong(page, view, () => server.now());
      if (problem !== undefined) wrong.push(`at ${minute + stepMinutes} min: ${problem}`);
      if ((minute + stepMinutes) % 120 === 0)
        say(`${(minute + stepMinutes) / 60} h, ${wrong.length} wrong, ${JSON.stringify(await heldBy(devtools))}`);
    }
    let last = await heldBy(devtools);
    // A connection that is being made anew holds more for a moment; what has leaked is never let go.
    for (const until = Date.now() + PATIENCE_MS; held && last.listeners > held.listeners && Date.now() < until;) {
      await page.clock.runFor(100);
      last = await heldBy(devtools);
    }
    say(`at the end: ${JSON.stringify(last)}`);
    return { wrong, held: [held ?? last, last] };
  } finally {
    await context.close();
    await server.stop();
  }
}

/** What the wall shows otherwise than it is, once it has had its time; undefined when all is right. */
async function whatIsWrong(page: Page, view: MeetupView, now: () => number): Promise<string | undefined> {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const at = now();
    const expected = {
      clock: clockTime(new Date(at).toISOString(), view.meetup.timezone),
      titles: nowOf(view, at).rooms.flatMap(({ on }) => on?.session.title ?? []),
      lost: 0,
    };
    const shown = await page.evaluate(() => ({
      clock: document.querySelector(".w-t")?.textContent ?? "",
      titles: [...document.querySelectorAll(".w-now b")].map((each) => each.textContent ?? ""),
      lost: document.querySelectorAll(".w-lost").length,
    }));
    if (JSON.stringify(shown) === JSON.stringify(expected)) return undefined;
    if (Date.now() > until) return `shows ${JSON.stringify(shown)}, not ${JSON.stringify(expected)}`;
    // Its own clock is installed and runs on with ours; what it waits for may be seconds away.
    await setTimeout(LOOK_EVERY_MS);
    await page.clock.runFor(100);
  }
}

async function heldBy(devtools: CDPSession): Promise<Held> {
  await devtools.send("HeapProfiler.enable");
  for (let round = 0; round < 3; round += 1) await devtools.send("HeapProfiler.collectGarbage");
  const { usedSize } = await devtools.send("Runtime.getHeapUsage");
  const { nodes, jsEventListeners } = await devtools.send("Memory.getDOMCounters");
  return { heapBytes: usedSize, nodes, listeners: jsEventListeners };
}
