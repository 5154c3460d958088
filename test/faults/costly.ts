/** What is allowed and yet costs a lot, whole or in pieces, while two people write in the same pad. */
import { seededChance } from "../together/support/seeded-chance.ts";
import { named, Visitor } from "../together/support/visitor.ts";
import { COSTLY } from "./costly-updates.ts";
import { bystanders } from "./support/bystanders.ts";
import { atMost, none, quantile, sized, type Figure, type Run } from "./support/figure.ts";
import { RawPad } from "./support/raw-pad.ts";
import { started } from "./support/started.ts";
import { costliestTurn } from "./support/turn-cost.ts";
import { pause } from "./support/waiting.ts";

const BAR_MS = 100;
/** How long its effects are watched. */
const WATCHED_MS = 1000;

export async function run(run: Run): Promise<Figure[]> {
  const times = sized(run.scale, { test: 1, short: 1, full: 10 });
  const server = await started(run);
  const pid = server.pid;
  const ana = await named(server.url, "Ana");
  const { slug } = await ana.makesMeetup();
  const chance = seededChance(run.seed);
  const figures: Figure[] = [];
  // In `npm test` a few do: what each costs is in figures, which need a quiet machine anyway.
  const kinds = Object.entries(COSTLY).filter((_, index) => run.scale !== "test" || index % 5 === 0);
  for (const [name, costly] of kinds) {
    // A pad of its own, or the next one would be measured on what this one has left.
    const topicId = await ana.proposes(slug, name.slice(0, 100));
    const { padId } = (await ana.look(slug)).view.topics.find(({ id }) => id === topicId)!;
    const others = await bystanders(run, server.url, padId);
    await pause(sized(run.scale, { test: 50, short: 500, full: 1000 }));
    const calm = await others.lap();
    const delays: number[] = [];
    for (let time = 0; time < times; time += 1) {
      const mallory = await named(server.url, "Mallory");
      const pad = await RawPad.open(server.url, `/notes/${padId}`, mallory.cookie);
      for (const message of costly(chance)) pad.send(message);
      await Promise.race([pad.ended, pause(sized(run.scale, { test: 100, short: WATCHED_MS, full: WATCHED_MS }))]);
      pad.close();
      delays.push(...(await others.lap()));
    }
    await others.leave();
    figures.push(held(name, delays, calm));
    // The first time code is compiled, which no server does again for each of them.
    const turns = [];
    for (let time = 0; time < 3; time += 1) turns.push(await costliestTurn(costly(chance)));
    figures.push(atMost(`${name}: CPU time in one turn of the loop`, BAR_MS, Math.min(...turns), "ms"));
  }
  figures.push(none("costly updates: deaths", server.pid === pid && (await isWell(server.url)) ? 0 : 1));
  return figures;
}

function held(name: string, delays: number[], calm: number[]): Figure {
  const most = quantile(delays, 1);
  return {
    what: `${name}: others held for at most`,
    bar: `≤ ${BAR_MS} ms`,
    found: `${most.toFixed(0)} ms (p50 ${quantile(delays, 0.5).toFixed(0)} ms; before: at most ${quantile(calm, 1).toFixed(0)} ms)`,
    isMet: most <= BAR_MS,
    isRough: true,
  };
}

async function isWell(url: string): Promise<boolean> {
  return (await new Visitor(url).get("/readyz")).status === 200;
}
