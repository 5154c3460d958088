import { parseArgs } from "node:util";
import { cpuMs, midcyclePeer, relayPeer, residentMiB, type Peer } from "./peers.ts";
import { typeTogether } from "./typists.ts";

/**
 * `npm run bench`: what an edit costs, next to a raw relay that stores nothing, in one run and
 * taking turns. Prints a table; asserts nothing. `--rounds 5 --seconds 8` for steadier figures.
 */
const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "3" },
    seconds: { type: "string", default: "5" },
    only: { type: "string", default: "" },
  },
});
const rounds = Number(values.rounds);
const seconds = Number(values.seconds);

const scenes = [
  { name: "200 people, 10 write", pads: 1, clientsPerPad: 200, writersPerPad: 10, goal: 0.55 },
  { name: "1,000 people, 5 write", pads: 1, clientsPerPad: 1000, writersPerPad: 5, goal: 0.6 },
  { name: "200 people, 40 write", pads: 1, clientsPerPad: 200, writersPerPad: 40, goal: 0.25 },
  { name: "200 pads, 3 write each", pads: 200, clientsPerPad: 3, writersPerPad: 3, goal: 1.6 },
  { name: "20 people, 5 write", pads: 1, clientsPerPad: 20, writersPerPad: 5, goal: undefined },
] as const;

interface Figures {
  microsPerDelivery: number;
  p50: number;
  p95: number;
  delivered: number;
  addedMiB: number;
}

async function measure(peer: Peer, scene: (typeof scenes)[number]): Promise<Figures> {
  const pads = await peer.pads(scene.pads);
  const idle = residentMiB(peer.pid);
  let [begun, ended] = [0, 0];
  const { deliveries, latencies } = await typeTogether({
    ...scene,
    pads,
    perSecond: 5,
    seconds,
    headers: () => peer.person(),
    speaksSync: peer.speaksSync,
    onBegin: () => (begun = cpuMs(peer.pid)),
    onEnd: () => (ended = cpuMs(peer.pid)),
  });
  const expected = 5 * seconds * scene.pads * scene.writersPerPad * (scene.clientsPerPad - 1);
  latencies.sort((a, b) => a - b);
  return {
    microsPerDelivery: ((ended - begun) * 1000) / deliveries,
    p50: latencies[Math.floor(latencies.length * 0.5)] ?? Number.NaN,
    p95: latencies[Math.floor(latencies.length * 0.95)] ?? Number.NaN,
    delivered: deliveries / expected,
    addedMiB: residentMiB(peer.pid) - idle,
  };
}

function median(all: number[]): number {
  return all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? Number.NaN;
}

const peers = [await relayPeer(), await midcyclePeer()];
const rows: Record<string, string>[] = [];
for (const scene of scenes.filter(({ name }) => name.includes(values.only))) {
  const taken = new Map<string, Figures[]>(peers.map(({ name }) => [name, []]));
  // The first round warms both up and is not counted.
  for (let round = 0; round <= rounds; round++)
    for (const peer of peers) {
      const figures = await measure(peer, scene);
      if (round > 0) taken.get(peer.name)!.push(figures);
    }
  const base = median(taken.get("relay")!.map(({ microsPerDelivery }) => microsPerDelivery));
  for (const [name, figures] of taken) {
    const of = (pick: (figures: Figures) => number) => median(figures.map(pick));
    const micros = of(({ microsPerDelivery }) => microsPerDelivery);
    rows.push({
      scene: scene.name,
      server: name,
      "CPU µs per delivery": micros.toFixed(1),
      ratio: `×${(micros / base).toFixed(2)}`,
      goal: name === "relay" || scene.goal === undefined ? "" : `×${scene.goal}`,
      "p50 ms": of(({ p50 }) => p50).toFixed(1),
      "p95 ms": of(({ p95 }) => p95).toFixed(1),
      delivered: `${(of(({ delivered }) => delivered) * 100).toFixed(1)} %`,
      "+ MiB": of(({ addedMiB }) => addedMiB).toFixed(0),
    });
  }
}
process.stdout.write(table(rows));
await Promise.all(peers.map((peer) => peer.stop()));

/** Rows as a Markdown table. */
function table(all: Record<string, string>[]): string {
  const heads = Object.keys(all[0] ?? {});
  const lines = [heads, heads.map(() => "---"), ...all.map((row) => heads.map((head) => row[head] ?? ""))];
  return `${lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n")}\n`;
}
