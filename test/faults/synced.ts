/** Whether the disk was forced to keep an edit before anybody was told that it is saved. */
import { PadWriter } from "../together/support/pad-writer.ts";
import { named } from "../together/support/visitor.ts";
import { each, type Figure, type Run } from "./support/figure.ts";
import { started } from "./support/started.ts";
import { countSyncs } from "./support/sync-counter.ts";
import { seededChance } from "../together/support/seeded-chance.ts";
import { pause } from "./support/waiting.ts";

const EDITS = 40;

export async function run(run: Run): Promise<Figure[]> {
  const { seed, ends } = run;
  const chance = seededChance(seed);
  const counter = await countSyncs();
  ends.defer(() => counter.close());
  const server = await started(run, { env: counter.env });
  await counter.attach(server.pid);
  const ana = await named(server.url, "Ana");
  const { slug } = await ana.makesMeetup();
  const pad = new PadWriter(ana, await ana.makesPad(slug));
  await pad.synced();
  // A person's first edit writes more than the edit itself.
  pad.types("First. ");
  await pad.saved();
  const spans: [bigint, bigint][] = [];
  for (let edit = 0; edit < EDITS; edit += 1) {
    await pause(5 + chance.below(40));
    const begun = process.hrtime.bigint();
    pad.types(`Edit ${edit}. `);
    await pad.saved();
    spans.push([begun, process.hrtime.bigint()]);
  }
  pad.close();
  const moments = await counter.moments();
  const synced = spans.filter(([from, to]) => moments.some((at) => at > from && at < to)).length;
  return [each(`lone edits with a sync to disk between key and "saved" (${counter.way})`, synced, EDITS)];
}
