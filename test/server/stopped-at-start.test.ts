import { expect, test } from "vitest";
import { systemClock, systemTimers } from "../../server/clock.ts";
import { configFrom } from "../../server/config.ts";
import { createMidcycleServer } from "../../server/midcycle-server.ts";
import { vapidKeysOf } from "../../server/outward/vapid-keys.ts";
import { InMemoryLogStore } from "../helpers/in-memory-log-store.ts";
import { openSqliteLogStore } from "../../server/store/sqlite-log-store.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";

test("a server that is stopped as soon as it listens reports no fault", async () => {
  await using ends = new AsyncDisposableStack();
  const folder = await temporaryFolder();
  ends.defer(() => folder.remove());
  const faults: string[] = [];
  const report = (where: string, error: unknown) => void faults.push(`${where}: ${String(error)}`);
  const store = await openSqliteLogStore(folder.path);
  const server = createMidcycleServer({
    config: configFrom({ PORT: "0", MIDCYCLE_DATA: folder.path }),
    store,
    clock: systemClock,
    timers: systemTimers,
    report,
    distDir: folder.path,
  });
  await server.listen();
  await server.close();
  await store.close();
  expect(faults).toEqual([]);
});

test("[L5] a server that can't write when it starts says so before anyone has tried, and that it can as soon as it can", async () => {
  await using ends = new AsyncDisposableStack();
  const folder = await temporaryFolder();
  ends.defer(() => folder.remove());
  const store = new InMemoryLogStore();
  ends.defer(() => store.close());
  // The first thing stored are the keys for pushes.
  await vapidKeysOf(store);
  store.failWrites("the disk is full");
  const server = createMidcycleServer({
    config: configFrom({ PORT: "0", MIDCYCLE_DATA: folder.path }),
    store,
    clock: systemClock,
    timers: systemTimers,
    report: (where, error) => expect.unreachable(`${where}: ${String(error)}`),
    distDir: folder.path,
  });
  const url = await server.listen();
  ends.defer(() => server.close());
  const isReady = async () => (await fetch(`${url}/readyz`)).status;
  await expect.poll(isReady).toBe(503);
  store.failWrites(undefined);
  await expect.poll(isReady, { timeout: 5000 }).toBe(200);
});
