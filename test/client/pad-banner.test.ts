import type { TemplateResult } from "lit";
import { expect, test } from "vitest";
import { padBanner } from "../../client/notes/pad-banner.ts";

/** The words of a template, without its tags. */
function wordsOf(part: unknown): string {
  if (Array.isArray(part)) return part.map(wordsOf).join("");
  if (typeof part === "string") return part;
  const { strings, values } = (part ?? {}) as Partial<TemplateResult>;
  if (!strings || !values) return "";
  return strings.map((text, at) => text + (at < values.length ? wordsOf(values[at]) : "")).join("");
}

test("[W4] what locked notes didn't take is kept to copy, and its banner says so", () => {
  const nothing = () => Promise.resolve();
  const banner = padBanner({
    save: { state: "read-only", edits: 3 },
    reading: "locked",
    lockers: "An organizer",
    lockedBy: "Olga",
    unlock: undefined,
    copy: nothing,
    openAnew: nothing,
    sendAgain: () => undefined,
    startWriting: nothing,
  });
  const words = wordsOf(banner)
    .replaceAll(/<[^>]*>/gu, "")
    .replaceAll(/\s+/gu, " ");
  expect(words).toContain("What you wrote last was not taken, and only this page has it. It is sent when");
  expect(words).toContain("Give it up");
  expect(words).toContain("Copy as Markdown");
});
