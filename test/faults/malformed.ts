/** Every kind of malformed frame, many times, while two people write in the same pad. */
import { seededChance } from "../together/support/seeded-chance.ts";
import { named, Visitor } from "../together/support/visitor.ts";
import { PadWriter } from "../together/support/pad-writer.ts";
import { MALFORMED, type Malformed, type Scene } from "./malformed-kinds.ts";
import { bystanders } from "./support/bystanders.ts";
import { atMost, each, none, sized, type Figure, type Run } from "./support/figure.ts";
import { forgetPeak, peakMiB, residentMiB } from "./support/process-figures.ts";
import { RawPad } from "./support/raw-pad.ts";
import { started } from "./support/started.ts";
import { pause } from "./support/waiting.ts";

const AT_ONCE = 10;

export async function run(run: Run): Promise<Figure[]> {
  // A machine that is busy with other tests may leave nobody any time for seconds.
  const { times, warmUps, closedMs } = sized(run.scale, {
    test: { times: 1, warmUps: 10, closedMs: 20_000 },
    short: { times: 20, warmUps: 1000, closedMs: 1000 },
    full: { times: 200, warmUps: 2000, closedMs: 1000 },
  });
  const isClosed = async (url: string, at: string, cookie: string, bytes: Uint8Array): Promise<boolean> => {
    const pad = await RawPad.open(url, at, cookie);
    pad.write(bytes);
    const end = await Promise.race([pad.ended, pause(closedMs)]);
    pad.close();
    return end !== undefined;
  };
  const server = await started(run);
  const pid = server.pid;
  const [ana, mallory] = [await named(server.url, "Ana"), await named(server.url, "Mallory")];
  const { slug } = await ana.makesMeetup();
  await ana.proposes(slug, "Packaging");
  const { padId } = (await ana.look(slug)).view.topics[0]!;
  const others = await bystanders(run, server.url, padId);
  const scene: Scene = { chance: seededChance(run.seed), foreignClient: others.clientId };
  const path = `/notes/${padId}`;
  // Connections that come and go without any fault: what they cost is no fault's doing.
  const closing: Malformed = MALFORMED["a close of one byte"]!;
  for (let made = 0; made < warmUps; made += 1)
    await isClosed(server.url, path, mallory.cookie!, closing({ chance: seededChance(made), foreignClient: 0 }));
  await others.lap();

  const before = residentMiB(pid);
  forgetPeak(pid);
  const delays: number[] = [];
  const open: string[] = [];
  for (const [name, kind] of Object.entries(MALFORMED)) {
    for (let left = times; left > 0; left -= AT_ONCE) {
      const closing = Array.from({ length: Math.min(AT_ONCE, left) }, () =>
        isClosed(server.url, path, mallory.cookie!, kind(scene)),
      );
      if ((await Promise.all(closing)).includes(false)) open.push(name);
    }
    delays.push(...(await others.lap()));
  }
  const grown = peakMiB(pid) - before;
  // Of somebody who is being refused anyway, because the page that asks is another person's.
  const refused = `${path}?as=somebody-else`;
  await Promise.all(
    Object.values(MALFORMED).map((kind) => isClosed(server.url, refused, mallory.cookie!, kind(scene))),
  );
  await others.leave();

  const kinds = Object.keys(MALFORMED).length;
  const what = `${kinds} kinds of malformed frames × ${times}`;
  return [
    none(`${what}: deaths`, server.pid === pid && (await isWell(server.url)) ? 0 : 1),
    none(`${what}: senders not closed within ${closedMs / 1000} s`, open.length, open.slice(0, 5).join(", ")),
    atMost(`${what}: others delayed by at most`, 250, Math.max(...delays), "ms"),
    atMost(`${what}: memory at most`, 32, grown, "MiB more"),
    each(`${what}: the pad opens afterwards, also after a restart, with nothing of it`, await opens(), 2),
  ];

  /** Opens for a newcomer with the same text as its export; twice, the second time from its log. */
  async function opens(): Promise<number> {
    let good = 0;
    for (const isRestarted of [false, true]) {
      if (isRestarted) {
        await server.kill("SIGTERM");
        await server.restart();
      }
      const pad = new PadWriter(ana, padId);
      await pad.synced();
      const text = pad.text.toString();
      pad.close();
      const isTheirs = /^[^~]*(?:~\d+~)+$/u.test(text);
      if (isTheirs) good += 1;
    }
    return good;
  }
}

async function isWell(url: string): Promise<boolean> {
  return (await new Visitor(url).get("/readyz")).status === 200;
}
