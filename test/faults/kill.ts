/** `kill -9` under load, again and again on the same folder; what anyone had seen or was told must be there. */
import { seededChance } from "../together/support/seeded-chance.ts";
import { Crowd } from "./support/crowd.ts";
import { none, sized, type Figure, type Run } from "./support/figure.ts";
import { started } from "./support/started.ts";
import { pause } from "./support/waiting.ts";

/** How long a life lasts, in milliseconds: kills come at any moment of a batch or a commit. */
const LIFE_MS = { from: 600, upTo: 2000 };

export async function run(run: Run): Promise<Figure[]> {
  const { seed, scale } = run;
  const kills = sized(scale, { test: 2, short: 6, full: 100 });
  const chance = seededChance(seed);
  const server = await started(run);
  const crowd = await Crowd.gathers(server, run);
  const lost: string[] = [];
  const doubled: string[] = [];
  for (let kill = 0; kill < kills; kill += 1) {
    await crowd.starts();
    await pause(LIFE_MS.from + chance.below(LIFE_MS.upTo - LIFE_MS.from));
    await server.kill("SIGKILL");
    crowd.stops();
    await crowd.goesAway();
    await server.restart();
    const found = await crowd.findsMissing();
    lost.push(...found.lost.map((what) => `${what} after kill ${kill + 1}`));
    doubled.push(...found.doubled);
    crowd.comesBack();
    await crowd.settles();
  }
  const last = await crowd.findsMissingOfAll();
  lost.push(...last.lost);
  doubled.push(...last.doubled);
  const { typed } = crowd.words.counts;
  const votes = crowd.voters.reduce((sum, { answered }) => sum + answered.size, 0);
  const scene = `kill -9 × ${kills}, 10 typists × 5/s, 10 voters × 2/s`;
  return [
    none(
      `${scene}: lost, of what was seen or acknowledged`,
      lost.length,
      ofThese(lost, `${typed} edits, ${votes} votes`),
    ),
    none(`${scene}: doubled`, doubled.length, ofThese(doubled, `${typed} edits, ${votes} votes`)),
  ];
}

function ofThese(wrong: readonly string[], all: string): string {
  return wrong.length === 0 ? `of ${all}` : wrong.slice(0, 5).join(", ");
}
