import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
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
  await first.stop();
  const again = await startServer({ env: { NODE_DEBUG_NATIVE: "COMPILE_CACHE" } });
  await again.stop();
  expect(again.output()).toMatch(/reading cache from .*midcycle-server/u);
});
