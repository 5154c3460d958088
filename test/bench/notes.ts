import { parseArgs } from "node:util";
import { cursors } from "./cursors.ts";
import { joins } from "./joins.ts";
import { floorPeer, hocuspocusPeer, midcyclePeer, relayPeer } from "./peers.ts";
import { tableOf, type Row } from "./scene.ts";
import { standing } from "./standing.ts";
import { crowds, typing } from "./typing.ts";

/**
 * `npm run bench`: what the notes cost, next to a raw relay that stores nothing, the floor and a peer,
 * in one run and taking turns. Prints a table; asserts nothing. `--only cursors` measures one scene,
 * `--servers relay,Midcycle` some servers, `--rounds 2` is quicker, as soon as what is often run has been compiled, and
 * `--profile folder` keeps Midcycle's CPU profiles.
 */
const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "5" },
    seconds: { type: "string", default: "5" },
    only: { type: "string", default: "" },
    servers: { type: "string", default: "relay,floor,Hocuspocus,Midcycle" },
    profile: { type: "string", default: "" },
  },
});
const starters = { relay: relayPeer, floor: floorPeer, Hocuspocus: hocuspocusPeer };
const names = values.servers.split(",");
const peers = await Promise.all([
  ...Object.entries(starters).flatMap(([name, start]) => (names.includes(name) ? [start()] : [])),
  midcyclePeer(values.profile),
]);
const run = { peers, rounds: Number(values.rounds), seconds: Number(values.seconds) };
const scenes = [
  ...crowds.map((crowd) => ({ name: crowd.name, measure: () => typing(crowd, run) })),
  { name: "cursors", measure: () => cursors(run) },
  { name: "joins", measure: () => joins(run) },
  { name: "standing", measure: standing },
];

const rows: Row[] = [];
for (const { name, measure } of scenes.filter((scene) => scene.name.includes(values.only))) {
  process.stderr.write(`${name} …\n`);
  rows.push(...(await measure()));
}
process.stdout.write(tableOf(rows));
await Promise.all(peers.map((peer) => peer.stop()));
