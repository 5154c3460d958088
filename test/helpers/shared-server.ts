import { rmSync } from "node:fs";
import { startServer, type ServerProcess } from "./server-process.ts";

let shared: Promise<ServerProcess> | undefined;

/**
 * The server of this process, started without settings, which files of tests have one after the other, with what
 * those before have left: to start one for each takes more than most of what they ask of it. Whoever kills it starts it
 * again. It ends with the process.
 */
export async function sharedServer(): Promise<ServerProcess> {
  shared ??= startShared();
  const server = await shared;
  // A test that failed may have left it like that.
  return server.isRunning ? server : server.restart();
}

async function startShared(): Promise<ServerProcess> {
  const server = await startServer();
  // That is how processes of tests are ended.
  process.once("SIGTERM", () => process.exit());
  process.once("exit", () => {
    if (server.isRunning) process.kill(server.pid, "SIGKILL");
    rmSync(server.dataDir, { recursive: true, force: true });
  });
  return server;
}
