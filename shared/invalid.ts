import type { z } from "zod";
import { problem, type FieldError, type Problem } from "./problem.ts";

/** The 422 problem for what a schema found wrong: each field named once, unknown fields too. */
export function invalid(error: z.ZodError): Problem {
  const errors: FieldError[] = [];
  const add = (path: PropertyKey[], message: string) => {
    const name = path.map(String).join(".");
    if (!errors.some((known) => known.path === name)) errors.push({ path: name, message });
  };
  for (const issue of error.issues) {
    if (issue.code === "unrecognized_keys") {
      for (const key of issue.keys) add([...issue.path, key], "Unknown field");
    } else if (issue.code === "invalid_union" && issue.path.at(-1) === "type") {
      add(issue.path, "Unknown type");
    } else {
      add(issue.path, issue.message);
    }
  }
  const names = errors.map(({ path }) => path || "the body").join(", ");
  return problem("invalid", { detail: `Not valid: ${names}.`, errors });
}
