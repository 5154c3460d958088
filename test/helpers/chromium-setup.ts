import type { TestProject } from "vitest/node";
import { findChromium, type FoundChromium } from "./chromium.ts";
import { isInChromium } from "./well-mixed.ts";

declare module "vitest" {
  interface ProvidedContext {
    chromium: FoundChromium;
  }
}

/**
 * Finds the browser once for a run that may need it; tests open `theBrowser()`. Where there is none, they
 * fail with the reason, and all other tests still run.
 */
export default async function setup(project: TestProject): Promise<void> {
  const { testFiles } = await project.globTestFiles();
  if (!testFiles.some(isInChromium)) return;
  project.provide(
    "chromium",
    await findChromium().then(
      (path) => ({ path }),
      (error: unknown) => ({ problem: String(error) }),
    ),
  );
}
