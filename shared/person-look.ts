/** The 12 participant colours of the design, light theme; a person's colour is one of these. */
export const PERSON_COLORS = [
  "#bc4945",
  "#b65103",
  "#906805",
  "#5a7801",
  "#028039",
  "#057d73",
  "#017797",
  "#326ec6",
  "#6b61c4",
  "#9055b1",
  "#b3487e",
  "#627080",
] as const;

/** The colour of someone who has chosen none: by hash of the id, so that it stays. Returns an index into PERSON_COLORS. */
export function colorIndexOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  return (hash >>> 0) % PERSON_COLORS.length;
}

/** Two letters that stand for a name in an avatar. */
export function initialsOf(name: string): string {
  const words = name.split(/[\s.·_-]+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const first = [...(words[0] ?? name)][0] ?? "?";
  const last = words.length > 1 ? ([...(words.at(-1) ?? "")][0] ?? "") : "";
  return (first + last).toLocaleUpperCase("en");
}
