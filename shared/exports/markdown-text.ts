/** One line of text from people as Markdown that reads as that text: marks in it are escaped. */
export function escapeMarkdown(text: string): string {
  return text
    .replaceAll(/[\\`*[\]<>|~]/gu, "\\$&")
    .replaceAll(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "\\_")
    .replace(/^(#{1,6}(?=\s|$)|[-+](?=\s|$)|\d+[.)](?=\s|$))/u, "\\$1");
}

/** What a line may begin with that matters to headings: a fence and what is behind it, or a heading's marks. */
const FENCE_OR_HEADING = /(?<![^\n])( {0,3})(?:(`{3,}|~{3,})([^\n]*)|(#{1,6})(?=\s|$))/gu;

/** The same text with every heading `by` levels deeper, six at most; code blocks are left alone. */
export function demoteHeadings(text: string, by: number): string {
  let fence: string | undefined;
  return text.replaceAll(
    FENCE_OR_HEADING,
    (found, indent: string, mark: string | undefined, behind: string = "", marks: string = "") => {
      if (mark === undefined) return fence === undefined ? indent + "#".repeat(Math.min(6, marks.length + by)) : found;
      if (fence === undefined) fence = mark;
      else if (mark.startsWith(fence) && behind.trim() === "") fence = undefined;
      return found;
    },
  );
}
