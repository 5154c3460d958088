/** Frames that say they are larger than the limit, and go on sending. */
import { named } from "../together/support/visitor.ts";
import { atMost, each, sized, type Figure, type Run } from "./support/figure.ts";
import { forgetPeak, peakMiB, residentMiB } from "./support/process-figures.ts";
import { clientFrame, RawPad } from "./support/raw-pad.ts";
import { started } from "./support/started.ts";
import { pause } from "./support/waiting.ts";

const CLAIMED = 50n * 1024n * 1024n;
const CHUNK = new Uint8Array(65_536);

export async function run(run: Run): Promise<Figure[]> {
  const times = sized(run.scale, { test: 2, short: 10, full: 50 });
  const server = await started(run);
  const ana = await named(server.url, "Ana");
  const { slug } = await ana.makesMeetup();
  await ana.proposes(slug, "Packaging");
  const path = `/notes/${(await ana.look(slug)).view.topics[0]!.padId}`;
  await isRefused(server.url, path, ana.cookie!, true);
  const before = residentMiB(server.pid);
  forgetPeak(server.pid);
  let [atHeader, whileSending] = [0, 0];
  for (let time = 0; time < times; time += 1) {
    if (await isRefused(server.url, path, ana.cookie!, false)) atHeader += 1;
    if (await isRefused(server.url, path, ana.cookie!, true)) whileSending += 1;
  }
  return [
    each("a frame of 50 MB: 1009 at its header, before any of it was sent", atHeader, times),
    each("a frame of 50 MB that goes on being sent: 1009", whileSending, times),
    atMost("frames of 50 MB: memory at most", 40, peakMiB(server.pid) - before, "MiB more"),
  ];
}

async function isRefused(url: string, path: string, cookie: string, goesOn: boolean): Promise<boolean> {
  const pad = await RawPad.open(url, path, cookie);
  pad.write(clientFrame(new Uint8Array(), { length: CLAIMED }));
  let isOver = false;
  const ended = pad.ended.then((end) => {
    isOver = true;
    return end;
  });
  if (goesOn)
    for (let sent = 0n; sent < CLAIMED && !isOver; sent += 65_536n) {
      pad.write(CHUNK);
      if (pad.socket.writableNeedDrain) await Promise.race([drained(pad), ended]);
    }
  const end = await Promise.race([ended, pause(2000)]);
  pad.close();
  // Whoever goes on sending may have the connection reset under them before they read why.
  return end !== undefined && (end.code === 1009 || (goesOn && end.code === undefined));
}

function drained(pad: RawPad): Promise<void> {
  return new Promise((resolve) => pad.socket.once("drain", () => resolve()));
}
