import { expect, test } from "vitest";
import { z } from "zod";
import { invalid } from "../../shared/invalid.ts";

test("[C4] each field is named once, also of more than a body could hold, and in no more time than it takes to read them", () => {
  const fields = Object.fromEntries(Array.from({ length: 120_000 }, (_, n) => [`field-${n}`, n]));
  const parsed = z.strictObject({ title: z.string() }).safeParse(fields);
  const { errors } = invalid(parsed.error!);
  expect(errors).toHaveLength(120_001);
  expect(new Set(errors!.map(({ path }) => path)).size).toBe(120_001);
}, 5000);
