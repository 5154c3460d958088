import type { z } from "zod";
import { problem, type FieldError, type Problem } from "./problem.ts";

/** The 422 problem for what a schema found wrong: each field named once, unknown fields too. */
export function validationProblem(error: z.ZodError): Problem {
  // By path: somebody may send tens of thousands of fields that nobody knows.
  const errors = new Map<string, FieldError>();
  const add = (path: PropertyKey[], message: string) => {
    const name = path.map(String).join(".");
    if (!errors.has(name)) errors.set(name, { path: name, message });
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
  const names = [...errors.keys()].map((path) => path || "the body").join(", ");
  return problem("invalid", { detail: `Not valid: ${names}.`, errors: [...errors.values()] });
}
