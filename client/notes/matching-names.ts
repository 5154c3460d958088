/** At most this many names are offered at once. */
const MOST = 6;
/** Letters that are no other letter with an accent, and are typed as one where a keyboard has none of them. */
const PLAIN: Record<string, string> = { ø: "o", ł: "l", đ: "d", ð: "d", ß: "ss", æ: "ae", œ: "oe", þ: "th", ı: "i" };

/**
 * The names that go on as what is typed, from their beginning or from one of their words on; upper case and accents
 * don't matter. The one that is written whole comes first, then those whose beginning it is, else they stay in order.
 * None once one is written as it is; nor behind room, where a name may be finished, until its next word begins.
 */
export function matchingNames<T extends { name: string }>(people: readonly T[], typed: string): T[] {
  if (/\s$/u.test(typed)) return [];
  const sought = plain(typed);
  const found = people.filter(({ name }) => beginnings(plain(name)).some((each) => each.startsWith(sought)));
  const isAsWritten = ({ name }: T) => name.toLowerCase() === typed.toLowerCase();
  const rank = (person: T) => {
    if (isAsWritten(person)) return 0;
    const name = plain(person.name);
    return name === sought ? 1 : name.startsWith(sought) ? 2 : 3;
  };
  const inOrder = found.toSorted((a, b) => rank(a) - rank(b));
  const isWritten = inOrder.length === 1 && isAsWritten(inOrder[0]!);
  return isWritten ? [] : inOrder.slice(0, MOST);
}

/** A name from each of its words on. */
function beginnings(name: string): string[] {
  return [name, ...[...name.matchAll(/(?<![\p{L}\p{N}])[\p{L}\p{N}]/gu)].map(({ index }) => name.slice(index))];
}

function plain(words: string): string {
  return words
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[øłđðßæœþı]/gu, (letter) => PLAIN[letter]!);
}
