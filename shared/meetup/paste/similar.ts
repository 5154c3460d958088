/**
 * Topics with titles like another: what is typed is compared by the three-letter pieces of its words, so that endings,
 * typing errors, accents and the order of words matter little. Pieces that many titles have weigh little.
 */

/** A topic that is like a title; `score` is between 0 and 1. */
export interface Similar<T> {
  topic: T;
  score: number;
}

/** Finds topics like a title, the most alike first, at most `limit`. */
export interface SimilarTopics<T> {
  like(title: string, limit?: number): Similar<T>[];
}

/** Below this two titles only share a word that says little. */
const ALIKE = 0.5;
/** A whole title found inside a longer one counts less than the same title. */
const INSIDE = 0.8;
/** Fewer letters than this say too little to compare. */
const LEAST_LETTERS = 4;
/** Words that say nothing of what a topic is about. */
const SAYS_NOTHING = new Set(
  "a an and are as at be by can do does for from how i in into is it its me my of on or our should some that the their this to us vs we what when which who why will with you your".split(
    " ",
  ),
);

/** Prepares topics to be compared with any number of titles. */
export function similarTopics<T extends { title: string }>(topics: readonly T[]): SimilarTopics<T> {
  const all = topics.map((topic) => piecesOf(topic.title));
  const holders = new Map<string, number[]>();
  for (const [index, pieces] of all.entries())
    for (const piece of pieces) {
      const known = holders.get(piece);
      if (known) known.push(index);
      else holders.set(piece, [index]);
    }
  const weightOf = (piece: string) => Math.log(1 + (topics.length + 1) / (holders.get(piece)?.length ?? 1)) ** 2;
  const weigh = (pieces: Iterable<string>) => {
    let sum = 0;
    for (const piece of pieces) sum += weightOf(piece);
    return sum;
  };
  const weights = all.map(weigh);

  const like = (title: string, limit = 3): Similar<T>[] => {
    const pieces = piecesOf(title);
    const letters = wordsOf(title).reduce((sum, word) => sum + word.length, 0);
    if (letters < LEAST_LETTERS) return [];
    const own = weigh(pieces);
    const shared = new Map<number, number>();
    for (const piece of pieces) {
      const weight = weightOf(piece);
      for (const index of holders.get(piece) ?? []) shared.set(index, (shared.get(index) ?? 0) + weight);
    }
    const found: Similar<T>[] = [];
    for (const [index, weight] of shared) {
      const topic = topics[index];
      if (!topic) continue;
      const asWhole = weight / Math.sqrt(own * (weights[index] ?? own));
      const score = Math.min(1, Math.max(asWhole, INSIDE * (weight / own)));
      if (score >= ALIKE) found.push({ topic, score });
    }
    return found.toSorted((a, b) => b.score - a.score).slice(0, limit);
  };
  return { like };
}

/** The words of a title that say something, without accents and capitals; all of them when none does. */
function wordsOf(title: string): string[] {
  const words =
    title
      .normalize("NFKD")
      .replaceAll(/\p{M}/gu, "")
      .toUpperCase()
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  const telling = words.filter((word) => !SAYS_NOTHING.has(word));
  return telling.length > 0 ? telling : words;
}

/** The three-letter pieces of each word, its beginning and end marked. */
function piecesOf(title: string): Set<string> {
  const pieces = new Set<string>();
  for (const word of wordsOf(title)) {
    const marked = [...`^${word}$`];
    for (let at = 0; at + 3 <= marked.length; at++) pieces.add(marked.slice(at, at + 3).join(""));
  }
  return pieces;
}
