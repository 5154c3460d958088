import { expect, it } from "vitest";
import { LatestAnswer } from "../../client/latest-answer.ts";

it("only the answer to the last question counts, in whatever order answers come", async () => {
  const latest = new LatestAnswer();
  const first = Promise.withResolvers<string>();
  const second = Promise.withResolvers<string>();
  const answers = [latest.to(() => first.promise), latest.to(() => second.promise)];
  second.resolve("new");
  first.resolve("old");
  expect(await Promise.all(answers)).toEqual([undefined, "new"]);
});
