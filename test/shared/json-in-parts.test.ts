import fc from "fast-check";
import { expect, test } from "vitest";
import { jsonInParts } from "../../shared/json-in-parts.ts";

test("[E5] what is written in parts is what would be written at once, whatever it holds", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.integer({ min: 0, max: 4 }), (value, depth) => {
      const [whole, first] = [{ value, none: undefined, list: [undefined, value] }, { value }];
      for (const each of [whole, first])
        expect([...jsonInParts(each, depth)].join("")).toBe(JSON.stringify(each, null, 1));
    }),
  );
});

test("[C11] each of many things is a part of its own", () => {
  const topics = Array.from({ length: 300 }, (_, number) => ({ number, tags: ["nova"] }));
  expect([...jsonInParts({ view: { topics } }, 3)].filter((piece) => piece.includes("number")).length).toBe(300);
});
