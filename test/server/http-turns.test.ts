import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { systemClock, systemTimers } from "../../server/clock.ts";
import { configFrom } from "../../server/config.ts";
import { createMidcycleServer } from "../../server/midcycle-server.ts";
import { InMemoryLogStore } from "../../server/store/in-memory-log-store.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";

const REQUESTS = 30;

/** Notes in which turn of the loop it is asked whether it can write: `/readyz` does that. */
class AskedStore extends InMemoryLogStore {
  readonly askedIn: number[] = [];
  turn = 0;

  override get writable(): boolean {
    this.askedIn.push(this.turn);
    return super.writable;
  }
}

test("[C9] requests that come together are begun one in each turn of the loop", async () => {
  await using ends = new AsyncDisposableStack();
  const folder = await temporaryFolder();
  ends.defer(() => folder.remove());
  const store = new AskedStore();
  const server = createMidcycleServer({
    config: configFrom({ PORT: "0", MIDCYCLE_DATA: folder.path }),
    store,
    clock: systemClock,
    timers: systemTimers,
    report: (_where, error) => {
      throw error;
    },
    distDir: folder.path,
  });
  ends.defer(() => store.close());
  ends.defer(() => server.close());
  const { hostname, host, port } = new URL(await server.listen());
  let ticking: NodeJS.Immediate;
  const tick = () => {
    store.turn += 1;
    ticking = setImmediate(tick);
  };
  tick();
  ends.defer(() => clearImmediate(ticking));
  const socket = connect(Number(port), hostname);
  const request = (more = "") => `GET /readyz HTTP/1.1\r\nHost: ${host}\r\n${more}\r\n`;
  // In one piece, so that the server reads them in one turn.
  socket.write(request().repeat(REQUESTS - 1) + request("Connection: close\r\n"));
  const answers = await text(socket);
  expect(answers.match(/HTTP\/1\.1 200 OK/gu)).toHaveLength(REQUESTS);
  // The first at once and the next in the same turn's end; the server asks by itself too, once a second.
  expect(new Set(store.askedIn).size).toBeGreaterThan(REQUESTS / 2);
});
