/** Thousands who only have a page open. */
import { named } from "../together/support/visitor.ts";
import { bystanders } from "./support/bystanders.ts";
import { bytesOf, frameOf } from "./support/pad-bytes.ts";
import { atMost, each, quantiles, sized, type Figure, type Run } from "./support/figure.ts";
import { cpuMs, residentMiB } from "./support/process-figures.ts";
import { RawPad } from "./support/raw-pad.ts";
import { started } from "./support/started.ts";
import { pause } from "./support/waiting.ts";

const AT_ONCE = 50;
/** People spread over the sessions of a day. */
const PADS = 50;

export async function run(run: Run): Promise<Figure[]> {
  const { count, seconds } = sized(run.scale, {
    test: { count: 200, seconds: 0.2 },
    short: { count: 5000, seconds: 15 },
    full: { count: 5000, seconds: 60 },
  });
  const server = await started(run);
  const ana = await named(server.url, "Ana");
  const { slug } = await ana.makesMeetup();
  const commands = Array.from({ length: PADS + 1 }, (_, n) => ({
    type: "topic.propose",
    id: `topic-${100 + n}`,
    title: `Session ${n}`,
  }));
  await ana.does(slug, { type: "batch", commands });
  const padIds = (await ana.look(slug)).view.topics.map(({ padId }) => padId);
  // Everything that pads, and a connection, cost once.
  const first = await opened(server.url, padIds, PADS * sized(run.scale, { test: 1, short: 4, full: 4 }), ana.cookie!);
  const calm = sized(run.scale, { test: 100, short: 2000, full: 5000 });
  await pause(calm);
  const before = residentMiB(server.pid);
  const pads = await opened(server.url, padIds, count, ana.cookie!);
  run.ends.defer(() => {
    for (const pad of [...first, ...pads]) pad.close();
  });
  await pause(calm);
  const perConnection = ((residentMiB(server.pid) - before) * 1024) / count;
  const cpuBefore = cpuMs(server.pid);
  await pause(seconds * 1000);
  const cpu = (cpuMs(server.pid) - cpuBefore) / (seconds * 10);
  const alive = pads.filter(({ socket }) => !socket.destroyed).length;
  const others = await bystanders(run, server.url, padIds[PADS]!);
  await pause(calm / 4);
  await others.lap();
  await pause(sized(run.scale, { test: 300, short: 5000, full: 20_000 }));
  const delays = await others.lap();
  await others.leave();
  const scene = `${count.toLocaleString("en")} idle connections`;
  return [
    each(`${scene}: are let be`, alive, count),
    atMost(`${scene}: memory each`, 20, perConnection, "kB"),
    atMost(`${scene}: CPU`, 3, cpu, "% of a core"),
    quantiles(`${scene}: others`, delays, [[0.99, 100]]),
  ];
}

async function opened(url: string, padIds: string[], count: number, cookie: string): Promise<RawPad[]> {
  const pads: RawPad[] = [];
  while (pads.length < count) {
    const some = Array.from({ length: Math.min(AT_ONCE, count - pads.length) }, async (_, n) => {
      const pad = await RawPad.open(url, `/notes/${padIds[(pads.length + n) % PADS]}`, cookie);
      pad.send(frameOf(0, 0, bytesOf(0)));
      return pad;
    });
    pads.push(...(await Promise.all(some)));
  }
  return pads;
}
