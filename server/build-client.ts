import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, statSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const TOP = fileURLToPath(new URL("..", import.meta.url));
const SOURCES = ["client", "shared", "vite.config.ts", "package-lock.json"];

/**
 * Builds the client into `distDir` unless what is there was made from the sources as they are now:
 * names, sizes and times of the files say so. Where there are no sources, what is there is used.
 */
export async function buildClientIfStale(distDir: string): Promise<void> {
  const stamp = sourcesStamp();
  const stampFile = join(distDir, ".built-from");
  const built = await readFile(stampFile, "utf8").catch(() => "");
  if (stamp === undefined || built === stamp) return;
  process.stdout.write("Building the pages, once …\n");
  await build();
  await writeFile(stampFile, stamp);
}

/** Looked up at once: asked for one by one, hundreds of files take several times as long, and nobody else waits yet. */
function sourcesStamp(): string | undefined {
  const hash = createHash("sha256");
  for (const source of SOURCES) {
    const path = join(TOP, source);
    const found = statSync(path, { throwIfNoEntry: false });
    if (!found) return undefined;
    const files = found.isDirectory()
      ? readdirSync(path, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile() && !entry.name.endsWith(".tsbuildinfo"))
          .map((entry) => join(entry.parentPath, entry.name))
          .toSorted()
      : [path];
    for (const file of files) {
      const { size, mtimeMs } = statSync(file);
      hash.update(`${file}\0${size}\0${mtimeMs}\n`);
    }
  }
  return hash.digest("hex");
}

/** Runs the build in a process of its own, whose memory goes when it is done. */
function build(): Promise<void> {
  const vite = join(dirname(createRequire(import.meta.url).resolve("vite/package.json")), "bin", "vite.js");
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [vite, "build", "--logLevel", "warn"], {
      cwd: TOP,
      // Whoever starts it: tests have another one, and pages built with that are not those that people get.
      env: { ...process.env, NODE_ENV: "production" },
      stdio: ["ignore", "inherit", "inherit"],
    });
    child.on("error", reject);
    child.on("exit", (code) =>
      code === 0 ? resolve() : reject(new Error(`Building the pages failed (exit ${code})`)),
    );
  });
}

// `npm run build`
if (import.meta.main) await buildClientIfStale(join(TOP, "dist"));
