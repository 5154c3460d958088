import { markdownParser } from "./markdown-language.ts";

/** What marks words, as bits: a character may have several. */
const KINDS: Record<string, number> = {
  StrongEmphasis: 1,
  Emphasis: 2,
  InlineCode: 4,
  Strikethrough: 8,
  Link: 16,
  Image: 32,
};
const HIDDEN = 128;
/** What people don't see once Markdown is shown. */
const MARKS = new Set(
  "EmphasisMark CodeMark StrikethroughMark LinkMark LinkTitle LinkLabel HeaderMark QuoteMark ListMark HorizontalRule".split(
    " ",
  ),
);

/** A character that people see, where it stands in the text, and what marks it. */
export interface Shown {
  character: string;
  at: number;
  kinds: number;
}

/** What people see of the text of one block, without the room between words. */
export function shownIn(text: string): Shown[] {
  const flags = new Uint8Array(text.length);
  const set = (from: number, to: number, flag: number) => {
    for (let at = from; at < to; at++) flags[at]! |= flag;
  };
  markdownParser.parse(asOneBlock(text)).iterate({
    enter: ({ name, from, to, node }) => {
      set(from, to, KINDS[name] ?? 0);
      const isAddress = name === "URL" && ["Link", "Image", "LinkReference"].includes(node.parent?.name ?? "");
      if (MARKS.has(name) || isAddress) set(from, to, HIDDEN);
      if (name === "Escape") set(from, from + 1, HIDDEN);
    },
  });
  return Array.from({ length: text.length }, (_, at) => ({ character: text[at]!, at, kinds: flags[at]! })).filter(
    ({ character, kinds }) => kinds < HIDDEN && /\S/u.test(character),
  );
}

/** Whether a character is marked in this way. */
export function hasKind({ kinds }: Shown, name: string): boolean {
  return (kinds & (KINDS[name] ?? 0)) > 0;
}

/** Whether an edit leaves all that people see as it is, but that some of it, and only that, has a mark now or not. */
export function isOnlyMarked(
  before: readonly Shown[],
  after: readonly Shown[],
  { from, to, name, isOn }: { from: number; to: number; name: string; isOn: boolean },
): boolean {
  const bit = KINDS[name] ?? 0;
  const isMeant = ({ at }: Shown) => at >= from && at < to;
  return (
    before.length === after.length &&
    before.some(isMeant) &&
    before.every((shown, index) => {
      const { character, kinds } = after[index]!;
      const expected = isMeant(shown) ? (isOn ? shown.kinds | bit : shown.kinds & ~bit) : shown.kinds;
      return character === shown.character && kinds === expected;
    })
  );
}

/** Whether people see the same twice, but for this mark. */
export function isSameBut(name: string, before: readonly Shown[], after: readonly Shown[]): boolean {
  const others = ~(KINDS[name] ?? 0);
  return (
    before.length === after.length &&
    before.every(({ character, kinds }, index) => {
      const now = after[index]!;
      return character === now.character && (kinds & others) === (now.kinds & others);
    })
  );
}

/** A quote's lines begin with marks; these would end the block that is looked at. */
function asOneBlock(text: string): string {
  return text.replaceAll(/(?<=\n)[ \t>]+/gu, (lead) => " ".repeat(lead.length));
}
