import { expect, test } from "vitest";
import { ConnectionCount } from "../../server/connections/connection-count.ts";

test("so many an address, each gone once however often that is said", () => {
  const connections = new ConnectionCount(2);
  const gone = connections.enter("here");
  connections.enter("here");
  connections.enter("there");
  expect([connections.isFull("here"), connections.isFull("there")]).toEqual([true, false]);
  gone();
  gone();
  expect(connections.isFull("here")).toBe(false);
  connections.enter("here");
  expect(connections.isFull("here")).toBe(true);
});
