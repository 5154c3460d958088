import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { startServer } from "../helpers/server-process.ts";

/** A server under measurement, in a process of its own. */
export interface Peer {
  name: string;
  pid: number;
  /** WebSocket addresses of `count` pads that nobody has used yet. */
  pads(count: number): Promise<string[]>;
  /** The headers with which a new person connects. */
  person(): Promise<Record<string, string>>;
  /** Whether a client has to ask for the document first. */
  speaksSync: boolean;
  stop(): Promise<void>;
}

/** The raw relay: ×1. */
export async function relayPeer(): Promise<Peer> {
  const child = spawn(process.execPath, [fileURLToPath(new URL("relay.ts", import.meta.url))], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const url = await readyUrl(child);
  let made = 0;
  return {
    name: "relay",
    speaksSync: false,
    pid: child.pid!,
    pads: async (count) =>
      Array.from({ length: count }, () => `${url.replace("http", "ws")}/notes/bench-${(made += 1)}`),
    person: async () => ({}),
    async stop() {
      const ended = once(child, "exit");
      child.kill();
      await ended;
    },
  };
}

/** Midcycle as it runs: on SQLite, everything synced to disk before anyone sees it. */
export async function midcyclePeer(): Promise<Peer> {
  const server = await startServer({
    env: { MIDCYCLE_LIMIT_COMMAND_BURST: "100000", MIDCYCLE_LIMIT_PEOPLE_BURST: "100000" },
  });
  const send = async (path: string, method: string, body: object, headers: Record<string, string> = {}) => {
    const response = await fetch(server.url + path, {
      method,
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response;
  };
  const person = async () => {
    const response = await send("/api/me", "PUT", { name: "Bench" });
    return { cookie: response.headers.get("set-cookie")!.split(";")[0]! };
  };
  const organizer = await person();
  const meetup = (await (await send("/api/meetups", "POST", { title: "Bench" }, organizer)).json()) as { slug: string };
  let made = 0;
  return {
    name: "Midcycle",
    speaksSync: true,
    pid: server.pid,
    person,
    async pads(count) {
      const path = `/api/meetups/${meetup.slug}`;
      const ids = Array.from({ length: count }, () => `topic-${100_000 + (made += 1)}`);
      for (const id of ids)
        await send(`${path}/commands`, "POST", { type: "topic.propose", id, title: "A pad to write in" }, organizer);
      const { view } = (await (await fetch(server.url + path)).json()) as {
        view: { topics: { id: string; padId: string }[] };
      };
      const padOf = new Map(view.topics.map((topic) => [topic.id, topic.padId]));
      return ids.map((id) => `${server.url.replace("http", "ws")}/notes/${padOf.get(id)}`);
    },
    stop: () => server.stop(),
  };
}

/** The CPU time a process has used so far, all its threads: milliseconds. Linux only. */
export function cpuMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]!.split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** The resident memory of a process: MiB. Linux only. */
export function residentMiB(pid: number): number {
  const kilobytes = /VmRSS:\s+(\d+)/u.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Number(kilobytes) / 1024;
}

async function readyUrl(child: ChildProcess): Promise<string> {
  for await (const chunk of child.stdout!) {
    const url = /ready at (\S+)/u.exec(String(chunk))?.[1];
    if (url !== undefined) return url;
  }
  throw new Error("The relay ended before it was ready");
}
