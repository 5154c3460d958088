/** People coming and going for an hour: what stays in memory when they have gone. */
import { seededChance, type Chance } from "../together/support/seeded-chance.ts";
import { named, type Visitor } from "../together/support/visitor.ts";
import { atMost, none, sized, type Figure, type Run } from "./support/figure.ts";
import { INSPECTABLE, Inspected, type Memory } from "./support/inspected.ts";
import { openFiles } from "./support/process-figures.ts";
import { started } from "./support/started.ts";
import { Typist } from "./support/typist.ts";
import { Voter } from "./support/voter.ts";
import { comesTrue, pause } from "./support/waiting.ts";
import { Words } from "./support/words.ts";

const MEETUPS = 5;
/** Sessions move on: in each slot people are in other pads, and those of the slot before are left. */
const SLOTS = 20;
const PADS_A_SLOT = 2;
/** Shorter than this, what is new and what is compiled weighs more than anything that stays. */
const TELLING_MINUTES = 5;

/** What stands for a pad and for a connection to it in the server's memory. */
const PADS = ["LivePad", "PadSocket"];
const LETTING_GO_AT_ONCE = { MIDCYCLE_NOTES_IDLE: "0" };

/** How long somebody is there, in milliseconds. */
const STAY_MS = { from: 2000, upTo: 20_000 };

interface Place {
  slug: string;
  topics: { id: string; padId: string }[];
}

export async function run(run: Run): Promise<Figure[]> {
  const { people, sampleMs, released, lookMs, env, ...usual } = sized(run.scale, {
    test: { people: 12, minutes: 0.05, sampleMs: 1000, released: PADS, lookMs: 500, env: LETTING_GO_AT_ONCE },
    short: { people: 100, minutes: 0.5, sampleMs: 3000, released: [], lookMs: 0, env: {} },
    full: { people: 200, minutes: 60, sampleMs: 30_000, released: [...PADS, "LiveMeetup"], lookMs: 20_000, env: {} },
  });
  const minutes = run.minutes ?? usual.minutes;
  const server = await started(run, { env: { ...INSPECTABLE, ...env } });
  const inspected = await Inspected.attach(server);
  run.ends.defer(() => inspected.close());
  const chance = seededChance(run.seed);
  const places = await makePlaces(server.url);
  const visitors = await Promise.all(Array.from({ length: people }, (_, n) => named(server.url, `s${n}`)));
  const words = new Words();
  const begun = performance.now();
  const until = begun + minutes * 60_000;
  const slotNow = () => Math.min(SLOTS - 1, Math.floor(((performance.now() - begun) / (until - begun)) * SLOTS));
  const going = visitors.map((visitor, n) =>
    comesAndGoes(visitor, places, words, {
      until,
      slotNow,
      chance: seededChance(run.seed + n),
      isShort: run.scale === "test",
    }),
  );
  const samples: { hours: number; memory: Memory }[] = [];
  while (performance.now() < until) {
    await pause(sampleMs + chance.below(100));
    samples.push({ hours: performance.now() / 3_600_000, memory: await inspected.memory() });
  }
  await Promise.all(going);
  // The first third is warm-up: code is compiled, pads and people are read for the first time.
  const counted = samples.slice(Math.floor(samples.length / 3));
  const heap = slope(counted.map(({ hours, memory }) => [hours, memory.heapMiB + memory.externalMiB]));
  const resident = slope(counted.map(({ hours, memory }) => [hours, memory.residentMiB]));
  const last = counted.at(-1)!.memory;
  const texts = await Promise.all(
    places.flatMap(({ slug, topics }) => topics.map(({ padId }) => visitors[0]!.get(`/m/${slug}/notes/${padId}.md`))),
  );
  const { lost, doubled } = words.check(texts.map(({ text }) => text).join("\n"));
  const scene = `${minutes} min, ${people} people coming and going, ${words.counts.typed.toLocaleString("en")} words`;
  const figures = [
    growth(scene, heap, minutes),
    none("soak: saved or seen words that are lost, or there twice", lost.length + doubled.length),
    {
      what: "soak: resident memory, for comparison",
      bar: "",
      found: `${last.residentMiB.toFixed(0)} MiB in the end, ${resident.toFixed(0)} MiB/h, ${openFiles(server.pid)} files open`,
      isMet: true,
      isRough: true,
    },
  ];
  return released.length === 0 ? figures : [...figures, await areReleased(inspected, released, lookMs)];
}

function growth(scene: string, heap: number, minutes: number): Figure {
  const figure = atMost(`soak, ${scene}: heap and buffers in use grow by`, 5, heap, "MiB/h");
  if (minutes >= TELLING_MINUTES) return figure;
  return { ...figure, bar: `${figure.bar} in runs of ${TELLING_MINUTES} min and more`, isMet: true };
}

/** Half a minute after the last has left a pad, five to seven after the last look at a meetup. */
async function areReleased(inspected: Inspected, classes: readonly string[], lookMs: number): Promise<Figure> {
  let left = new Map<string, number>();
  await comesTrue(
    async () => {
      left = await inspected.countOf(...classes);
      return [...left.values()].every((count) => count === 0);
    },
    10 * 60_000,
    lookMs,
  );
  const counts = [...left.values()];
  const found = [...left].map(([name, count]) => `${count} ${name}`).join(", ");
  return none(
    "soak: pads, connections and meetups still in memory",
    counts.reduce((sum, count) => sum + count, 0),
    found,
  );
}

async function makePlaces(url: string): Promise<Place[]> {
  const olga = await named(url, "Olga");
  return Promise.all(
    Array.from({ length: MEETUPS }, async () => {
      const { slug } = await olga.makesMeetup();
      for (let topic = 0; topic < SLOTS * PADS_A_SLOT; topic += 1) await olga.proposes(slug, `Topic ${topic}`);
      return { slug, topics: (await olga.look(slug)).view.topics };
    }),
  );
}

/** One person: opens a pad and the agenda, types, votes, leaves without a word, and comes back elsewhere. */
async function comesAndGoes(
  visitor: Visitor,
  places: readonly Place[],
  words: Words,
  { until, slotNow, chance, isShort }: { until: number; slotNow: () => number; chance: Chance; isShort: boolean },
): Promise<void> {
  const [from, upTo] = isShort ? [200, 1000] : [STAY_MS.from, STAY_MS.upTo];
  for (let visit = 0; performance.now() < until; visit += 1) {
    const { slug, topics } = chance.oneOf(places)!;
    const typist = new Typist(
      visitor,
      topics[slotNow() * PADS_A_SLOT + chance.below(PADS_A_SLOT)]!.padId,
      words,
      `${visitor.label}-${visit}`,
    );
    const voter = new Voter(visitor, slug, chance);
    voter.starts(
      0.5,
      0.1,
      topics.map(({ id }) => id),
    );
    await comesTrue(() => typist.pad.provider.synced, 10_000);
    typist.starts(0.2, 0.1);
    await pause(from + chance.below(upTo - from));
    typist.leaves();
    voter.leaves();
  }
}

/** Least squares: by how much the second grows when the first grows by one. */
function slope(points: [number, number][]): number {
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(points.map(([at]) => at)), mean(points.map(([, value]) => value))];
  const above = points.reduce((sum, [at, value]) => sum + (at - x) * (value - y), 0);
  return above / points.reduce((sum, [at]) => sum + (at - x) ** 2, 0);
}
