/**
 * What `JSON.stringify(value, null, 1)` comes to, piece by piece: one for each thing `depth` levels down, and a short one for
 * what stands around it.
 */
export function* jsonInParts(value: unknown, depth: number, line = "\n"): Generator<string, void> {
  const entries = depth > 0 && typeof value === "object" && value !== null ? Object.entries(value) : [];
  if (entries.length === 0) {
    // A text's own line breaks are written otherwise.
    yield JSON.stringify(value, null, 1).replaceAll("\n", line);
    return;
  }
  const [isList, inner] = [Array.isArray(value), `${line} `];
  const opening = isList ? "[" : "{";
  let before = opening;
  for (const [key, each] of entries) {
    if (each === undefined && !isList) continue;
    yield `${before}${inner}${isList ? "" : `${JSON.stringify(key)}: `}`;
    before = ",";
    yield* jsonInParts(each ?? null, depth - 1, inner);
  }
  yield `${before === opening ? opening : line}${isList ? "]" : "}"}`;
}
