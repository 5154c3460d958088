import { Parser, TreeFragment, type Input, type PartialParse } from "@lezer/common";

/** Shorter stretches than this aren't worth a cut. Characters. */
const SHORTEST = 1000;
/** One in so many parses takes a text up block by block, as groups of groups would grow ever deeper. */
const EVEN_EVERY = 16;

/**
 * A Markdown parser that takes up long texts quickly after an edit. What is unchanged is reused in groups of blocks,
 * but of a stretch only in groups that are small against all before it: block by block where it starts near the top.
 * Cut into stretches, each about as long as all before it, most of a text comes in a few groups.
 */
export class ReusingParser extends Parser {
  readonly #parser: Parser;
  #parses = 0;

  constructor(parser: Parser) {
    super();
    this.#parser = parser;
  }

  override createParse(
    input: Input,
    fragments: readonly TreeFragment[],
    ranges: readonly { from: number; to: number }[],
  ): PartialParse {
    this.#parses += 1;
    const isEvening = this.#parses % EVEN_EVERY === 0;
    return this.#parser.createParse(input, isEvening ? fragments : fragments.flatMap(stretchesOf), ranges);
  }
}

/** A fragment in parts that end behind a block, each from the end of the block before. */
function stretchesOf({ from, to, tree, offset, openStart, openEnd }: TreeFragment): TreeFragment[] {
  const stretches: TreeFragment[] = [];
  let start = from;
  for (;;) {
    const block = tree.topNode.childAfter(Math.max(2 * start, start + SHORTEST) + offset);
    const end = block ? block.to - offset : to;
    const isOpen = start === from && openStart;
    if (end + 1 >= to) return [...stretches, new TreeFragment(start, to, tree, offset, isOpen, openEnd)];
    stretches.push(new TreeFragment(start, end + 1, tree, offset, isOpen));
    start = end;
  }
}
