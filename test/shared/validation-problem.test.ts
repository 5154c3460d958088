import { expect, test } from "vitest";
import { z } from "zod";
import { validationProblem } from "../../shared/validation-problem.ts";

/** Too many to look through all of them for each within a test's time. */
const FIELDS = 300_000;

test("[C4] each field is named once, also of more than a body could hold, and in no more time than it takes to read them", () => {
  const fields = Object.fromEntries(Array.from({ length: FIELDS }, (_, n) => [`field-${n}`, n]));
  const parsed = z.strictObject({ title: z.string() }).safeParse(fields);
  const { errors } = validationProblem(parsed.error!);
  expect(errors).toHaveLength(FIELDS + 1);
  expect(new Set(errors!.map(({ path }) => path)).size).toBe(FIELDS + 1);
});
