/** SIGTERM under load: nothing is lost, it ends in time, and everyone comes back without doing anything. */
import { seededChance } from "../together/support/seeded-chance.ts";
import { Crowd } from "./support/crowd.ts";
import { atMost, each, none, sized, type Figure, type Run } from "./support/figure.ts";
import { started } from "./support/started.ts";
import { pause } from "./support/waiting.ts";

const LIFE_MS = { from: 500, upTo: 1500 };

export async function run(run: Run): Promise<Figure[]> {
  const { seed, scale } = run;
  const times = sized(scale, { test: 1, short: 4, full: 20 });
  const chance = seededChance(seed);
  const server = await started(run);
  const crowd = await Crowd.gathers(server, run);
  const wrong: string[] = [];
  let [clean, slowest] = [0, 0];
  for (let time = 0; time < times; time += 1) {
    await crowd.starts();
    await pause(LIFE_MS.from + chance.below(LIFE_MS.upTo - LIFE_MS.from));
    const begun = performance.now();
    const { code } = await server.kill("SIGTERM");
    slowest = Math.max(slowest, performance.now() - begun);
    if (code === 0) clean += 1;
    // Nobody is told anything: providers and sockets notice, wait and connect by themselves.
    await server.restart();
    crowd.stops();
    await crowd.settles();
    const { lost, doubled } = await crowd.findsMissingOfAll();
    wrong.push(...lost, ...doubled);
  }
  const scene = `SIGTERM × ${times}, 10 typists × 5/s, 10 voters × 2/s`;
  return [
    none(`${scene}: lost or doubled, with everyone back by themselves`, wrong.length, wrong.slice(0, 5).join(", ")),
    each(`${scene}: exit with 0`, clean, times),
    { ...atMost(`${scene}: exit after`, 5, slowest / 1000, "s"), isRough: false },
  ];
}
