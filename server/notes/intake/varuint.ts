/** lib0's numbers of variable length, written where there is room for them already. */

/** How many bytes a whole number from 0 to 2^53 - 1 takes. */
export function varUintBytes(value: number): number {
  let bytes = 1;
  for (let rest = value; rest > 127; rest = Math.floor(rest / 128)) bytes += 1;
  return bytes;
}

/** Writes it at `at`; returns where it ends. */
export function writeVarUint(buffer: Uint8Array, at: number, value: number): number {
  let next = at;
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) buffer[next++] = 128 | (rest % 128);
  buffer[next] = rest;
  return next + 1;
}
