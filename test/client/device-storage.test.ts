import { afterEach, expect, test, vi } from "vitest";
import { forget, keep, kept, keptJson } from "../../client/look/device-storage.ts";
import { memory } from "./support/meetup-wire.ts";

afterEach(() => void vi.unstubAllGlobals());

test("what a device keeps comes back, until it is forgotten", () => {
  vi.stubGlobal("localStorage", memory());
  expect(kept("a")).toBeNull();
  expect(keep("a", "[1]")).toBe(true);
  expect(kept("a")).toBe("[1]");
  expect(keptJson("a")).toEqual([1]);
  keep("a", "no JSON");
  expect(keptJson("a")).toBeNull();
  expect(forget("a")).toBe(true);
  expect(kept("a")).toBeNull();
});

test.each(["full", "forbidden", "missing"])("storage that is %s keeps nothing, and stops nobody", (state) => {
  const refuse = () => {
    throw new DOMException("Not here", "QuotaExceededError");
  };
  if (state === "full") vi.stubGlobal("localStorage", { ...memory(), setItem: refuse });
  if (state === "missing") vi.stubGlobal("localStorage", null);
  if (state === "forbidden") vi.stubGlobal("localStorage", { getItem: refuse, setItem: refuse, removeItem: refuse });
  expect(keep("a", "1")).toBe(false);
  expect(kept("a")).toBeNull();
  expect(keptJson("a")).toBeNull();
  expect(forget("a")).toBe(state === "full");
});
