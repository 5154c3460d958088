/** Real time: what happens to a started server is waited for, never longer than it may take. */

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Asks until it is so; false when it was not within `ms`. */
export async function comesTrue(isSo: () => boolean | Promise<boolean>, ms: number, everyMs = 20): Promise<boolean> {
  const until = performance.now() + ms;
  while (!(await isSo())) {
    if (performance.now() > until) return false;
    await pause(everyMs);
  }
  return true;
}

/** As comesTrue; throws, saying what was waited for. */
export async function must(isSo: () => boolean | Promise<boolean>, what: string, ms = 20_000): Promise<void> {
  if (!(await comesTrue(isSo, ms))) throw new Error(`Waited in vain for ${what}`);
}
