import { expect, it } from "vitest";
import { parseSlug } from "../../client/meetup/parse-slug.ts";

it("a meetup is named by its address, by any page of it, or by its slug", () => {
  for (const text of [
    "porto-2026",
    " /m/porto-2026 ",
    "https://meet.example.org/m/porto-2026",
    "https://meet.example.org/m/porto-2026/schedule?x#L1",
  ])
    expect(parseSlug(text)).toBe("porto-2026");
  expect(parseSlug("  ")).toBeNull();
  // What can't be one is refused by the server, which names the field.
  expect(parseSlug("Porto, last year")).toBe("Porto, last year");
});
