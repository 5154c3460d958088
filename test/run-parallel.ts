/** Runs npm scripts at once: `node test/run-parallel.ts types lint`. Each says what it has to say when it has ended. */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

const TOP = new URL("..", import.meta.url);
const { scripts } = JSON.parse(readFileSync(new URL("package.json", TOP), "utf8")) as {
  scripts: Record<string, string>;
};

/** Resolves with whether it ended well. */
function runs(name: string): Promise<boolean> {
  return new Promise((resolve) => {
    // npm has put the commands of what is installed within reach.
    const child = spawn(scripts[name]!, { cwd: TOP, shell: true, stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (said += text));
    child.once("close", (code) => {
      process.stdout.write(`${code === 0 ? "✓" : "✗"} ${name}\n${said}`);
      resolve(code === 0);
    });
  });
}

const names = process.argv.slice(2);
const unknown = names.filter((name) => !Object.hasOwn(scripts, name));
if (unknown.length > 0) throw new Error(`No such script: ${unknown.join(", ")}`);
if (!(await Promise.all(names.map(runs))).every(Boolean)) process.exitCode = 1;
