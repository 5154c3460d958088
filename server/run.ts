import { flushCompileCache } from "node:module";
import { fileURLToPath } from "node:url";
import { buildClientIfStale } from "./build-client.ts";
import { systemClock, systemTimers } from "./clock.ts";
import { configFrom, type Config } from "./config.ts";
import type { MidcycleServer } from "./midcycle-server.ts";
import { reportFault } from "./report-fault.ts";
import { StoreRefusedError } from "./store/log-store.ts";
import { openSqliteLogStore } from "./store/sqlite-log-store.ts";

/** What is to be done once the server listens; `url` is its address on this machine. */
export type AfterListen = (server: MidcycleServer, url: string, config: Config) => Promise<void>;

/**
 * From the environment to a server that listens, and back down on SIGTERM. The only place that names
 * the store and the clock. When it can't start it says why and ends the process with 1.
 */
export function run(environment: Record<string, string | undefined>, afterListen?: AfterListen): void {
  start(environment, afterListen).catch((error: unknown) => {
    if (error instanceof StoreRefusedError || !(error instanceof Error) || !error.stack)
      process.stderr.write(`${String(error)}\n`);
    else process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  });
}

async function start(
  environment: Record<string, string | undefined>,
  afterListen: AfterListen | undefined,
): Promise<void> {
  // Before it listens there is nothing to finish.
  let finish = () => Promise.resolve();
  endOnSignals(() => finish());
  const config = configFrom(environment);
  const distDir = fileURLToPath(new URL("../dist", import.meta.url));
  // Nearly all of a start is loading code: the store is opened in its thread meanwhile.
  const [store, { createMidcycleServer }] = await Promise.all([
    openSqliteLogStore(config.dataDir),
    import("./midcycle-server.ts"),
    buildClientIfStale(distDir),
  ]);
  const server = createMidcycleServer({
    config,
    store,
    clock: systemClock,
    timers: systemTimers,
    report: reportFault,
    distDir,
  });

  const url = await server.listen();
  finish = () => server.close().then(() => store.close());
  // As start.js does, for what has been loaded since; takes no time when nothing is new.
  flushCompileCache();
  // Scripts take the first address up to the next space.
  const elsewhere = config.publicUrl === undefined ? "" : ` for everyone at ${config.publicUrl}`;
  process.stdout.write(`Midcycle is ready at ${url}${elsewhere}\n`);
  await afterListen?.(server, url, config);
}

/**
 * Ends the process on a signal, once `finish` has: an end by the signal itself is a crash to who watches over the process.
 */
function endOnSignals(finish: () => Promise<void>): void {
  let ending: Promise<void> | undefined;
  const end = () => {
    ending ??= finish()
      .catch((error: unknown) => {
        reportFault("shutting down", error);
        process.exitCode = 1;
      })
      .finally(() => process.exit());
  };
  process.on("SIGTERM", end);
  process.on("SIGINT", end);
}
