/** An earlier text is brought back in a very large pad, while two people write in it and two in another one. */
import { floorPeer } from "../bench/peers.ts";
import { freshId } from "../together/support/fresh-id.ts";
import { named } from "../together/support/visitor.ts";
import { bystanders, bystandersAt, type Bystanders } from "./support/bystanders.ts";
import { atMost, each, quantile, sized, type Figure, type Run } from "./support/figure.ts";
import { held } from "./support/held.ts";
import { storeLargePad, WHOLE_SEQ } from "./support/stored-pad.ts";
import { started } from "./support/started.ts";
import { pause } from "./support/waiting.ts";

export const RESTORE = "an earlier text brought back in a pad of 150,000 pieces";
/** Proxies wait so long for an answer. */
const PATIENCE_MS = 60_000;
/** How long they are looked at before anything is done, and how often at most. */
const EASE_MS = 200;
const MOST_TRIES = 100;

export async function figuresOfRestore(run: Run): Promise<Figure[]> {
  const pieces = sized(run.scale, { test: 3000, short: 150_000, full: 150_000 });
  const times = sized(run.scale, { test: 1, short: 2, full: 6 });
  const server = await started(run);
  const ana = await named(server.url, "Ana");
  const { slug } = await ana.makesMeetup();
  const [padId, otherId] = [await ana.makesPad(slug), await ana.makesPad(slug)];
  await server.kill("SIGTERM");
  const cutSeq = await storeLargePad(server.dataDir, padId, pieces);
  await server.restart();
  const relay = await floorPeer();
  run.ends.defer(() => relay.stop());
  const watched = [
    await bystanders(run, server.url, padId),
    await bystanders(run, server.url, otherId),
    await bystandersAt(run, (await relay.pads(1))[0]!),
  ];
  await Promise.all(watched.map(atEase));
  const laps = () => Promise.all(watched.map((others) => others.lap()));
  const delays = watched.map((): number[] => []);
  const took: number[] = [];
  let done = 0;
  for (let time = 0; time < times; time += 1) {
    // There and back: each changes as much as the one before.
    const wish = { seq: time % 2 === 0 ? WHOLE_SEQ : cutSeq, id: freshId("restore") };
    await laps();
    const begun = performance.now();
    const { status } = await ana.post(`/api/meetups/${slug}/pads/${padId}/restore`, wish);
    took.push(performance.now() - begun);
    if (status === 200) done += 1;
    for (const [index, lap] of (await laps()).entries()) delays[index]!.push(...lap);
  }
  await Promise.all(watched.map((others) => others.leave()));
  const [inSame, inOther, relayed] = delays;
  return [
    held(`${RESTORE}: others in the same pad`, inSame!, relayed!),
    held(`${RESTORE}: others in another pad`, inOther!, relayed!),
    atMost(`${RESTORE}: until it is back`, PATIENCE_MS, Math.max(...took), "ms"),
    each(`${RESTORE}: done`, done, times),
  ];
}

/** Resolves when what somebody writes arrives as it is written: until the pad has been opened, and sent to the reader, it waits. */
async function atEase(others: Bystanders): Promise<void> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    await pause(EASE_MS);
    const delays = await others.lap();
    if (delays.length > 0 && quantile(delays, 1) < EASE_MS) return;
  }
}
