/** A heading's words without the marks that may close it, which stand apart: those of `C#` are its own. */
export function headingWords(words: string): string {
  const all = words.trimEnd();
  let end = all.length;
  while (all[end - 1] === "#") end -= 1;
  return end === 0 || /\s/u.test(all[end - 1]!) ? all.slice(0, end).trimEnd() : all;
}
