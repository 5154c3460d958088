import { expect, test } from "vitest";
import { systemClock, systemTimers } from "../../server/clock.ts";
import { configFrom } from "../../server/config.ts";
import { createMidcycleServer } from "../../server/midcycle-server.ts";
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
