/** Hears of what nobody expected: where it happened, and the error. It must not throw. */
export type ReportFault = (where: string, error: unknown) => void;

/** Writes faults to standard error, one line of context and the stack; what people typed is never in it. */
export const reportFault: ReportFault = (where, error) => {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`${new Date().toISOString()} fault in ${where}: ${text}\n`);
};
