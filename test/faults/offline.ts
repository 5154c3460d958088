/** What ten people typed while they were cut off, brought back to a server that is killed meanwhile. */
import { seededChance, type Chance } from "../together/support/seeded-chance.ts";
import { Crowd } from "./support/crowd.ts";
import { none, sized, type Figure, type Run } from "./support/figure.ts";
import { started } from "./support/started.ts";
import type { Typist } from "./support/typist.ts";
import { pause } from "./support/waiting.ts";

/** Into the exchange after the return, so late comes the second kill, at most, in milliseconds. */
const RETURN_MS = 150;

export async function run(run: Run): Promise<Figure[]> {
  const { rounds, edits } = sized(run.scale, {
    test: { rounds: 1, edits: 100 },
    short: { rounds: 3, edits: 200 },
    full: { rounds: 20, edits: 200 },
  });
  const chance = seededChance(run.seed);
  const server = await started(run);
  const crowd = await Crowd.gathers(server, run);
  const wrong: string[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const { pad } of crowd.typists) pad.provider.disconnect();
    for (const typist of crowd.typists) typesAway(typist, edits, chance);
    await server.kill("SIGKILL");
    await server.restart();
    for (const typist of crowd.typists) typist.comesBack();
    await pause(chance.below(RETURN_MS));
    await server.kill("SIGKILL");
    await server.restart();
    await crowd.settles();
    const { lost, doubled } = await crowd.findsMissingOfAll();
    wrong.push(...lost, ...doubled);
  }
  const scene = `${crowd.typists.length} people × ${edits} edits offline × ${rounds}, a kill meanwhile and one as they come back`;
  return [none(`${scene}: not there exactly once`, wrong.length, wrong.slice(0, 5).join(", "))];
}

/** At the end, and between any two words. */
function typesAway(typist: Typist, edits: number, chance: Chance): void {
  for (let edit = 0; edit < edits; edit += 1) {
    const text = typist.pad.text.toString();
    const gap = text.indexOf(" [", chance.below(text.length * 2));
    typist.typesWord(gap < 0 ? text.length : gap + 1);
  }
}
