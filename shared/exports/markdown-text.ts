/** One line of text from people as Markdown that reads as that text: marks in it are escaped. */
export function escapeMarkdown(text: string): string {
  return (
    text
      .replaceAll(/[\\`*[\]<>|~]|&(?=#?\w+;)/gu, "\\$&")
      .replaceAll(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "\\_")
      .replace(/(?:^(?:#{1,6}|[-+])|(?<=^\d+)[.)])(?=\s|$)/u, "\\$&")
      // A heading may end with as many of its marks as one likes.
      .replace(/(?<=\s)#+$/u, "\\$&")
  );
}

/** What a line may begin with that matters to headings: a fence and what is behind it, a heading's marks, or HTML, which links in `<>` aren't. */
const FENCE_OR_HEADING =
  /(?<![^\n])( {0,3})(?:(`{3,}|~{3,})([^\n]*)|(#{1,6})(?=\s|$)|<(?![a-z][a-z0-9+.-]+:|(?![!?])[^\s<>@]+@))/giu;

/**
 * The same text with every heading `by` levels deeper, six at most; code blocks are left alone, and one that is still
 * open at the end is ended there, as what follows is no code.
 */
export function demoteHeadings(text: string, by: number): string {
  let fence: { mark: string; indent: number } | undefined;
  // One set in may be in a list, and end with that, and one behind HTML may be part of it: whether a later mark ends or
  // begins a block isn't known then.
  let isSure = true;
  const demoted = text.replaceAll(
    FENCE_OR_HEADING,
    (found, indent: string, mark: string | undefined, behind: string = "", marks: string = "") => {
      if (mark === undefined) {
        if (fence !== undefined) return found;
        if (marks !== "") return indent + "#".repeat(Math.min(6, marks.length + by));
        isSure = false;
        return found;
      }
      if (fence === undefined) {
        const isCodeInLine = mark.startsWith("`") && behind.includes("`");
        if (!isCodeInLine) fence = { mark, indent: indent.length };
      } else if (mark.startsWith(fence.mark) && behind.trim() === "") {
        isSure &&= fence.indent < 2 || indent.length >= 2;
        fence = undefined;
      }
      return found;
    },
  );
  if (!fence || !isSure || fence.indent >= 2) return demoted;
  return `${demoted}${demoted.endsWith("\n") ? "" : "\n"}${fence.mark}`;
}
