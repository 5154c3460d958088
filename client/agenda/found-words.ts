/** How many topics a search or filter leaves, for those who don't see the list. */
export function foundWords(count: number): string {
  if (count === 0) return "No topic fits";
  return count === 1 ? "1 topic" : `${count} topics`;
}
