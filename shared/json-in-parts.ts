import type { InParts } from "./in-parts.ts";

/** Plain things that JSON can hold, lists and objects of them. */
type Plain = string | number | boolean | null | readonly unknown[] | object;

/**
 * What `JSON.stringify(value, null, 1)` comes to, in parts: one for each thing `depth` levels down, and for each one above
 * that has nothing in it.
 */
export function* jsonInParts(value: Plain, depth: number): InParts<string> {
  const pieces: string[] = [];
  yield* writing(value, depth, "\n", pieces);
  return pieces.join("");
}

function* writing(value: unknown, depth: number, line: string, pieces: string[]): InParts<void> {
  const entries = depth > 0 && typeof value === "object" && value !== null ? Object.entries(value) : [];
  if (entries.length === 0) {
    // A text's own line breaks are written otherwise.
    pieces.push(JSON.stringify(value, null, 1).replaceAll("\n", line));
    yield;
    return;
  }
  const [isList, inner] = [Array.isArray(value), `${line} `];
  let before = isList ? "[" : "{";
  for (const [key, each] of entries) {
    if (each === undefined && !isList) continue;
    pieces.push(before, inner, isList ? "" : `${JSON.stringify(key)}: `);
    before = ",";
    yield* writing(each ?? null, depth - 1, inner, pieces);
  }
  pieces.push(before === "," ? line : before, isList ? "]" : "}");
}
