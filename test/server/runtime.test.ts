import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const major = (version: string): number => Number(version.replace(/^v/u, "").split(".")[0]);

// npm leaves out an optional package that it can't download and says nothing: then the machine's own Node would run.
it("runs on the Node that the lock file pins, as do the processes it starts", async () => {
  expect(major(process.versions.node)).toBeGreaterThanOrEqual(26);
  const { stdout } = await promisify(execFile)(process.execPath, ["--version"]);
  expect(major(stdout)).toBe(major(process.versions.node));
});
