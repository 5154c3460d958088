import { fileURLToPath } from "node:url";
import { buildClientIfStale } from "./build-client.ts";
import { systemClock } from "./clock.ts";
import { configFrom } from "./config.ts";
import { createMidcycleServer } from "./midcycle-server.ts";
import { reportFault } from "./report-fault.ts";
import { StoreRefusedError } from "./store/log-store.ts";
import { openSqliteLogStore } from "./store/sqlite-log-store.ts";

/** From the environment to a server that listens, and back down on SIGTERM. Nothing else reads the environment. */
async function main(): Promise<void> {
  const config = configFrom(process.env);
  const distDir = fileURLToPath(new URL("../dist", import.meta.url));
  const [store] = await Promise.all([openSqliteLogStore(config.dataDir), buildClientIfStale(distDir)]);
  const server = createMidcycleServer({
    config,
    store,
    clock: systemClock,
    report: reportFault,
    distDir,
  });

  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= server
      .close()
      .then(() => store.close())
      .catch((error: unknown) => {
        reportFault("shutting down", error);
        process.exitCode = 1;
      })
      .finally(() => process.exit());
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);

  const url = await server.listen();
  const elsewhere = config.publicUrl === undefined ? "" : `, for everyone at ${config.publicUrl}`;
  process.stdout.write(`Midcycle is ready at ${url}${elsewhere}\n`);
}

main().catch((error: unknown) => {
  if (error instanceof StoreRefusedError || !(error instanceof Error) || !error.stack)
    process.stderr.write(`${String(error)}\n`);
  else process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
