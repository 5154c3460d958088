import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { promisify } from "node:util";
import { chromium, type Browser } from "playwright-core";

const run = promisify(execFile);
const isRoot = process.getuid?.() === 0;

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

/** Starts the Chromium at this path, headless. */
export function launchChromium(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: ARGUMENTS, headless: true });
}

/**
 * Finds a Chromium that really starts, or installs one: $CHROME, then the system's, then the one
 * that comes as a package (Linux on x64), then Playwright's download, then Debian's package when we
 * are root. Throws an Error that names everything tried.
 */
export async function findChromium(): Promise<string> {
  const tried: string[] = [];
  for (const [name, find] of ways) {
    try {
      for (const path of await find()) {
        await (await launchChromium(path)).close();
        return path;
      }
      tried.push(`${name}: none found`);
    } catch (error) {
      tried.push(`${name}: ${String(error).split("\n").slice(0, 3).join(" ")}`);
    }
  }
  throw new Error(`No Chromium could be started. Set CHROME to one. Tried:\n${tried.join("\n")}`);
}

const ways: [name: string, find: () => Promise<string[]>][] = [
  ["CHROME", async () => (process.env.CHROME ? [process.env.CHROME] : [])],
  ["the system's", async () => SYSTEM.filter((path) => existsSync(path))],
  ["@sparticuz/chromium", packagedChromium],
  ["Playwright's", playwrightChromium],
  ["Debian's", debianChromium],
];

async function packagedChromium(): Promise<string[]> {
  if (process.platform !== "linux" || process.arch !== "x64") return [];
  const { default: packaged } = await import("@sparticuz/chromium");
  const path = await packaged.executablePath();
  try {
    await (await launchChromium(path)).close();
  } catch (error) {
    // A bare Debian lacks two libraries that every browser needs.
    if (!isRoot || !existsSync("/usr/bin/apt-get")) throw error;
    await run("apt-get", ["update"]);
    await run("apt-get", ["install", "-y", "--no-install-recommends", "libnss3", "libnspr4", "libexpat1"]);
  }
  return [path];
}

async function playwrightChromium(): Promise<string[]> {
  const cli = createRequire(import.meta.url).resolve("playwright-core/cli.js");
  await run(process.execPath, [cli, "install", "chromium"]);
  return [chromium.executablePath()];
}

async function debianChromium(): Promise<string[]> {
  if (!isRoot || !existsSync("/usr/bin/apt-get")) return [];
  await run("apt-get", ["update"]);
  await run("apt-get", ["install", "-y", "chromium"]);
  return ["/usr/bin/chromium"];
}
