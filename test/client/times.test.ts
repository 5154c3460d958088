import { describe, expect, it } from "vitest";
import { dayRange, timeSpan } from "../../client/meetup/times.ts";

describe("times at a meetup", () => {
  it("are those of its time zone, whichever the device has", () => {
    expect(timeSpan("2026-03-12T09:40:00Z", "2026-03-12T10:30:00Z", "Europe/Amsterdam")).toBe("10:40–11:30");
  });

  it("say a meetup's days once", () => {
    expect(dayRange("2026-03-12", "2026-03-12")).toBe("12 March 2026");
    expect(dayRange("2026-03-12", null)).toBe("12 March 2026");
    expect(dayRange("2026-03-12", "2026-03-13")).toBe("12\u00a0–\u2060\u00a013 March 2026");
    expect(dayRange(null, null)).toBe("");
  });
});
