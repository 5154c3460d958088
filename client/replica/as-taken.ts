/** What people have written as the server's schema takes it: no space around it, lines that end alike, each tag or place once. */
export function asTaken<T>(value: T): T {
  if (typeof value === "string") return value.replaceAll(/\r\n?/gu, "\n").trim() as T;
  if (Array.isArray(value)) return [...new Set(value.map(asTaken))] as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, asTaken(each)])) as T;
}
