import { spawn, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";

const START = fileURLToPath(new URL("../../server/start.js", import.meta.url));

/** Starts writing-server.ts on a folder, from what was compiled before, as the server is started. */
export function startWriting(folder: string, mode: "write" | "rewrite" | "rewrite-large" | "hold"): ChildProcess {
  return spawn(process.execPath, [START, "../test/contracts/writing-server.ts", folder, mode], {
    stdio: ["ignore", "pipe", "inherit"],
  });
}
