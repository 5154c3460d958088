import { spawn } from "node:child_process";
import { once } from "node:events";
import * as Y from "yjs";
import { connectAll, pause } from "./clients.ts";
import { idlePads } from "./idle-pads.ts";
import { midcyclePeer, type Peer } from "./peers.ts";
import { cpuMs, median, residentMiB } from "./process-figures.ts";
import type { Row } from "./scene.ts";
import { encodePadEntry } from "../../server/notes/text/pad-entry.ts";
import { PAD_TEXT } from "../../shared/notes/pad-document.ts";
import type { Memory } from "../faults/support/inspected.ts";
import { START, startServer } from "../helpers/server-process.ts";

const PEOPLE = 200;
const MEETUPS = 1000;
const PADS_EACH = 10;

/** What stands still: people who only read, pads that were left, what an entry adds, and how long a start takes. */
export async function standing(): Promise<Row[]> {
  return [await memory(), await idle(), entries(), await starts()];
}

function row(scene: string, cost: string, goal: string, more: string): Row {
  return {
    scene,
    server: "Midcycle",
    cost,
    goal,
    more,
    ratio: undefined,
    p50: undefined,
    p95: undefined,
    p95Goal: undefined,
  };
}

async function memory(): Promise<Row> {
  const peer: Peer = await midcyclePeer();
  const [address] = await peer.pads(1);
  const numbers = Array.from({ length: PEOPLE }, (_, index) => index + 1);
  for (const number of numbers) await peer.person(number);
  await pause(1000);
  const idle = residentMiB(peer.pid);
  const sockets = await connectAll(peer, address!, numbers);
  await pause(2000);
  const inAll = residentMiB(peer.pid);
  for (const socket of sockets) socket.terminate();
  await peer.stop();
  return row(
    `${PEOPLE} people read one pad`,
    `+${(inAll - idle).toFixed(0)} MiB`,
    "+30 MiB",
    `${inAll.toFixed(0)} MiB in all, goal 150`,
  );
}

async function idle(): Promise<Row> {
  const { pads, writers, before, inUse, after, documents } = await idlePads();
  const used = (memory: Memory) => memory.heapMiB + memory.externalMiB;
  const each = ((used(inUse) - used(before)) * 1024) / pads;
  return row(
    `${pads} pads of 10 kB, written by ${writers} each and left`,
    `+${(used(after) - used(before)).toFixed(1)} MiB, ${documents} documents`,
    "document dropped",
    `${each.toFixed(0)} kB each while in use; resident ${[before, inUse, after].map(({ residentMiB }) => residentMiB.toFixed(0)).join(", ")} MiB before, then, after`,
  );
}

/** What the second key of a word makes. */
function keystroke(): Uint8Array {
  const doc = new Y.Doc();
  const text = doc.getText(PAD_TEXT);
  text.insert(0, "a");
  const before = Y.encodeStateVector(doc);
  text.insert(1, "b");
  return Y.encodeStateAsUpdate(doc, before);
}

function entries(): Row {
  const update = keystroke();
  const beside = (...authors: number[]) => {
    const updates = authors.map((author) => ({ author, update }));
    return encodePadEntry({ at: Date.now(), newAuthors: [], updates }).length - authors.length * update.length;
  };
  const [one, burst, crowd] = [
    beside(3),
    beside(...Array.from({ length: 10 }, () => 3)),
    beside(...Array.from({ length: 10 }, (_, n) => n + 1)),
  ];
  return row(
    "an entry beside its updates",
    `${one} bytes`,
    "20 bytes",
    `${burst} bytes beside ten updates of one person, ${crowd} of ten people`,
  );
}

async function starts(): Promise<Row> {
  const server = await startServer({
    env: Object.fromEntries(["COMMAND_BURST", "MEETUPS_PER_HOUR"].map((name) => [`MIDCYCLE_LIMIT_${name}`, "1000000"])),
  });
  const send = async (path: string, method: string, body: object, cookie = "") => {
    const headers = { "content-type": "application/json", cookie };
    const response = await fetch(server.url + path, { method, headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response;
  };
  const me = await send("/api/me", "PUT", { name: "Olga" });
  const cookie = me.headers.get("set-cookie")!.split(";")[0]!;
  for (let at = 0; at < MEETUPS; at += 20)
    await Promise.all(
      Array.from({ length: 20 }, async (_, n) => {
        const made = await send("/api/meetups", "POST", { title: `Meetup ${at + n}` }, cookie);
        const { slug } = (await made.json()) as { slug: string };
        const commands = Array.from({ length: PADS_EACH }, (_each, topic) => {
          return { type: "topic.propose", id: `topic-${1000 + topic}`, title: "To write in" };
        });
        await send(`/api/meetups/${slug}/commands`, "POST", { type: "batch", commands }, cookie);
      }),
    );
  await server.kill("SIGTERM");
  const [ms, cpu]: [number[], number[]] = [[], []];
  for (let round = 0; round < 5; round++) {
    const begun = performance.now();
    const child = spawn(process.execPath, [...START, "main.ts"], {
      env: { ...process.env, PORT: "0", NODE_ENV: "production", MIDCYCLE_DATA: server.dataDir },
      stdio: ["ignore", "pipe", "inherit"],
    });
    for await (const chunk of child.stdout) if (/ready at/u.test(String(chunk))) break;
    ms.push(performance.now() - begun);
    cpu.push(cpuMs(child.pid!));
    const ended = once(child, "exit");
    child.kill();
    await ended;
  }
  await server.stop();
  return row(
    `start with ${MEETUPS.toLocaleString("en")} meetups and ${(MEETUPS * PADS_EACH).toLocaleString("en")} pads`,
    `${median(cpu).toFixed(0)} ms of CPU`,
    "500 ms",
    `ready after ${median(ms).toFixed(0)} ms`,
  );
}
