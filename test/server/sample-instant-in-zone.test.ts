import { describe, expect, it } from "vitest";
import { clockTime, dayOf } from "../../shared/exports/meetup-times.ts";
import { dayAfter, instantInZone } from "../../server/sample/instant-in-zone.ts";

describe("instantInZone", () => {
  it("is what clocks show there, in winter, in summer and on the day they change", () => {
    expect(instantInZone("2026-01-15", "09:00", "America/New_York")).toBe("2026-01-15T14:00:00.000Z");
    expect(instantInZone("2026-07-15", "09:00", "America/New_York")).toBe("2026-07-15T13:00:00.000Z");
    expect(instantInZone("2026-03-08", "09:00", "America/New_York")).toBe("2026-03-08T13:00:00.000Z");
    expect(instantInZone("2026-11-01", "09:00", "America/New_York")).toBe("2026-11-01T14:00:00.000Z");
  });

  it("reads back as the same day and time, wherever that is", () => {
    for (const zone of ["Asia/Kathmandu", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Lisbon"]) {
      for (let day = "2026-01-01"; day < "2027-01-01"; day = dayAfter(day, 9)) {
        const instant = instantInZone(day, "17:30", zone);
        expect([dayOf(instant, zone), clockTime(instant, zone)]).toEqual([day, "17:30"]);
      }
    }
  });
});
