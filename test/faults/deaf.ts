/** Clients that never read what is sent to them, while somebody writes a lot. */
import { PadWriter } from "../together/support/pad-writer.ts";
import { named } from "../together/support/visitor.ts";
import { bytesOf, frameOf } from "./support/pad-bytes.ts";
import { atMost, each, sized, type Figure, type Run } from "./support/figure.ts";
import { connectedPorts, forgetPeak, peakMiB, residentMiB } from "./support/process-figures.ts";
import { RawPad } from "./support/raw-pad.ts";
import { started } from "./support/started.ts";
import { comesTrue } from "./support/waiting.ts";

/** A paragraph; it is taken out again, so that what is sent is much and what stays is little. */
const PARAGRAPH = "All work and no play. ".repeat(2500);

export async function run(run: Run): Promise<Figure[]> {
  const { count, megabytes, warmUp } = sized(run.scale, {
    test: { count: 4, megabytes: 12, warmUp: 1 },
    short: { count: 10, megabytes: 40, warmUp: 20 },
    full: { count: 10, megabytes: 100, warmUp: 20 },
  });
  const server = await started(run);
  const ana = await named(server.url, "Ana");
  const { slug } = await ana.makesMeetup();
  const padId = await ana.makesPad(slug);
  const writer = new PadWriter(ana, padId);
  run.ends.defer(() => writer.close());
  await writer.synced();
  // Whatever a writer of so much costs by itself, with somebody who reads.
  const reader = new PadWriter(await named(server.url, "Rita"), padId);
  run.ends.defer(() => reader.close());
  await reader.synced();
  await writes(writer, warmUp);

  const deaf = await Promise.all(
    Array.from({ length: count }, async () => {
      const pad = await RawPad.open(server.url, `/notes/${padId}`, ana.cookie);
      pad.send(frameOf(0, 0, bytesOf(0)));
      pad.socket.pause();
      return pad;
    }),
  );
  const ports = deaf.map(({ socket }) => socket.localPort!);
  const serverPort = Number(new URL(server.url).port);
  // As the server has it: they learn of it only when they read.
  const connected = () => {
    const all = connectedPorts(serverPort);
    return ports.filter((port) => all.has(port)).length;
  };
  const wereThere = connected();
  const before = residentMiB(server.pid);
  forgetPeak(server.pid);
  const begun = performance.now();
  const gone = comesTrue(() => connected() === 0, 120_000, 200).then(() => (performance.now() - begun) / 1000);
  await writes(writer, megabytes);
  const grown = peakMiB(server.pid) - before;
  const after = await gone;
  const dropped = wereThere - connected();
  for (const pad of deaf) pad.close();
  const scene = `${count} clients that never read, ${megabytes} MB each`;
  return [
    each(`${scene}: dropped`, dropped, count),
    atMost(`${scene}: dropped within`, 30, after, "s"),
    atMost(`${scene}: memory at most`, 40, grown, "MiB more"),
    each(`${scene}: whoever reads has it all`, (await readsAll(reader, writer)) ? 1 : 0, 1),
  ];
}

async function writes(writer: PadWriter, megabytes: number): Promise<void> {
  for (let sent = 0; sent < megabytes * 1e6; sent += PARAGRAPH.length) {
    writer.text.insert(writer.text.length, PARAGRAPH);
    writer.text.delete(writer.text.length - PARAGRAPH.length, PARAGRAPH.length);
    await writer.saved();
  }
}

function readsAll(reader: PadWriter, writer: PadWriter): Promise<boolean> {
  writer.types("The end.");
  return comesTrue(() => reader.text.toString() === writer.text.toString(), 30_000);
}
