/** Ends a `switch` over a union: the compiler refuses it while a case is missing. Throws if reached all the same. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected: ${JSON.stringify(value)}`);
}
