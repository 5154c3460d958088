import type { Problem } from "../../shared/problem.ts";

/** Tags as people type them, with commas between. */
export function parseTags(text: string): string[] {
  return [
    ...new Set(
      text
        .split(",")
        .map((tag) => tag.trim())
        .filter(Boolean),
    ),
  ];
}

/** The same refusal with what is wrong with one of the tags told of the field in which all are typed. */
export function ofAllTags(refusal: Problem | undefined, tags: readonly string[]): Problem | undefined {
  if (!refusal?.errors) return refusal;
  const errors = refusal.errors.map(({ path, message }) => {
    const [field, at] = path.split(".");
    return field === "tags" && at !== undefined
      ? { path: field, message: `“${tags[Number(at)]}”: ${message}` }
      : { path, message };
  });
  return { ...refusal, errors };
}
