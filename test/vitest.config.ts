import { defineConfig } from "vitest/config";
import { CountReporter } from "./helpers/count-reporter.ts";
import { WellMixed } from "./helpers/well-mixed.ts";

/**
 * Everything in one run: rules and contracts, real servers and sockets, real Chromium. Two cores are assumed; a third
 * and a fourth file at a time use what the other two leave of them while they wait.
 */
export default defineConfig({
  test: {
    name: "node",
    root: new URL("..", import.meta.url).pathname,
    reporters: ["default", new CountReporter()],
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/helpers/pages-setup.ts", "test/helpers/chromium-setup.ts"],
    setupFiles: "test/helpers/long-stories.ts",
    // Four processes run all files: most take less time than a process of their own, or a browser, would take to begin.
    // For the same reason this is one project, with or without a browser: a process isn't shared by two.
    isolate: false,
    maxWorkers: 4,
    sequence: { sequencer: WellMixed },
    testTimeout: 90_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 30_000 } },
  },
});
