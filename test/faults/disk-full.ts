/** The disk is full for a while, once or again and again, and the server is killed while it is. */
import type { ServerProcess } from "../helpers/server-process.ts";
import { Visitor } from "../together/support/visitor.ts";
import { Crowd } from "./support/crowd.ts";
import { atMost, each, none, sized, type Figure, type Run } from "./support/figure.ts";
import { started } from "./support/started.ts";
import { smallDisk } from "./support/small-disk.ts";
import { comesTrue, pause } from "./support/waiting.ts";

const DISK_MIB = 24;
const LOOK_MS = 15_000;

export async function run(run: Run): Promise<Figure[]> {
  const { scale, ends } = run;
  const times = sized(scale, { test: 1, short: 2, full: 10 });
  const disk = await smallDisk(DISK_MIB);
  ends.defer(() => disk.remove());
  const server = await started(run, disk);
  const crowd = await Crowd.gathers(server, run);
  const wrong: string[] = [];
  let [alive, stillFull, unready, ready] = [0, 0, 0, 0];
  for (let time = 0; time < times; time += 1) {
    await crowd.starts();
    await pause(500);
    const pid = server.pid;
    disk.fill();
    unready = Math.max(unready, await after(() => readyz(server, 503)));
    await pause(sized(scale, { test: 200, short: 2000, full: 5000 }));
    if (isAlive(pid) && (await new Visitor(server.url).get("/healthz")).status === 200) alive += 1;
    if (await readyz(server, 503)) stillFull += 1;
    await disk.free();
    ready = Math.max(ready, await after(() => readyz(server, 200)));
    crowd.stops();
    await crowd.settles();
    const { lost, doubled } = await crowd.findsMissingOfAll();
    wrong.push(...lost, ...doubled);
  }
  const killed = await killedWhileFull(server, crowd, disk);
  return [
    each("disk full: the process lives", alive, times),
    each("disk full: not ready for as long as it is", stillFull, times),
    none(
      "disk full: acknowledged or seen edits and votes lost, or doubled",
      wrong.length,
      wrong.slice(0, 5).join(", "),
    ),
    atMost("disk full: /readyz 503 within", 5, unready / 1000, "s"),
    atMost("room made: writes again, without a restart, within", 5, ready / 1000, "s"),
    ...killed,
  ];
}

/** Killed and started again on a disk that is still full. */
async function killedWhileFull(
  server: ServerProcess,
  crowd: Crowd,
  disk: { fill(): void; free(): Promise<void> },
): Promise<Figure[]> {
  await crowd.starts();
  await pause(500);
  disk.fill();
  await after(() => readyz(server, 503));
  await server.kill("SIGKILL");
  crowd.stops();
  await crowd.goesAway();
  await server.restart();
  const pid = server.pid;
  const { lost, doubled } = await crowd.findsMissing();
  crowd.comesBack();
  await pause(500);
  const isUp = isAlive(pid);
  await disk.free();
  const ready = await after(() => readyz(server, 200));
  await crowd.settles();
  const last = await crowd.findsMissingOfAll();
  const wrong = [...lost, ...doubled, ...last.lost, ...last.doubled];
  return [
    each("killed while full: starts on the full disk, and lives", isUp && pid === server.pid ? 1 : 0, 1),
    none("killed while full: lost or doubled", wrong.length, wrong.slice(0, 5).join(", ")),
    atMost("killed while full: writes again once there is room, within", 5, ready / 1000, "s"),
  ];
}

async function readyz(server: ServerProcess, status: number): Promise<boolean> {
  return (await new Visitor(server.url).get("/readyz")).status === status;
}

/** Milliseconds until it is so. */
async function after(isSo: () => Promise<boolean>): Promise<number> {
  const begun = performance.now();
  return (await comesTrue(isSo, LOOK_MS)) ? performance.now() - begun : Number.POSITIVE_INFINITY;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
