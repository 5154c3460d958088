import type { FoundTopic } from "./found-topic.ts";

const BULLET = /^(?:[-*•◦▪·]|\d{1,3}[.)])\s+(?:\[[ xX]\]\s+)?/u;
const HEADING = /^#{1,6}(?:\s|$)/u;
const RULER = /^(?:[-_*=~]\s*){3,}$/u;
const UNDERLINE = /^={3,}$/u;
const PLUS_ONE = /^(?:[-*•]\s+)?\+1(?!\d)/u;
const PLUS_ONES_AT_END = /^(.*?\S)\s+(\+1(?:[\s,;(].*)?)$/u;
const PROPOSED_BY = /^(.*\S)\s*[([]\s*proposed by:?\s+([^)\]]+?)\s*[)\]]$/iu;
const TAB = "    ";

interface Line {
  number: number;
  indent: number;
  text: string;
}

/**
 * Topics as people write them below each other in a pad: one a line, with or without bullets and numbers. What is
 * indented below a topic is its description, and so is a `+1` wherever it stands: it is not a vote. Headings, rulers,
 * and a line with a colon over a list at the same depth are not topics.
 */
export function parseLines(text: string): FoundTopic[] {
  const lines = text.split("\n").map(lineOf);
  const topics: FoundTopic[] = [];
  let body: Line[] = [];
  let depth: number | undefined;
  const endTopic = () => {
    const topic = topics.at(-1);
    if (topic) topic.description = [topic.description, dedented(body)].filter(Boolean).join("\n");
    body = [];
  };
  for (const [index, line] of lines.entries()) {
    if (line.text === "") {
      if (body.length > 0) body.push(line);
    } else if (isHeading(line, lines, index)) {
      endTopic();
      depth = undefined;
    } else if (RULER.test(line.text)) continue;
    else if (topics.length > 0 && (PLUS_ONE.test(line.text) || (depth !== undefined && line.indent > depth)))
      body.push(line);
    else {
      endTopic();
      depth = line.indent;
      topics.push(topicOf(line));
    }
  }
  endTopic();
  return topics;
}

function lineOf(raw: string, index: number): Line {
  const spaced = raw.replaceAll("\t", TAB);
  const text = spaced.trim();
  return { number: index + 1, indent: text === "" ? 0 : spaced.length - spaced.trimStart().length, text };
}

function isHeading(line: Line, lines: Line[], index: number): boolean {
  if (HEADING.test(line.text)) return true;
  if (BULLET.test(line.text)) return false;
  if (UNDERLINE.test(lines[index + 1]?.text ?? "")) return true;
  if (!line.text.endsWith(":")) return false;
  const next = lines.find(({ text }, at) => at > index && text !== "");
  return next !== undefined && next.indent === line.indent && BULLET.test(next.text);
}

function topicOf({ number, text }: Line): FoundTopic {
  let title = text.replace(BULLET, "");
  const [, beforePlusOnes, plusOnes = ""] = PLUS_ONES_AT_END.exec(title) ?? [];
  title = beforePlusOnes ?? title;
  const [, beforeName, forName] = PROPOSED_BY.exec(title) ?? [];
  title = (beforeName ?? title).replace(/^(\*\*|__)(.+)\1$/u, "$2");
  return { line: number, title, description: plusOnes, tags: [], ...(forName && { forName }) };
}

/** Lines moved to the left together, blank ones at the end left out; a `+1` may stand further left than the others. */
function dedented(lines: Line[]): string {
  const nested = lines.filter(({ text }) => text !== "" && !PLUS_ONE.test(text));
  const least = nested.reduce((sum, { indent }) => Math.min(sum, indent), Infinity);
  return lines
    .map(({ indent, text }) =>
      text === "" ? "" : " ".repeat(Number.isFinite(least) ? Math.max(0, indent - least) : 0) + text,
    )
    .join("\n")
    .replace(/\n{2,}/gu, "\n\n")
    .trimEnd();
}
