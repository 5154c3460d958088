/** The slug of the meetup that somebody names by its address, or by the slug itself; null for nothing. */
export function parseSlug(text: string): string | null {
  const named = text.trim();
  return /\/m\/([^/?#\s]+)/u.exec(named)?.[1] ?? (named === "" ? null : named);
}
