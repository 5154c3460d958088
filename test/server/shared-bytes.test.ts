import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { SharedBytes } from "../../server/http/shared-bytes.ts";

const TEXT = `{"view":${JSON.stringify("every word of it, é 👩‍🚀 ".repeat(20_000))},"me":`;

test.each([["nothing"], ['{"id":"ana"}}'], [`"${"own words ".repeat(9000)}"}`]])(
  "[C9] what is shared is one gzip stream with each one's end behind it: %.20s",
  async (own) => {
    const shared = new SharedBytes(TEXT);
    const end = Buffer.from(own === "nothing" ? "" : own);
    const all = await Promise.all([shared.gzipped(end), shared.gzipped(Buffer.from("another's"))]);
    expect(gunzipSync(all[0]!).equals(Buffer.concat([shared.bytes, end]))).toBe(true);
    expect(gunzipSync(all[1]!).toString("utf8")).toBe(`${TEXT}another's`);
    expect(all[0]!.length).toBeLessThan(TEXT.length / 20);
  },
);

test("[C9] a long end is compressed while others have their turn", async () => {
  const shared = new SharedBytes(TEXT);
  await shared.gzipped(Buffer.alloc(0));
  let isDone = false;
  const end = Buffer.from("every proposal that waits ".repeat(100_000));
  const all = shared.gzipped(end).finally(() => (isDone = true));
  // In this turn of the loop.
  for (let count = 0; count < 100; count += 1) await Promise.resolve();
  expect(isDone).toBe(false);
  expect(
    gunzipSync(await all)
      .subarray(shared.bytes.length)
      .equals(end),
  ).toBe(true);
});

test("of nothing at all too", async () => {
  expect(gunzipSync(await new SharedBytes("").gzipped(Buffer.alloc(0)))).toHaveLength(0);
});
