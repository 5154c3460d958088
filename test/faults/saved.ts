/** How long "Saved" takes while ten people type. */
import { Crowd } from "./support/crowd.ts";
import { none, quantiles, sized, type Figure, type Run } from "./support/figure.ts";
import { started } from "./support/started.ts";
import { pause } from "./support/waiting.ts";

export async function run(run: Run): Promise<Figure[]> {
  const { scale } = run;
  const seconds = sized(scale, { test: 1, short: 10, full: 60 });
  const server = await started(run);
  const crowd = await Crowd.gathers(server, run);
  await crowd.starts();
  // Warm-up: neither the code nor the connections are what they are in a meetup that goes on.
  await pause(sized(scale, { test: 0, short: 2000, full: 5000 }));
  const warm = crowd.typists.map(({ savedAfter }) => savedAfter.length);
  await pause(seconds * 1000);
  crowd.stops();
  await crowd.settles();
  const times = crowd.typists.flatMap(({ savedAfter }, index) => savedAfter.slice(warm[index]));
  const { lost, doubled } = await crowd.findsMissingOfAll();
  return [
    quantiles(`time to "Saved" at 50 edits/s, ${times.length} edits`, times, [
      [0.5, 25],
      [0.99, 100],
    ]),
    none("of these, lost or doubled", lost.length + doubled.length),
  ];
}
