/** Marks of quotes, a heading or an item with its box. */
const LEAD = /^(?:\s*>)*\s*(?:#{1,6}\s+|(?:[-*+]|\d{1,9}[.)])\s+(?:\[[ xX-]\]\s+)?)?/u;

/** What stands before a line's words. */
export function leadOf(line: string): string {
  return LEAD.exec(line)?.[0] ?? "";
}
