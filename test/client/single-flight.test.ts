import { expect, test } from "vitest";
import { singleFlight } from "../../client/look/single-flight.ts";

test("what is pressed again while the first press is dealt with counts once, and again afterwards", async () => {
  const pressed: string[] = [];
  let finish = (): void => undefined;
  const press = singleFlight(async (_event: Event, what: string) => {
    pressed.push(what);
    await new Promise<void>((resolve) => (finish = resolve));
  });
  const events = ["first", "again", "later"].map((what) => ({
    what,
    event: new Event("submit", { cancelable: true }),
  }));
  press(events[0]!.event, "first");
  press(events[1]!.event, "again");
  finish();
  await new Promise((resolve) => setImmediate(resolve));
  press(events[2]!.event, "later");
  expect(pressed).toEqual(["first", "later"]);
  // A form that isn't dealt with isn't sent by the browser either.
  expect(events.map(({ event }) => event.defaultPrevented)).toEqual([true, true, true]);
});
