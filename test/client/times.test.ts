import { describe, expect, it } from "vitest";
import { dayRange, instantAt, timeSpan } from "../../client/meetup/times.ts";
import { clockTime, dayOf } from "../../shared/exports/meetup-times.ts";

describe("times at a meetup", () => {
  it("are those of its time zone, whichever the device has", () => {
    expect(instantAt("2026-03-12", "10:40", "Europe/Amsterdam")).toBe("2026-03-12T09:40:00.000Z");
    expect(instantAt("2026-07-12", "10:40", "Europe/Amsterdam")).toBe("2026-07-12T08:40:00.000Z");
    expect(instantAt("2026-03-12", "00:15", "Pacific/Auckland")).toBe("2026-03-11T11:15:00.000Z");
    expect(timeSpan("2026-03-12T09:40:00Z", "2026-03-12T10:30:00Z", "Europe/Amsterdam")).toBe("10:40–11:30");
  });

  it("come back as they were typed on days when the clocks change", () => {
    for (const time of ["00:30", "01:59", "03:00", "04:30", "23:45"])
      for (const day of ["2026-03-29", "2026-10-25"]) {
        const instant = instantAt(day, time, "Europe/Amsterdam");
        expect([dayOf(instant, "Europe/Amsterdam"), clockTime(instant, "Europe/Amsterdam")]).toEqual([day, time]);
      }
  });

  it("say a meetup's days once", () => {
    expect(dayRange("2026-03-12", "2026-03-12")).toBe("12 March 2026");
    expect(dayRange("2026-03-12", null)).toBe("12 March 2026");
    expect(dayRange("2026-03-12", "2026-03-13")).toBe("12\u00a0–\u2060\u00a013 March 2026");
    expect(dayRange(null, null)).toBe("");
  });
});
