import { parseArgs } from "node:util";
import { figuresOf, type Fault, type Figure, type Scale } from "./support/figure.ts";
import * as back from "./back.ts";
import * as badRequests from "./bad-requests.ts";
import * as commands from "./commands.ts";
import * as costly from "./costly.ts";
import * as deaf from "./deaf.ts";
import * as diskFull from "./disk-full.ts";
import * as hall from "./hall.ts";
import * as idle from "./idle.ts";
import * as kill from "./kill.ts";
import * as malformed from "./malformed.ts";
import * as markup from "./markup.ts";
import * as offline from "./offline.ts";
import * as oversize from "./oversize.ts";
import * as saved from "./saved.ts";
import * as sigterm from "./sigterm.ts";
import * as simulation from "./simulation.ts";
import * as soak from "./soak.ts";
import * as store from "./store.ts";
import * as strangers from "./strangers.ts";
import * as synced from "./synced.ts";
import * as tokens from "./tokens.ts";
import * as unfinished from "./unfinished.ts";

/**
 * `npm run faults`: does to a started server what must not harm it, and prints a table of what this
 * run came to beside the bar. `--only kill --seed 7 --scale full`,
 * `--only soak --minutes 5`, `--only costly --kinds "deletions;512 clients"`. Ends with 1 when a bar is missed.
 */
const FAULTS: Record<string, Fault> = {
  kill,
  synced,
  saved,
  back,
  sigterm,
  "disk-full": diskFull,
  offline,
  malformed,
  costly,
  commands,
  oversize,
  unfinished,
  deaf,
  idle,
  strangers,
  hall,
  "bad-requests": badRequests,
  markup,
  tokens,
  soak,
  simulation,
  store,
};

const { values } = parseArgs({
  options: {
    only: { type: "string", default: "" },
    seed: { type: "string", default: "1" },
    scale: { type: "string", default: "short" },
    minutes: { type: "string" },
    kinds: { type: "string" },
  },
});
const seed = Number(values.seed);
const scale = scaleFrom(values.scale);
const minutes = values.minutes === undefined ? undefined : Number(values.minutes);
const kinds = values.kinds?.split(";");
const chosen = Object.entries(FAULTS).filter(([name]) => values.only === "" || values.only.split(",").includes(name));
if (chosen.length === 0) throw new Error(`--only names one or more of ${Object.keys(FAULTS).join(", ")}`);

// Hundreds of clients of this one process each tell it of its end.
process.setMaxListeners(0);
print(["fault", "what", "bar", "this run", ""]);
print(["---", "---", "---", "---", "---"]);
let missed = 0;
for (const [name, fault] of chosen) {
  const begun = performance.now();
  for (const figure of await result(name, fault)) {
    if (!figure.isMet) missed += 1;
    print([name, figure.what, figure.bar, figure.found, figure.isMet ? "met" : "**missed**"]);
  }
  process.stderr.write(`${name}: ${((performance.now() - begun) / 1000).toFixed(1)} s\n`);
}
process.stdout.write(`\nSeed ${seed}, scale ${scale}; ${missed === 0 ? "every bar met" : `${missed} missed`}.\n`);
process.exit(missed === 0 ? 0 : 1);

async function result(name: string, fault: Fault): Promise<Figure[]> {
  const tell = ({ what, found, isMet }: Figure) =>
    process.stderr.write(`${name}: ${what}: ${found}${isMet ? "" : ", missed"}\n`);
  try {
    return await figuresOf(fault, { seed, scale, minutes, kinds, tell });
  } catch (error) {
    const found = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return [{ what: "runs to its end", bar: "yes", found, isMet: false, isRough: false }];
  }
}

function scaleFrom(text: string): Scale {
  if (text === "test" || text === "short" || text === "full") return text;
  throw new Error(`--scale is test, short or full, not ${text}`);
}

function print(cells: string[]): void {
  process.stdout.write(`| ${cells.join(" | ")} |\n`);
}
