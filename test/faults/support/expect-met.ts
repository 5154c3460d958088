import { expect } from "vitest";
import { figuresOf, type Fault } from "./figure.ts";

/** Runs a little of it, and expects every bar to be met but those that depend on how busy the machine is. */
export async function expectMet(fault: Fault): Promise<void> {
  const figures = await figuresOf(fault, { seed: 1, scale: "test" });
  expect(figures.filter(({ isMet, isRough }) => !isMet && !isRough)).toEqual([]);
  expect(figures.length).toBeGreaterThan(0);
}
