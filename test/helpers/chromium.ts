/**
 * A Chromium for the tests on any machine. Each way to get one offers paths, and a path counts only when what is
 * there starts and draws text.
 */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { chromium, type Browser } from "playwright-core";

const run = promisify(execFile);
const require = createRequire(import.meta.url);
const isRoot = process.getuid?.() === 0;

const CACHE = fileURLToPath(new URL("../../node_modules/.cache/midcycle-chromium", import.meta.url));
const START_MS = 20_000;
const INSTALL_MS = 300_000;

const ARGUMENTS = [
  ...(isRoot ? ["--no-sandbox"] : []),
  "--disable-dev-shm-usage",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  "--no-default-browser-check",
];

const SYSTEM = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** A way to a Chromium: offers paths, the later ones only when the earlier ones don't start. */
type Way = () => AsyncIterable<string>;

const WAYS: Record<string, Way> = {
  "CHROME in the environment": fromEnvironment,
  "the system's": installed,
  "the one in @sparticuz/chromium": packaged,
  "Playwright's download": downloaded,
  "Debian's package": fromDebian,
};

/** Where the run's Chromium is, or why there is none. */
export type FoundChromium = { path: string } | { problem: string };

/** Starts it, headless, with `args` beside what it always needs. One that is known to start may be given longer. */
export async function launchChromium(
  found: FoundChromium,
  { timeout = START_MS, args = [] }: { timeout?: number; args?: string[] } = {},
): Promise<Browser> {
  if ("problem" in found) throw new Error(found.problem);
  return chromium.launch({ executablePath: found.path, args: [...ARGUMENTS, ...args], headless: true, timeout });
}

/**
 * Finds a Chromium that works, or installs one: $CHROME, then the system's, then the one that comes as a package
 * (Linux on x64), then Playwright's download, then Debian's package when we are root. Throws an Error that names
 * everything tried.
 */
export async function findChromium(): Promise<string> {
  const tried: string[] = [];
  for (const [name, way] of Object.entries(WAYS)) {
    try {
      let offered = 0;
      for await (const path of way()) {
        offered += 1;
        const problem = await problemWith(path);
        if (problem === undefined) return path;
        tried.push(`${name}, ${path}: ${problem}`);
      }
      if (offered === 0) tried.push(`${name}: none here`);
    } catch (error) {
      tried.push(`${name}: ${inOneLine(error)}`);
    }
  }
  throw new Error(`No Chromium starts here. Install one, or set CHROME to one. Tried:\n- ${tried.join("\n- ")}`);
}

/** What keeps the Chromium at this path from being used; undefined when it works. */
async function problemWith(path: string): Promise<string | undefined> {
  let browser: Browser | undefined;
  try {
    browser = await launchChromium({ path });
    const page = await browser.newPage();
    await page.setContent("<span>Text</span>", { timeout: START_MS });
    const width = await page.locator("span").evaluate((span) => span.getBoundingClientRect().width);
    return width > 0 ? undefined : "draws no text: no fonts";
  } catch (error) {
    return inOneLine(error);
  } finally {
    await browser?.close();
  }
}

async function* fromEnvironment(): AsyncGenerator<string> {
  if (process.env.CHROME) yield process.env.CHROME;
}

async function* installed(): AsyncGenerator<string> {
  yield* SYSTEM.filter((path) => existsSync(path));
}

async function* packaged(): AsyncGenerator<string> {
  if (process.platform !== "linux" || process.arch !== "x64") return;
  const folder = await unpacked();
  yield join(folder, "chromium");
  // A bare machine lacks libraries or fonts: the package has its own.
  yield join(folder, "chromium-with-libraries");
  if (await debianInstalls("libnss3", "libnspr4", "libexpat1", "fonts-liberation")) yield join(folder, "chromium");
}

async function* downloaded(): AsyncGenerator<string> {
  const cli = join(dirname(require.resolve("playwright-core/package.json")), "cli.js");
  await run(process.execPath, [cli, "install", "chromium"], { timeout: INSTALL_MS });
  yield chromium.executablePath();
}

async function* fromDebian(): AsyncGenerator<string> {
  if (await debianInstalls("chromium")) yield "/usr/bin/chromium";
}

/** Unpacks the package's Chromium, once for each version; resolves with the folder that it is in. */
async function unpacked(): Promise<string> {
  const top = join(dirname(require.resolve("@sparticuz/chromium")), "..");
  const { version } = JSON.parse(await readFile(join(top, "package.json"), "utf8")) as { version: string };
  const folder = join(CACHE, version);
  if (existsSync(folder)) return folder;
  await mkdir(CACHE, { recursive: true });
  const making = await mkdtemp(join(CACHE, "unpacking-"));
  try {
    // The package unpacks into the temporary folder, where half of one, left by a run that was stopped, would be
    // taken for a whole one ever after. A process with a temporary folder of its own keeps that apart.
    const script = `
      import { inflate } from ${JSON.stringify(pathToFileURL(require.resolve("@sparticuz/chromium")).href)};
      for (const archive of ["chromium.br", "swiftshader.tar.br", "fonts.tar.br", "al2023.tar.br"])
        await inflate(${JSON.stringify(join(top, "bin"))} + "/" + archive);`;
    await run(process.execPath, ["--input-type=module", "--eval", script], {
      env: { ...process.env, TMPDIR: making },
      timeout: INSTALL_MS,
    });
    await writeFile(join(making, "chromium-with-libraries"), WITH_LIBRARIES, { mode: 0o755 });
    await writeFile(join(making, "fonts.conf"), fontsIn(folder));
    await rename(making, folder);
  } catch (error) {
    await rm(making, { recursive: true, force: true });
    // Another run was quicker.
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

/** A command that starts the Chromium beside it with the libraries and fonts beside it. */
const WITH_LIBRARIES = `#!/bin/sh
here=$(cd "$(dirname "$0")" && pwd)
export LD_LIBRARY_PATH="$here/al2023/lib\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
export FONTCONFIG_FILE="$here/fonts.conf"
exec "$here/chromium" "$@"
`;

/** For fontconfig: the fonts in this folder, and the system's if it has any. */
function fontsIn(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${folder}/fonts</dir><dir>/usr/share/fonts</dir><cachedir>${folder}/fonts-cache</cachedir></fontconfig>
`;
}

/** Installs Debian packages; false where that is not for us to do. */
async function debianInstalls(...packages: string[]): Promise<boolean> {
  if (!isRoot || !existsSync("/usr/bin/apt-get")) return false;
  const options = { env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" }, timeout: INSTALL_MS };
  await run("apt-get", ["update"], options);
  await run("apt-get", ["install", "-y", "--no-install-recommends", ...packages], options);
  return true;
}

/** The line of a long message that says what is wrong. */
function inOneLine(error: unknown): string {
  const lines = String(error).split("\n");
  const telling = lines.find((line) => /error while loading|\[err\]|^E: |ENOENT|exitCode=/u.test(line));
  return (telling ?? lines.slice(0, 2).join(" ")).trim();
}
