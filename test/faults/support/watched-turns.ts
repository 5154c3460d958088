/** How much CPU time the turns of a server's loop take: other work on the machine doesn't stretch it. */
import type { Inspected } from "./inspected.ts";

/** Turns shorter than the timer's millisecond count together. */
const WATCH = `(() => {
  const cpuMs = () => {
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1000;
  };
  let [most, last] = [0, cpuMs()];
  const look = () => {
    const now = cpuMs();
    most = Math.max(most, now - last);
    last = now;
  };
  setInterval(look, 1).unref();
  globalThis.longestTurn = () => {
    look();
    const found = most;
    most = 0;
    return String(found);
  };
})()`;

export class WatchedTurns {
  readonly #inspected: Inspected;

  private constructor(inspected: Inspected) {
    this.#inspected = inspected;
  }

  /** Watches from now on. */
  static async of(inspected: Inspected): Promise<WatchedTurns> {
    await inspected.evaluate(WATCH);
    return new WatchedTurns(inspected);
  }

  /** The most CPU time of one turn since the last lap, in ms. */
  async lap(): Promise<number> {
    return Number(await this.#inspected.evaluate("longestTurn()"));
  }
}
