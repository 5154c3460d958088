/** What a row holds, checked: a data file may be damaged. */
import type { SQLInputValue, SQLOutputValue } from "node:sqlite";

/** A number in a row; throws when there is none. */
export function number(value: SQLOutputValue | SQLInputValue | undefined): number {
  if (typeof value !== "number") throw new Error("The data file is damaged: a number is missing.");
  return value;
}

/** Bytes in a row; throws when there are none. */
export function blob(value: SQLOutputValue | undefined): Uint8Array {
  if (!(value instanceof Uint8Array)) throw new Error("The data file is damaged: the bytes of an entry are missing.");
  return value;
}
