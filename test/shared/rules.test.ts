import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const top = fileURLToPath(new URL("../..", import.meta.url));

function numbersIn(text: string): Set<string> {
  return new Set([...text.matchAll(/\[([A-Z]\d+)\]/gu)].map(([, number]) => number!));
}

/** The rule numbers that names of tests carry: those inside quotes after `it`, `test` or `describe`. */
function testedRules(): Set<string> {
  const folder = join(top, "test");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
  const names = files.flatMap((file) =>
    [...readFileSync(join(folder, file), "utf8").matchAll(/(["'`])\[[A-Z]\d+\][^\n]*/gu)].map(([name]) => name),
  );
  return numbersIn(names.join("\n"));
}

describe("docs/rules.md", () => {
  const rules = numbersIn(readFileSync(join(top, "docs", "rules.md"), "utf8"));
  const tested = testedRules();

  it("gives each rule a number of its own", () => {
    const text = readFileSync(join(top, "docs", "rules.md"), "utf8");
    const all = [...text.matchAll(/^- \*\*\[([A-Z]\d+)\]/gmu)].map(([, number]) => number!);
    expect(all.filter((number, index) => all.indexOf(number) < index)).toEqual([]);
  });

  it("has a test for every rule", () => {
    expect([...rules].filter((rule) => !tested.has(rule))).toEqual([]);
  });

  it("has every rule that a test names", () => {
    expect([...tested].filter((rule) => !rules.has(rule))).toEqual([]);
  });
});
