/** `npm run wall:day`: a wall through a day of simulated clock, and what it holds at the beginning and the end. */
import { findChromium, launchChromium } from "./helpers/chromium.ts";
import { runWall } from "./e2e/wall-hours.ts";

const hours = Number(process.argv[2] ?? 24);
const say = (line: string) => void process.stdout.write(`${line}\n`);
const browser = await launchChromium({ path: await findChromium() });
try {
  const {
    wrong,
    held: [before, after],
  } = await runWall(browser, { hours, stepMinutes: 5 }, say);
  for (const line of wrong) say(line);
  const grown = (name: keyof typeof before) => `${name} ${before[name]} → ${after[name]}`;
  say(`${hours} h: ${grown("heapBytes")}, ${grown("nodes")}, ${grown("listeners")}, ${wrong.length} wrong`);
  process.exitCode = wrong.length > 0 ? 1 : 0;
} finally {
  await browser.close();
}
