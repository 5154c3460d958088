import { defineConfig } from "vitest/config";
import { CountReporter } from "./helpers/count-reporter.ts";
import { WellMixed } from "./helpers/well-mixed.ts";

/**
 * Everything in one run: rules and contracts, real servers and sockets, real Chromium. Two cores are assumed; a third
 * file at a time uses what the other two leave of them while they wait.
 */
export default defineConfig({
  test: {
    root: new URL("..", import.meta.url).pathname,
    reporters: ["default", new CountReporter()],
    maxWorkers: 3,
    sequence: { sequencer: WellMixed },
    projects: [
      {
        test: {
          name: "node",
          include: ["test/{shared,client,contracts,server,together,faults}/**/*.test.ts"],
          globalSetup: "test/helpers/pages-setup.ts",
          setupFiles: "test/helpers/long-stories.ts",
          // Files share processes: most take less time than a process of their own would take to begin.
          isolate: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "chromium",
          include: ["test/e2e/**/*.test.ts"],
          globalSetup: "test/helpers/chromium-setup.ts",
          isolate: false,
          testTimeout: 90_000,
          hookTimeout: 60_000,
          expect: { poll: { timeout: 30_000 } },
        },
      },
    ],
  },
});
