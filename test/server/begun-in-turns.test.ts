import { ServerResponse } from "node:http";
import { io, type Socket } from "socket.io-client";
import { setImmediate as turn } from "node:timers/promises";
import { expect, test, vi } from "vitest";
import { systemClock, systemTimers, type Clock } from "../../server/clock.ts";
import { configFrom } from "../../server/config.ts";
import { createMidcycleServer } from "../../server/midcycle-server.ts";
import { LiveMeetup } from "../../server/meetups/live-meetup.ts";
import type { Write } from "../../server/store/log-store.ts";
import { InMemoryLogStore } from "../helpers/in-memory-log-store.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";
import { Turns } from "../helpers/turns.ts";
import { askedAtOnce } from "./support/asked-at-once.ts";
import { named } from "../together/support/visitor.ts";

const ASKING = 30;

/** A server of this process that notes when it is asked whether it can write, and when it asks what time it is; its writes may be held. */
async function served(
  ends: AsyncDisposableStack,
  notes: { writable?: Turns; clock?: Turns; held?: () => Promise<void> },
): Promise<URL> {
  class NotedStore extends InMemoryLogStore {
    override async write(write: Write): Promise<number[]> {
      await notes.held?.();
      return super.write(write);
    }

    override get writable(): boolean {
      notes.writable?.note();
      return super.writable;
    }
  }
  const clock: Clock = {
    ...systemClock,
    now: () => {
      notes.clock?.note();
      return systemClock.now();
    },
  };
  const folder = await temporaryFolder();
  ends.defer(() => folder.remove());
  const store = new NotedStore();
  const server = createMidcycleServer({
    config: configFrom({ PORT: "0", MIDCYCLE_DATA: folder.path }),
    store,
    clock,
    timers: systemTimers,
    report: (_where, error) => {
      throw error;
    },
    distDir: folder.path,
  });
  ends.defer(() => store.close());
  ends.defer(() => server.close());
  return new URL(await server.listen());
}

test("[C9] requests that come together are begun one in each turn of the loop", async () => {
  await using ends = new AsyncDisposableStack();
  const turns = ends.adopt(new Turns(), (made) => made.close());
  // `/readyz` asks.
  const url = await served(ends, { writable: turns });
  const answers = await askedAtOnce(url, "/readyz", ASKING, () => turns.seen.clear());
  for (const answer of answers) expect(answer).toContain("HTTP/1.1 200 OK");
  // The first at once, perhaps in the same turn as the next.
  expect(turns.seen.size).toBeGreaterThanOrEqual(ASKING - 1);
});

test.each([["/m/SLUG/export.zip"], ["/m/SLUG/export.json"], ["/m/SLUG/votes.csv"]])(
  "[C9] %s is handed to one of those who have waited for the same one in each turn of the loop",
  async (path) => {
    await using ends = new AsyncDisposableStack();
    const url = await served(ends, {});
    const { slug } = await (await named(url.origin, "Ana")).makesMeetup();
    expect(await mostAnswered(ends, url, path.replace("SLUG", slug))).toBe(1);
  },
);

test("[C9] of one's own day, which many calendars ask for at the same minute, one is written in each turn of the loop", async () => {
  await using ends = new AsyncDisposableStack();
  const url = await served(ends, {});
  const ana = await named(url.origin, "Ana");
  const { slug } = await ana.makesMeetup();
  const { body } = await ana.post<{ url: string }>(`/api/meetups/${slug}/calendar`, undefined);
  expect(await mostAnswered(ends, url, new URL(body.url).pathname)).toBe(1);
});

/** How many of those who ask for the same at once are answered in one turn of the loop. */
async function mostAnswered(ends: AsyncDisposableStack, url: URL, path: string): Promise<number> {
  const turns = ends.adopt(new Turns(), (made) => made.close());
  const { end } = ServerResponse.prototype;
  const ended = vi.spyOn(ServerResponse.prototype, "end").mockImplementation(function (this: ServerResponse, ...all) {
    turns.note();
    return end.apply(this, all as Parameters<typeof end>);
  });
  ends.defer(() => ended.mockRestore());
  const answers = await askedAtOnce(url, path, ASKING, () => turns.seen.clear());
  for (const answer of answers) expect(answer).toContain("HTTP/1.1 200 OK");
  return turns.most;
}

function connected(ends: AsyncDisposableStack, url: URL): Promise<Socket[]> {
  return Promise.all(
    Array.from({ length: ASKING }, async () => {
      const socket = io(url.origin, { transports: ["websocket"], forceNew: true });
      ends.defer(() => void socket.close());
      await new Promise<void>((resolve) => socket.once("connect", resolve));
      return socket;
    }),
  );
}

test("[C9] of many connections that ask for a whole agenda at once each is given it in a turn of its own", async () => {
  await using ends = new AsyncDisposableStack();
  const turns = ends.adopt(new Turns(), (made) => made.close());
  const url = await served(ends, { clock: turns });
  const { slug } = await (await named(url.origin, "Ana")).makesMeetup();
  const sockets = await connected(ends, url);
  turns.seen.clear();
  // Sent in one turn, and so read in one, as nothing else goes on.
  const answers = await Promise.all(sockets.map((socket) => socket.emitWithAck("watch", { slug })));
  expect(answers.filter((answer: { view?: object }) => answer.view !== undefined)).toHaveLength(ASKING);
  // A meetup that is read notes when that was.
  expect(turns.seen.size).toBeGreaterThan(ASKING / 2);
});

test("[C9] of many that ask for it while the meetup commits only a few wait for the same moment, and all are answered the same", async () => {
  await using ends = new AsyncDisposableStack();
  let letGo: (() => void) | undefined;
  let isHeld = false;
  const held = async () => {
    if (isHeld) await new Promise<void>((resolve) => (letGo = resolve));
  };
  const url = await served(ends, { held });
  const ana = await named(url.origin, "Ana");
  const { slug } = await ana.makesMeetup();
  const sockets = await connected(ends, url);
  const reads = vi.spyOn(LiveMeetup.prototype, "read");
  ends.defer(() => reads.mockRestore());
  isHeld = true;
  const proposed = ana.proposes(slug, "Upgrades");
  await vi.waitFor(() => expect(letGo).toBeDefined());
  reads.mockClear();
  const answered = Promise.all(sockets.map((socket) => socket.emitWithAck("watch", { slug })));
  await vi.waitFor(() => expect(reads.mock.calls.length).toBeGreaterThan(0));
  for (let turns = 0; turns < 200; turns += 1) await turn();
  expect(reads.mock.calls.length).toBeLessThanOrEqual(ASKING / 2 + 1);
  isHeld = false;
  letGo!();
  await proposed;
  const { me: _, ...look } = await ana.look(slug);
  const answers = (await answered) as { seq: number; view: { people: unknown; topics: unknown[] }; me: null }[];
  for (const { seq, view, me } of answers) {
    expect([seq, me, view.topics.length]).toEqual([look.seq, null, 1]);
    expect(view).toEqual(answers[0]!.view);
  }
});
