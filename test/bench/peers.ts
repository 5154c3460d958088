import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import * as encoding from "lib0/encoding";
import { startServer } from "../helpers/server-process.ts";

/** A server under measurement, in a process of its own. */
export interface Peer {
  name: "relay" | "floor" | "Hocuspocus" | "Midcycle";
  pid: number;
  /** WebSocket addresses of `count` pads that nobody has used yet. */
  pads(count: number): Promise<string[]>;
  /** The headers with which the person of this number connects. */
  person(number: number): Promise<Record<string, string>>;
  /** What a client sends before anything else. */
  greeting(address: string): Uint8Array[];
  /** A message of the y-websocket protocol as this server takes it. */
  message(address: string, bytes: Uint8Array): Uint8Array;
  /** Where a pad is over HTTP. */
  padPath(padId: string): string;
  stop(): Promise<void>;
}

/** The raw relay: ×1. */
export async function relayPeer(): Promise<Peer> {
  const { pid, url, stop } = await spawned("relay.ts");
  return { name: "relay", pid, stop, ...unasked(url) };
}

/** The relay that waits, writes and syncs as Midcycle does, and nothing else. */
export async function floorPeer(): Promise<Peer> {
  const { pid, url, stop } = await spawned("relay.ts", ["floor"]);
  return { name: "floor", pid, stop, ...unasked(url) };
}

/** Hocuspocus, whose messages begin with the document's name, and whose clients introduce themselves first. */
export async function hocuspocusPeer(): Promise<Peer> {
  const { pid, url, stop } = await spawned("hocuspocus.ts");
  const message = (address: string, bytes: Uint8Array) =>
    encoding.encode((encoder) => {
      encoding.writeVarString(encoder, address.slice(address.lastIndexOf("/") + 1));
      encoding.writeUint8Array(encoder, bytes);
    });
  return {
    name: "Hocuspocus",
    pid,
    stop,
    ...unasked(url),
    message,
    greeting: (address) => [message(address, Uint8Array.of(2, 0, 0)), message(address, ASKS_FOR_EVERYTHING)],
  };
}

/** Midcycle as it runs: on SQLite, everything synced to disk before anyone sees it. Profiled into a folder, if named. */
export async function midcyclePeer(profile = ""): Promise<Peer> {
  const server = await startServer({
    env: {
      MIDCYCLE_LIMIT_COMMAND_BURST: "100000",
      MIDCYCLE_LIMIT_PEOPLE_BURST: "100000",
      // What it does with pads that nobody uses any more, it does while others are measured and not half a minute later.
      MIDCYCLE_NOTES_IDLE: "2",
      ...(profile && { NODE_OPTIONS: `--cpu-prof --cpu-prof-interval=500 --cpu-prof-dir=${profile}` }),
    },
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
  const people: Promise<Record<string, string>>[] = [];
  const person = (number: number) =>
    (people[number] ??= send("/api/me", "PUT", { name: `Person ${number}` }).then((response) => ({
      cookie: response.headers.get("set-cookie")!.split(";")[0]!,
    })));
  const organizer = await person(0);
  const meetup = (await (await send("/api/meetups", "POST", { title: "Bench" }, organizer)).json()) as { slug: string };
  const path = `/api/meetups/${meetup.slug}`;
  let made = 0;
  return {
    name: "Midcycle",
    pid: server.pid,
    person,
    greeting: () => [ASKS_FOR_EVERYTHING],
    message: (_address, bytes) => bytes,
    padPath: (padId) => `${path}/pads/${padId}`,
    async pads(count) {
      const ids = Array.from({ length: count }, () => `topic-${100_000 + (made += 1)}`);
      for (let at = 0; at < count; at += 100) {
        const commands = ids.slice(at, at + 100).map((id) => ({ type: "topic.propose", id, title: "To write in" }));
        await send(`${path}/commands`, "POST", { type: "batch", commands }, organizer);
      }
      const { view } = (await (await fetch(server.url + path)).json()) as {
        view: { topics: { id: string; padId: string }[] };
      };
      const padOf = new Map(view.topics.map((topic) => [topic.id, topic.padId]));
      return ids.map((id) => `${server.url.replace("http", "ws")}/notes/${padOf.get(id)}`);
    },
    stop: () => server.stop(),
  };
}

/** SyncStep1 with an empty state vector. */
const ASKS_FOR_EVERYTHING = Uint8Array.of(0, 0, 1, 0);

/** A server that knows no people and takes any path as a pad. */
function unasked(url: string): Pick<Peer, "pads" | "person" | "greeting" | "message" | "padPath"> {
  let made = 0;
  return {
    pads: async (count) => Array.from({ length: count }, () => `${url.replace("http", "ws")}/bench-${(made += 1)}`),
    person: async () => ({}),
    greeting: () => [],
    message: (_address, bytes) => bytes,
    padPath: (padId) => `/${padId}`,
  };
}

async function spawned(
  file: string,
  args: string[] = [],
): Promise<{ pid: number; url: string; stop(): Promise<void> }> {
  const child = spawn(process.execPath, [fileURLToPath(new URL(file, import.meta.url)), ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const url = await readyUrl(child);
  return {
    pid: child.pid!,
    url,
    async stop() {
      const ended = once(child, "exit");
      child.kill();
      await ended;
    },
  };
}

async function readyUrl(child: ChildProcess): Promise<string> {
  for await (const chunk of child.stdout!) {
    const url = /ready at (\S+)/u.exec(String(chunk))?.[1];
    if (url !== undefined) return url;
  }
  throw new Error("A server ended before it was ready");
}
