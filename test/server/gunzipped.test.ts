import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { gunzipped } from "../../server/http/gunzipped.ts";

test("[C12] what is sent to all who don't take it packed is unpacked once for them", async () => {
  const gzipped = gzipSync("What the notes say");
  const [one, other] = await Promise.all([gunzipped(gzipped), gunzipped(gzipped)]);
  expect(one.toString()).toBe("What the notes say");
  expect(other).toBe(one);
});
