let made = 0;

/** An id as a client chooses it, another one at each call. */
export function freshId(prefix = "thing"): string {
  made += 1;
  return `${prefix}-${String(made).padStart(6, "0")}`;
}
