/** Frames that say they are larger than the limit, of senders who stop there and of some who go on whatever they are told. */
import { named } from "../together/support/visitor.ts";
import { atMost, each, sized, type Figure, type Run } from "./support/figure.ts";
import { forgetPeak, peakMiB, residentMiB } from "./support/process-figures.ts";
import { clientFrame, RawPad } from "./support/raw-pad.ts";
import { started } from "./support/started.ts";
import { pause } from "./support/waiting.ts";

const CLAIMED_BYTES = 50 * 1024 * 1024;
const CHUNK = new Uint8Array(65_536);
const AT_ONCE = 10;
const CLOSED_MS = 20_000;

/** What came of one: the code it was closed with, none when it was cut off, and how much of it could be sent. */
interface Refusal {
  isClosed: boolean;
  code: number | undefined;
  sentBytes: number;
}

export async function run(run: Run): Promise<Figure[]> {
  const times = sized(run.scale, { test: 1, short: 20, full: 50 });
  const server = await started(run);
  const ana = await named(server.url, "Ana");
  const { slug } = await ana.makesMeetup();
  const figures: Figure[] = [];
  const doors = { notes: `/notes/${await ana.makesPad(slug)}`, agenda: "/socket.io/?EIO=4&transport=websocket" };
  for (const [door, path] of Object.entries(doors)) {
    const refused = (goesOn: boolean) => refusalOf(server.url, path, ana.cookie!, goesOn);
    await refused(true);
    const before = residentMiB(server.pid);
    forgetPeak(server.pid);
    const [atHeader, whileSending]: [Refusal[], Refusal[]] = [[], []];
    for (let left = times; left > 0; left -= AT_ONCE) {
      const count = Math.min(AT_ONCE, left);
      atHeader.push(...(await Promise.all(Array.from({ length: count }, () => refused(false)))));
      whileSending.push(...(await Promise.all(Array.from({ length: count }, () => refused(true)))));
    }
    const what = `${door}: a frame of ${CLAIMED_BYTES / 2 ** 20} MB`;
    figures.push(
      each(
        `${what}: 1009 at its header, before any of it was sent`,
        atHeader.filter(({ code }) => code === 1009).length,
        times,
      ),
      each(
        // Whoever goes on sending may have the connection reset under them before they read why.
        `${what} that goes on being sent: 1009`,
        whileSending.filter(({ isClosed, code }) => isClosed && (code === 1009 || code === undefined)).length,
        times,
      ),
      each(
        `${what} that goes on being sent: what follows is not read`,
        whileSending.filter(({ sentBytes }) => sentBytes < CLAIMED_BYTES / 2).length,
        times,
      ),
      atMost(`${what}: memory at most`, 40, peakMiB(server.pid) - before, "MiB more"),
    );
  }
  return figures;
}

async function refusalOf(url: string, path: string, cookie: string, goesOn: boolean): Promise<Refusal> {
  const pad = await RawPad.open(url, path, cookie, goesOn);
  pad.write(clientFrame(new Uint8Array(), { length: BigInt(CLAIMED_BYTES) }));
  let isOver = false;
  const ended = pad.ended.then((end) => {
    isOver = true;
    return end;
  });
  let sentBytes = 0;
  for (; goesOn && sentBytes < CLAIMED_BYTES && !isOver; sentBytes += CHUNK.length) {
    pad.write(CHUNK);
    if (pad.socket.writableNeedDrain) await Promise.race([drained(pad), ended]);
  }
  const end = await Promise.race([ended, pause(CLOSED_MS)]);
  pad.close();
  return { isClosed: end !== undefined, code: end?.code, sentBytes };
}

function drained(pad: RawPad): Promise<void> {
  return new Promise((resolve) => pad.socket.once("drain", () => resolve()));
}
