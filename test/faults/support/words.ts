/** Words that people type, each unlike any other, and what is known of each: seen by somebody, called saved. */

const WORD = /\[[\w-]+:\d+\]/gu;

export class Words {
  readonly #typed = new Set<string>();
  readonly #promised = new Set<string>();

  /** How many words were typed, and how many of them somebody else has seen or was told are saved. */
  get counts(): { typed: number; promised: number } {
    return { typed: this.#typed.size, promised: this.#promised.size };
  }

  typed(word: string): void {
    this.#typed.add(word);
  }

  /** The server has said that it is saved. */
  saved(words: Iterable<string>): void {
    for (const word of words) this.#promised.add(word);
  }

  /** Somebody else has it in front of them. */
  seenIn(text: string): void {
    this.saved(text.match(WORD) ?? []);
  }

  /** Promised words that `text` doesn't have, words it has twice, and words that nobody has typed. */
  check(text: string): { lost: string[]; doubled: string[] } {
    const found = countsOf(text);
    return {
      lost: [...this.#promised].filter((word) => !found.has(word)),
      doubled: [...found].filter(([word, count]) => count > 1 || !this.#typed.has(word)).map(([word]) => word),
    };
  }

  /** As check, of every word that was typed: for when everybody has come back and is saved. */
  checkAll(text: string): { lost: string[]; doubled: string[] } {
    this.saved(this.#typed);
    return this.check(text);
  }
}

function countsOf(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [word] of text.matchAll(WORD)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}
