import type { TestProject } from "vitest/node";
import { findChromium } from "./chromium.ts";

declare module "vitest" {
  interface ProvidedContext {
    chromium: string;
  }
}

/** Finds the browser once for the whole run; tests `inject("chromium")`. */
export default async function setup(project: TestProject): Promise<void> {
  project.provide("chromium", await findChromium());
}
