/** One line of text from people as Markdown that reads as that text: marks in it are escaped. */
export function escapeMarkdown(text: string): string {
  return text
    .replaceAll(/[\\`*[\]<>|~]/gu, "\\$&")
    .replaceAll(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "\\_")
    .replace(/^(#{1,6}(?=\s|$)|[-+](?=\s|$)|\d+[.)](?=\s|$))/u, "\\$1");
}

/** The same text with every heading `by` levels deeper, six at most; code blocks are left alone. */
export function demoteHeadings(text: string, by: number): string {
  let fence: string | undefined;
  return text
    .split("\n")
    .map((line) => {
      const mark = /^ {0,3}(`{3,}|~{3,})/u.exec(line)?.[1];
      if (fence === undefined) {
        if (mark !== undefined) fence = mark;
        else
          return line.replace(
            /^( {0,3})(#{1,6})(?=\s|$)/u,
            (_, indent: string, marks: string) => indent + "#".repeat(Math.min(6, marks.length + by)),
          );
      } else if (mark !== undefined && mark.startsWith(fence) && line.trim() === mark) {
        fence = undefined;
      }
      return line;
    })
    .join("\n");
}
