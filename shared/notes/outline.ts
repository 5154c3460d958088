import { codeLines } from "../code-fence.ts";
import { headingWords } from "../heading-words.ts";

/** A heading of a pad's text, for its outline. */
export interface Heading {
  /** 1 to 6. */
  level: number;
  /** As people read it: without marks. */
  text: string;
  /** Counted from 1. */
  line: number;
}

/** The headings in a pad's text, in order; `#` in code blocks begins none, and empty headings are left out. */
export function outlineOf(text: string): Heading[] {
  const headings: Heading[] = [];
  const isCode = codeLines();
  text.split("\n").forEach((content, index) => {
    if (isCode(content)) return;
    const heading = /^ {0,3}(?<marks>#{1,6})(?=\s|$)/u.exec(content);
    if (!heading) return;
    const words = plainWords(headingWords(content.slice(heading[0].length)));
    if (words) headings.push({ level: heading.groups?.["marks"]?.length ?? 1, text: words, line: index + 1 });
  });
  return headings;
}

/** Words without the marks around them: links by their words, no stars, strokes or backticks. */
function plainWords(markdown: string): string {
  return markdown
    .replaceAll(/!?\[([^[\]]*)\]\((?:[^()]|\([^()]*\))*\)/gu, "$1")
    .replaceAll(/(\*\*|__|~~|`|\*)/gu, "")
    .replaceAll(/(?<!\w)_|_(?!\w)/gu, "")
    .trim();
}
