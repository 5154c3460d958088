/** What SQLite's error numbers mean to the store. node:sqlite puts the extended code into `errcode`. */

/** Primary codes after which only the one statement failed, and the transaction goes on. */
const STATEMENT_ONLY = new Set([
  18, // SQLITE_TOOBIG
  19, // SQLITE_CONSTRAINT
  20, // SQLITE_MISMATCH
  25, // SQLITE_RANGE
]);
const SQLITE_BUSY = 5;

/** Whether another connection holds the lock that was asked for. */
export function isBusy(error: unknown): boolean {
  return primaryCode(error) === SQLITE_BUSY;
}

/** Whether the error says something about the disk or the connection, and not just about one statement's values. */
export function concernsStore(error: unknown): boolean {
  const code = primaryCode(error);
  return code !== undefined && !STATEMENT_ONLY.has(code);
}

/** The error's own words, without its final full stop. */
export function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\.$/, "");
}

function primaryCode(error: unknown): number | undefined {
  const code = error instanceof Error && "errcode" in error ? error.errcode : undefined;
  return typeof code === "number" ? code & 0xff : undefined;
}
