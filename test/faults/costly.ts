/** What is allowed and yet costs a lot, whole or in pieces, while two people write in the same pad and two in another one. */
import { floorPeer } from "../bench/peers.ts";
import { seededChance } from "../together/support/seeded-chance.ts";
import { named, Visitor } from "../together/support/visitor.ts";
import { figuresOfRestore, RESTORE } from "./costly-restore.ts";
import { COSTLY, COSTLY_FRAMES } from "./costly-updates.ts";
import { bystanders, bystandersAt, type Bystanders } from "./support/bystanders.ts";
import type { SenderQuestion } from "./support/costly-sender.ts";
import { atMost, none, sized, type Figure, type Run } from "./support/figure.ts";
import { BAR_MS, held } from "./support/held.ts";
import { OwnProcess } from "./support/own-process.ts";
import { started } from "./support/started.ts";
import { costliestTurn } from "./support/turn-cost.ts";

/** How long its effects are watched. */
const WATCHED_MS = 1000;

export async function run(run: Run): Promise<Figure[]> {
  const times = sized(run.scale, { test: 1, short: 1, full: 10 });
  const watchedMs = sized(run.scale, { test: 100, short: WATCHED_MS, full: WATCHED_MS });
  const server = await started(run);
  const pid = server.pid;
  // In `npm test` two write in the same pad, and what others wait is not looked at: that needs a quiet machine anyway.
  const isMeasured = run.scale !== "test";
  const scene = await sceneAt(run, server.url, { watchedMs, isMeasured });
  const figures: Figure[] = [];
  for (const name of kindsOf(run)) {
    if (name === RESTORE) {
      figures.push(...(await figuresOfRestore(run)));
      continue;
    }
    const seeds = Array.from({ length: times }, (_, time) => run.seed * 100 + time);
    // One after the other, and all of them in one moment.
    const rounds = seeds.map((seed) => [seed]);
    figures.push(...(await heldBy(scene, name, name, rounds)));
    if (times > 1) figures.push(...(await heldBy(scene, `${name}, by ${times} at once`, name, [seeds])));
    const messages = COSTLY[name];
    if (messages === undefined || !isMeasured) continue;
    const sent = seeds.map((seed) => messages(seededChance(seed)));
    // The first times code is compiled, which no server does again for each of them.
    for (let time = 0; time < 2; time += 1) await costliestTurn(sent.slice(0, 1));
    figures.push(atMost(`${name}: CPU time in one turn of the loop`, BAR_MS, await costliestTurn(sent), "ms"));
  }
  figures.push(none("costly updates: deaths", server.pid === pid && (await isWell(server.url)) ? 0 : 1));
  return figures;
}

/** In `npm test` a few do. */
function kindsOf({ scale, kinds }: Run): string[] {
  const all = [...Object.keys(COSTLY), ...Object.keys(COSTLY_FRAMES), RESTORE];
  if (kinds !== undefined) return all.filter((name) => kinds.some((part) => name.includes(part)));
  return scale === "test" ? all.filter((_, index) => index % 8 === 0) : all;
}

/** Who sends, and where. */
interface Scene {
  /** Puts two people into a new pad of the server; the address of the pad. */
  pad(): Promise<{ padId: string; others: Bystanders }>;
  /** And, where it is measured, two into another one and two at a relay. */
  elsewhere(): Promise<Bystanders[]>;
  /** Somebody for each seed is there, and has what they will send into a pad when it is called. */
  prepares(kind: string, seeds: number[]): Promise<(padId: string) => Promise<void>>;
}

async function sceneAt(
  run: Run,
  url: string,
  { watchedMs, isMeasured }: { watchedMs: number; isMeasured: boolean },
): Promise<Scene> {
  const ana = await named(url, "Ana");
  const { slug } = await ana.makesMeetup();
  const sender = new OwnProcess(run, "costly-sender.ts");
  const ask = (question: SenderQuestion) => sender.ask<null>(question);
  const pad = async () => {
    const padId = await ana.makesPad(slug);
    return { padId, others: await bystanders(run, url, padId) };
  };
  let elsewhere = async (): Promise<Bystanders[]> => [];
  if (isMeasured) {
    // What a server that does nothing but write to disk and send on is held for by the rest of the machine.
    const relay = await floorPeer();
    run.ends.defer(() => relay.stop());
    elsewhere = async () => [(await pad()).others, await bystandersAt(run, (await relay.pads(1))[0]!)];
  }
  return {
    pad,
    elsewhere,
    async prepares(kind, seeds) {
      const senders = await Promise.all(seeds.map(() => named(url, "Mallory")));
      const cookies = senders.map(({ cookie }) => cookie!);
      await ask({ ask: "prepare", kind, seeds });
      return async (padId) => {
        await ask({ ask: "send", url, path: `/notes/${padId}`, cookies, watchedMs });
      };
    },
  };
}

/** How long others wait while a kind is sent, by as many people at once as a round has seeds. */
async function heldBy(scene: Scene, what: string, kind: string, rounds: number[][]): Promise<Figure[]> {
  // Pads of its own, or the next one would be measured on what this one has left.
  const same = await scene.pad();
  const watched = [same.others, ...(await scene.elsewhere())];
  const laps = () => Promise.all(watched.map((others) => others.lap()));
  const delays = watched.map((): number[] => []);
  for (const seeds of rounds) {
    const send = await scene.prepares(kind, seeds);
    await laps();
    await send(same.padId);
    for (const [index, lap] of (await laps()).entries()) delays[index]!.push(...lap);
  }
  await Promise.all(watched.map((others) => others.leave()));
  const [inSame, inOther, relayed] = delays;
  if (inOther === undefined) return [];
  return [
    held(`${what}: others in the same pad`, inSame!, relayed!),
    held(`${what}: others in another pad`, inOther, relayed!),
  ];
}

async function isWell(url: string): Promise<boolean> {
  return (await new Visitor(url).get("/readyz")).status === 200;
}
