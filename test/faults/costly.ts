/** What is allowed and yet costs a lot, whole or in pieces, while two people write in the same pad and two in another one. */
import { floorPeer } from "../bench/peers.ts";
import { seededChance } from "../together/support/seeded-chance.ts";
import { named, Visitor } from "../together/support/visitor.ts";
import { COSTLY, COSTLY_FRAMES } from "./costly-updates.ts";
import { bystanders, bystandersAt, type Bystanders } from "./support/bystanders.ts";
import type { SenderQuestion } from "./support/costly-sender.ts";
import { atMost, none, quantile, sized, type Figure, type Run } from "./support/figure.ts";
import { OwnProcess } from "./support/own-process.ts";
import { started } from "./support/started.ts";
import { costliestTurn } from "./support/turn-cost.ts";

const BAR_MS = 100;
/** How long its effects are watched. */
const WATCHED_MS = 1000;

export async function run(run: Run): Promise<Figure[]> {
  const times = sized(run.scale, { test: 1, short: 1, full: 10 });
  const watchedMs = sized(run.scale, { test: 100, short: WATCHED_MS, full: WATCHED_MS });
  const server = await started(run);
  const pid = server.pid;
  const ana = await named(server.url, "Ana");
  const { slug } = await ana.makesMeetup();
  const sender = new OwnProcess(run, "costly-sender.ts");
  const ask = (question: SenderQuestion) => sender.ask<null>(question);
  // What a server that does nothing but write to disk and send on is held for by the rest of the machine.
  const relay = await floorPeer();
  run.ends.defer(() => relay.stop());
  const figures: Figure[] = [];
  // In `npm test` a few do: what each costs is in figures, which need a quiet machine anyway.
  const kinds = [...Object.keys(COSTLY), ...Object.keys(COSTLY_FRAMES)].filter((name, index) =>
    run.kinds === undefined ? run.scale !== "test" || index % 5 === 0 : run.kinds.some((part) => name.includes(part)),
  );
  for (const name of kinds) {
    // A pad of its own, or the next one would be measured on what this one has left.
    const [padId, otherPadId] = [await ana.makesPad(slug, name.slice(0, 100)), await ana.makesPad(slug)];
    const watched = {
      "in the same pad": await bystanders(run, server.url, padId),
      "in another pad": await bystanders(run, server.url, otherPadId),
      "of a bare relay": await bystandersAt(run, (await relay.pads(1))[0]!),
    };
    const laps = () => Promise.all(Object.values(watched).map((others) => others.lap()));
    const delays = Object.keys(watched).map((): number[] => []);
    for (let time = 0; time < times; time += 1) {
      await ask({ ask: "prepare", kind: name, seed: run.seed * 100 + time });
      const mallory = await named(server.url, "Mallory");
      await laps();
      await ask({ ask: "send", url: server.url, path: `/notes/${padId}`, cookie: mallory.cookie!, watchedMs });
      for (const [index, lap] of (await laps()).entries()) delays[index]!.push(...lap);
    }
    await Promise.all(Object.values(watched).map((others: Bystanders) => others.leave()));
    const [same, other, relayed] = delays;
    figures.push(held(`${name}: others in the same pad`, same!, relayed!));
    figures.push(held(`${name}: others in another pad`, other!, relayed!));
    const messages = COSTLY[name];
    if (messages === undefined) continue;
    // The first time code is compiled, which no server does again for each of them.
    const turns = [];
    for (let time = 0; time < 3; time += 1)
      turns.push(await costliestTurn(messages(seededChance(run.seed * 100 + time))));
    figures.push(atMost(`${name}: CPU time in one turn of the loop`, BAR_MS, Math.min(...turns), "ms"));
  }
  figures.push(none("costly updates: deaths", server.pid === pid && (await isWell(server.url)) ? 0 : 1));
  return figures;
}

function held(who: string, delays: number[], relayed: number[]): Figure {
  const most = quantile(delays, 1);
  return {
    what: `${who} held for at most`,
    bar: `≤ ${BAR_MS} ms`,
    found: `${most.toFixed(0)} ms (p50 ${quantile(delays, 0.5).toFixed(0)} ms; a bare relay meanwhile: at most ${quantile(relayed, 1).toFixed(0)} ms)`,
    isMet: most <= BAR_MS,
    isRough: true,
  };
}

async function isWell(url: string): Promise<boolean> {
  return (await new Visitor(url).get("/readyz")).status === 200;
}
