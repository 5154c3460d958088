import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { io } from "socket.io-client";
import { expect, test } from "vitest";
import { systemClock, systemTimers, type Clock } from "../../server/clock.ts";
import { configFrom } from "../../server/config.ts";
import { createMidcycleServer } from "../../server/midcycle-server.ts";
import { InMemoryLogStore } from "../../server/store/in-memory-log-store.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";
import { named } from "../together/support/visitor.ts";

const ASKING = 30;

/** In which turns of the loop something has happened. */
class Turns {
  readonly seen = new Set<number>();
  #turn = 0;
  #ticking: NodeJS.Immediate = setImmediate(() => this.#tick());

  note(): void {
    this.seen.add(this.#turn);
  }

  close(): void {
    clearImmediate(this.#ticking);
  }

  #tick(): void {
    this.#turn += 1;
    this.#ticking = setImmediate(() => this.#tick());
  }
}

/** A server of this process that notes when it is asked whether it can write, and when it asks what time it is. */
async function served(ends: AsyncDisposableStack, notes: { writable?: Turns; clock?: Turns }): Promise<URL> {
  class NotedStore extends InMemoryLogStore {
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
  const { hostname, host, port } = await served(ends, { writable: turns });
  const socket = connect(Number(port), hostname);
  const request = (more = "") => `GET /readyz HTTP/1.1\r\nHost: ${host}\r\n${more}\r\n`;
  // In one piece, so that the server reads them in one turn.
  socket.write(request().repeat(ASKING - 1) + request("Connection: close\r\n"));
  const answers = await text(socket);
  expect(answers.match(/HTTP\/1\.1 200 OK/gu)).toHaveLength(ASKING);
  // The first at once, perhaps in the same turn as the next.
  expect(turns.seen.size).toBeGreaterThanOrEqual(ASKING - 1);
});

test("[C9] of many connections that ask for a whole agenda at once each is given it in a turn of its own", async () => {
  await using ends = new AsyncDisposableStack();
  const turns = ends.adopt(new Turns(), (made) => made.close());
  const url = await served(ends, { clock: turns });
  const { slug } = await (await named(url.origin, "Ana")).makesMeetup();
  const sockets = await Promise.all(
    Array.from({ length: ASKING }, async () => {
      const socket = io(url.origin, { transports: ["websocket"], forceNew: true });
      ends.defer(() => void socket.close());
      await new Promise<void>((resolve) => socket.once("connect", resolve));
      return socket;
    }),
  );
  turns.seen.clear();
  // Sent in one turn, and so read in one, as nothing else goes on.
  const answers = await Promise.all(sockets.map((socket) => socket.emitWithAck("watch", { slug })));
  expect(answers.filter((answer: { view?: object }) => answer.view !== undefined)).toHaveLength(ASKING);
  // A meetup that is read notes when that was.
  expect(turns.seen.size).toBeGreaterThan(ASKING / 2);
});
