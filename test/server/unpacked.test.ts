import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { unpacked } from "../../server/http/unpacked.ts";

test("[C12] what is sent to all who don't take it packed is unpacked once for them", async () => {
  const gzipped = gzipSync("What the notes say");
  const [one, other] = await Promise.all([unpacked(gzipped), unpacked(gzipped)]);
  expect(one.toString()).toBe("What the notes say");
  expect(other).toBe(one);
});
