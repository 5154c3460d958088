import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { START, startServer } from "../helpers/server-process.ts";

test("what npm start runs is what these tests run, from what was compiled before", async () => {
  const { scripts } = JSON.parse(
    readFileSync(fileURLToPath(new URL("../../package.json", import.meta.url)), "utf8"),
  ) as {
    scripts: Record<string, string>;
  };
  expect(scripts.start).toBe(`exec node ${START.join(" ")} main.ts`);
  expect(scripts.demo).toBe(`exec node ${START.join(" ")} demo.ts`);
  const first = await startServer();
  onTestFinished(() => first.stop());
  // It keeps what was compiled right after it has said that it is ready.
  await fetch(`${first.url}/healthz`);
  await first.kill("SIGKILL");
  const again = await startServer({ env: { NODE_DEBUG_NATIVE: "COMPILE_CACHE" } });
  onTestFinished(() => again.stop());
  await again.kill("SIGTERM");
  // Its last words may be read after its end.
  await expect.poll(() => again.output()).toMatch(/reading cache from .*midcycle-server/u);
  await expect.poll(() => again.output()).toMatch(/http-app\.ts.*success/u);
});

test("a server is put together without what it may never be asked for, and without Node's own fetch", async () => {
  const script = `
    const { registerHooks } = await import("node:module");
    const loaded = [];
    registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) });
    await import("./server/run.ts");
    await import("./server/midcycle-server.ts");
    console.log(JSON.stringify([...loaded, ...process.moduleLoadList]));`;
  const top = fileURLToPath(new URL("../..", import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", script], {
    cwd: top,
    maxBuffer: 2 ** 22,
  });
  const loaded = JSON.parse(stdout) as string[];
  expect(loaded.some((name) => name.endsWith("/server/http/http-app.ts"))).toBe(true);
  const spared = [
    "undici",
    "export-routes",
    "open-api",
    "suggest",
    "sample-meetups",
    "sample-story",
    "fflate",
    "web-push",
  ];
  for (const name of spared) expect(loaded.filter((each) => each.includes(name))).toEqual([]);
});
