import { describe, expect, it } from "vitest";
import { clockTime, dayAfter, dayOf, instantAt } from "../../shared/time.ts";

describe("the instant of a day and time in a time zone", () => {
  it.each([
    ["2026-03-12", "10:40", "Europe/Amsterdam", "2026-03-12T09:40:00.000Z"],
    ["2026-07-12", "10:40", "Europe/Amsterdam", "2026-07-12T08:40:00.000Z"],
    ["2026-03-12", "00:15", "Pacific/Auckland", "2026-03-11T11:15:00.000Z"],
    ["2026-03-08", "09:00", "America/New_York", "2026-03-08T13:00:00.000Z"],
    ["2026-11-01", "09:00", "America/New_York", "2026-11-01T14:00:00.000Z"],
  ])(
    "is what clocks show there, in winter, in summer and on the day they change: %s %s, %s",
    (day, time, zone, instant) => expect(instantAt(day, time, zone)).toBe(instant),
  );

  it("reads back as it was typed on days when the clocks change", () => {
    for (const time of ["00:30", "01:59", "03:00", "04:30", "23:45"])
      for (const day of ["2026-03-29", "2026-10-25"]) {
        const instant = instantAt(day, time, "Europe/Amsterdam");
        expect([dayOf(instant, "Europe/Amsterdam"), clockTime(instant, "Europe/Amsterdam")]).toEqual([day, time]);
      }
  });

  it("reads back as the same day and time, wherever that is", () => {
    for (const zone of ["Asia/Kathmandu", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Lisbon"])
      for (let day = "2026-01-01"; day < "2027-01-01"; day = dayAfter(day, 9)) {
        const instant = instantAt(day, "17:30", zone);
        expect([dayOf(instant, zone), clockTime(instant, zone)]).toEqual([day, "17:30"]);
      }
  });
});
