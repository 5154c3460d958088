/**
 * How a block of Markdown goes into a text near a place: behind that place's line, or on it when it
 * is empty, with empty lines around it, so that neither runs into the other.
 */
export function blockInsertion(text: string, at: number, block: string): { from: number; insert: string } {
  const end = text.indexOf("\n", at);
  const from = end < 0 ? text.length : end;
  const [line = "", before = ""] = text.slice(0, from).split("\n").toReversed();
  const after = text.slice(from).split("\n")[1];
  const lead = isFilled(line) ? "\n\n" : isFilled(before) ? "\n" : "";
  const trail = after === undefined || isFilled(after) ? "\n" : "";
  return { from, insert: lead + block + trail };
}

function isFilled(line: string): boolean {
  return line.trim() !== "";
}
