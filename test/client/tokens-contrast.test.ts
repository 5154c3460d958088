/** What the tokens promise about contrast, in both themes; and that the two ways into the dark are the same dark. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

type Tokens = ReadonlyMap<string, string>;

const CSS = readFileSync(new URL("../../client/look/tokens.css", import.meta.url), "utf8").replaceAll(
  /\/\*[^]*?\*\//gu,
  "",
);
const LIGHT = tokensOf('[data-theme="light"]');
const DARK = tokensOf('[data-theme="dark"]');
const SYSTEM_DARK = tokensOf(":root:not([data-theme])");

const DOCUMENT = readFileSync(new URL("../../client/index.html", import.meta.url), "utf8");

/** The declarations of the first rule whose selector ends so. */
function tokensOf(selector: string): Tokens {
  const start = CSS.indexOf(`${selector} {`);
  if (start < 0) throw new Error(`tokens.css has no rule for ${selector}`);
  const body = CSS.slice(CSS.indexOf("{", start) + 1, CSS.indexOf("}", start));
  const declarations = body.split(";").map((each) => each.trim());
  return new Map(
    declarations.filter(Boolean).map((each) => {
      const [name = "", ...value] = each.split(":");
      return [name.trim(), value.join(":").trim()];
    }),
  );
}

/** WCAG 2.2: how much lighter one colour is than the other, from 1 to 21. */
function contrast(tokens: Tokens, one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(tokens, one), luminance(tokens, other)].toSorted((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(tokens: Tokens, name: string): number {
  const color = tokens.get(`--${name}`) ?? "";
  if (!/^#[0-9a-f]{6}$/iu.test(color)) throw new Error(`--${name} is no opaque colour but "${color}"`);
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const SURFACES = ["canvas", "surface", "raised", "sunken"];
const HUES = ["spruce", "marigold", "plum", "coral", "sky"];
const FILLED = ["spruce", "spruce-hover", "marigold", "marigold-hover", "plum", "coral", "now"];
const PEOPLE = Array.from({ length: 12 }, (_, index) => `p${index + 1}`);

/** Text on what it stands on. */
const TEXT: [string, string][] = [
  ...["ink", "ink-2", "ink-3"].flatMap((text) => SURFACES.map((on): [string, string] => [text, on])),
  ...HUES.flatMap((hue) =>
    ["canvas", "surface", "raised", `${hue}-soft`].map((on): [string, string] => [`${hue}-text`, on]),
  ),
  ...HUES.map((hue): [string, string] => ["ink", `${hue}-soft`]),
  ...FILLED.map((fill): [string, string] => [`on-${fill.replace("-hover", "")}`, fill]),
];

/** Edges, bars and the focus ring on what they stand on. */
const EDGES: [string, string][] = [
  ...["line-strong", "marigold-line", "focus", "now"].flatMap((edge) =>
    ["canvas", "surface"].map((on): [string, string] => [edge, on]),
  ),
  ["scale-edge", "surface"],
  ["mat-edge", "surface"],
];

describe.each([
  ["light", LIGHT],
  ["dark", DARK],
])("in the %s theme", (_theme, tokens) => {
  it.each(TEXT)("%s can be read on %s", (text, on) => {
    expect(contrast(tokens, text, on)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(EDGES)("%s is seen on %s", (edge, on) => {
    expect(contrast(tokens, edge, on)).toBeGreaterThanOrEqual(3);
  });

  it.each(PEOPLE)("%s carries initials, and its tint carries text", (person) => {
    expect(contrast(tokens, "on-p", person)).toBeGreaterThanOrEqual(5);
    expect(contrast(tokens, "ink", `${person}-tint`)).toBeGreaterThanOrEqual(10);
  });
});

it("the dark that follows the system is the dark that was chosen", () => {
  expect([...SYSTEM_DARK]).toEqual([...DARK]);
});

it("both themes set the same tokens", () => {
  expect([...DARK.keys()].toSorted()).toEqual([...LIGHT.keys()].toSorted());
});

it("the measure is the known one", () => {
  const known = new Map([
    ["--black", "#000000"],
    ["--white", "#ffffff"],
    ["--grey", "#767676"],
  ]);
  expect(contrast(known, "black", "white")).toBeCloseTo(21);
  expect(contrast(known, "grey", "white")).toBeCloseTo(4.54, 2);
});

describe("what is painted before the style sheets come", () => {
  it("has colours that the pages have, each with that of the other theme", () => {
    const pairs = new Set([...LIGHT].map(([name, color]) => `light-dark(${color}, ${DARK.get(name)})`));
    const used = DOCUMENT.match(/light-dark\([^)]*\)/gu) ?? [];
    expect(used.length).toBeGreaterThan(3);
    expect(used.filter((each) => !pairs.has(each))).toEqual([]);
  });
});
