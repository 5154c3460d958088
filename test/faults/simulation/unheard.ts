/**
 * Runs some work, and tells of each rejection meanwhile that nobody handles, instead of ending the process or a test
 * run with it: whoever plays a seed can say which one it was.
 */
export async function hearingAll<T>(onUnheard: (reason: unknown) => void, work: () => Promise<T>): Promise<T> {
  const others = process.listeners("unhandledRejection");
  process.removeAllListeners("unhandledRejection");
  process.on("unhandledRejection", onUnheard);
  try {
    return await work();
  } finally {
    process.off("unhandledRejection", onUnheard);
    for (const other of others) process.on("unhandledRejection", other);
  }
}
