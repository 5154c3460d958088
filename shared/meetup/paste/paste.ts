import { LIMITS } from "../../limits.ts";
import { lineProblem, paragraphsProblem } from "../../text-rules.ts";
import type { FoundTopic } from "./found-topic.ts";
import { parseCsv } from "./paste-csv.ts";
import { parseLines } from "./paste-lines.ts";

/** A topic found in a pasted text, and why it can't be proposed as it is. */
export interface PastedTopic extends FoundTopic {
  problems: { path: "title" | "description" | "tags" | "forName"; message: string }[];
}

/**
 * The topics in a pasted text: CSV when its first line names a column "title", else one topic a line, what is nested
 * below a line being its description. Nothing is left out for being too long or too short: that is a problem to show.
 */
export function topicsFromPaste(text: string): PastedTopic[] {
  const clean = text.replace(/^\ufeff/u, "").replaceAll(/\r\n?/gu, "\n");
  return (parseCsv(clean) ?? parseLines(clean)).map((topic) => ({ ...topic, problems: problemsOf(topic) }));
}

/** Why a topic can't be proposed as it is. */
export function problemsOf({ title, description, tags, forName }: Omit<FoundTopic, "line">): PastedTopic["problems"] {
  const { topicTitle, description: text, tag, personName } = LIMITS;
  const problems: [PastedTopic["problems"][number]["path"], string | undefined][] = [
    ["title", lineProblem(title.trim(), topicTitle.min, topicTitle.max)],
    ["description", paragraphsProblem(description.trim(), 0, text.max)],
    ["tags", tags.length > LIMITS.tags ? `At most ${LIMITS.tags} tags` : undefined],
    ...tags.map((each) => ["tags", lineProblem(each.trim(), 1, tag.max)] as ["tags", string | undefined]),
    ["forName", forName === undefined ? undefined : lineProblem(forName.trim(), personName.min, personName.max)],
  ];
  return problems.flatMap(([path, message]) => (message === undefined ? [] : [{ path, message }]));
}
