import type { TestProject } from "vitest/node";
import { findChromium, type FoundChromium } from "./chromium.ts";

declare module "vitest" {
  interface ProvidedContext {
    chromium: FoundChromium;
  }
}

/**
 * Finds the browser once for the whole run; tests `openBrowser()`. Where there is none, they
 * fail with the reason, and all other tests still run.
 */
export default async function setup(project: TestProject): Promise<void> {
  project.provide(
    "chromium",
    await findChromium().then(
      (path) => ({ path }),
      (error: unknown) => ({ problem: String(error) }),
    ),
  );
}
