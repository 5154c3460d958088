import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { temporaryFolder } from "./temporary-folder.ts";

const TOP = fileURLToPath(new URL("../..", import.meta.url));
const READY_MS = 50_000;

/** What Node is started with, before what is to run: as `npm start` does. */
export const START = [
  "--max-semi-space-size=8",
  "--heap-growing-percent=30",
  "--no-allocation-site-pretenuring",
  "server/start.js",
];

/** The real server in a process of its own, on a data folder of its own. */
export interface ServerProcess {
  readonly url: string;
  readonly dataDir: string;
  readonly pid: number;
  /** Whether it has not ended. */
  readonly isRunning: boolean;
  /** All that it has written to stdout and stderr so far. */
  output(): string;
  /** Sends a signal and resolves with how it ended. */
  kill(signal: NodeJS.Signals): Promise<Ended>;
  /** Ends it with SIGTERM and removes its data folder. */
  stop(): Promise<void>;
  /** Starts it again, on the same data and port, after it has ended. Resolves with itself. */
  restart(): Promise<ServerProcess>;
}

/** How a process ended: by itself with a code, or by a signal. */
export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/**
 * Starts a server and waits until it says that it is ready. Rejects with its output when it ends instead.
 * `through` is a command that runs the one behind it.
 */
export async function startServer(
  options: { dataDir?: string; through?: string[]; env?: Record<string, string>; entry?: "main" | "demo" } = {},
): Promise<ServerProcess> {
  const folder = options.dataDir === undefined ? await temporaryFolder() : undefined;
  const dataDir = options.dataDir ?? folder!.path;
  let running = await start(dataDir, { ...options.env }, options);
  let isStopped = false;
  const server: ServerProcess = {
    get url() {
      return running.url;
    },
    dataDir,
    get pid() {
      return running.child.pid!;
    },
    get isRunning() {
      return !hasEnded(running.child);
    },
    output: () => running.output(),
    kill: (signal) => end(running.child, signal),
    async stop() {
      isStopped = true;
      await end(running.child, "SIGTERM");
      await folder?.remove();
    },
    async restart() {
      running = await start(dataDir, { ...options.env, PORT: new URL(running.url).port }, options);
      // A test that has taken too long goes on behind its end: nothing that it starts may be left.
      if (isStopped) await server.stop();
      return server;
    },
  };
  return server;
}

interface Running {
  child: ChildProcess;
  url: string;
  output(): string;
}

async function start(
  dataDir: string,
  env: Record<string, string>,
  { entry = "main", through = [] }: { entry?: string; through?: string[] },
): Promise<Running> {
  const [command, ...words] = [...through, process.execPath, ...START, `${entry}.ts`];
  const child = spawn(command!, words, {
    cwd: TOP,
    env: { ...process.env, PORT: "0", HOST: "127.0.0.1", NODE_ENV: "production", ...env, MIDCYCLE_DATA: dataDir },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const ready = new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`The server was not ready in time:\n${output}`)), READY_MS);
    const read = (chunk: Buffer) => {
      output += chunk.toString("utf8");
      // To what ends it: a chunk may end within the address.
      const url = /ready at ([^\s,]+)[\s,]/u.exec(output)?.[1];
      if (url === undefined) return;
      clearTimeout(timer);
      resolve(url);
    };
    child.stdout?.on("data", read);
    child.stderr?.on("data", read);
    child.once("exit", (code) => {
      clearTimeout(timer);
      reject(new Error(`The server ended with ${code}:\n${output}`));
    });
  });
  try {
    const url = await ready;
    return { child, url, output: () => output };
  } catch (error) {
    child.kill("SIGKILL");
    throw error;
  }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<Ended> {
  if (!hasEnded(child)) {
    const exited = once(child, "exit");
    child.kill(signal);
    await exited;
  }
  return { code: child.exitCode, signal: child.signalCode };
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}
