import { expect, test } from "vitest";
import { carefulParser } from "../../server/live/careful-parser.ts";

test("[C8] whoever begins again and again on one connection is disconnected", () => {
  const decoder = new carefulParser.Decoder();
  let begun = 0;
  decoder.on("decoded", () => (begun += 1));
  const begins = () => decoder.add("0");
  for (let time = 0; time < 10; time += 1) begins();
  expect(begins).toThrow("begun too often");
  expect(begun).toBe(10);
});
