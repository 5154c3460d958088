import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { configFrom } from "../../server/config.ts";

test("the README names every limit that one can set, with its default", () => {
  const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  const written = [...readme.matchAll(/^\| `MIDCYCLE_LIMIT_(\w+)` \| `(\d+)` \|/gmu)].map(([, name, standard]) => [
    name,
    Number(standard),
  ]);
  const limits = Object.entries(configFrom({}).limits).map(([name, standard]) => [
    name.replaceAll(/[A-Z]/gu, "_$&").toUpperCase(),
    standard,
  ]);
  expect(written).toEqual(limits);
});
