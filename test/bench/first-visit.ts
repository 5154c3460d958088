/**
 * How long a device that was never here waits for what it came for, from the address to the page, on lines of
 * different latency. Prints a table; asserts nothing. `npm run bench:first`
 */
import type { Browser } from "playwright-core";
import { findChromium, launchChromium } from "../helpers/chromium.ts";
import { startServer } from "../helpers/server-process.ts";
import { PHONE } from "../e2e/visitor-page.ts";
import { named } from "../together/support/visitor.ts";
import { median } from "./process-figures.ts";
import { slowLineTo } from "./slow-line.ts";

const ROUND_TRIPS_MS = [0, 100, 300, 600];
const VISITS = 5;

const [browser, server] = await Promise.all([launchChromium({ path: await findChromium() }), startServer()]);
const olga = await named(server.url, "Olga");
const { slug } = (await olga.post<{ slug: string }>("/api/sample", {})).body;
const padId = (await olga.look(slug)).view.sessions[1]!.padId;
const pages: [name: string, path: string, shown: string][] = [
  ["agenda", "", ".topic .vote"],
  ["schedule", "/schedule", ".pi"],
  ["side groups", "/side-groups", "main .col"],
  ["notes", `/notes/${padId}`, ".cm-content"],
];

const head = ["first visit, ms", ...ROUND_TRIPS_MS.map((ms) => `${ms} ms a round trip`)];
process.stdout.write(`| ${head.join(" | ")} |\n| --- |${" ---: |".repeat(ROUND_TRIPS_MS.length)}\n`);
for (const [name, path, shown] of pages) {
  const row: number[] = [];
  for (const roundTripMs of ROUND_TRIPS_MS) {
    const line = await slowLineTo(server.url, roundTripMs / 2);
    const took: number[] = [];
    for (let visit = 0; visit < VISITS; visit++)
      took.push(await visitMs(browser, `${line.url}/m/${slug}${path}`, shown));
    row.push(Math.round(median(took)));
    line.close();
  }
  process.stdout.write(`| ${[name, ...row].join(" | ")} |\n`);
}
await browser.close();
await server.stop();

async function visitMs(on: Browser, address: string, shown: string): Promise<number> {
  // A worker would fetch the rest of the app meanwhile, which is not what is waited for.
  const context = await on.newContext({ ...PHONE, serviceWorkers: "block" });
  const page = await context.newPage();
  const begun = performance.now();
  await page.goto(address, { waitUntil: "commit" });
  await page.locator(shown).first().waitFor();
  const took = performance.now() - begun;
  await context.close();
  return took;
}
