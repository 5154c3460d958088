/** What is neither letter, mark, digit nor sign: "C++" and "C" are two things, "Ten alerts!" and "ten  alerts" one. */
const BETWEEN = /[^\p{L}\p{M}\p{N}\p{S}]+/gu;

/** By what two people's words for the same thing are the same: neither case nor space nor punctuation tells them apart. */
export function thingKey(text: string): string {
  const words = text.normalize("NFKC").toLowerCase().replaceAll(BETWEEN, " ").trim();
  return words === "" ? text.trim() : words;
}
