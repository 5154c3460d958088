import { TEAM_SIZES, type HandsView, type TeamSize } from "../meetup/hands.ts";
import { escapeMarkdown } from "./markdown-text.ts";

/** What the sizes of teams are called where there is little room. */
export const TEAM_SIZE_NAMES: Record<TeamSize | "unknown", string> = {
  "1-4": "1–4",
  "5-15": "5–15",
  "over-15": "Over 15",
  unknown: "Not said",
};

/** A show of hands that has ended as Markdown for notes: the question, then a row for each answer. */
export function handsTable({ question, answers, answered, totals, bySize }: HandsView): string {
  const sizes = bySize === null ? [] : ([...TEAM_SIZES, "unknown"] as const);
  const columns = ["Answer", "Hands", ...sizes.map((size) => TEAM_SIZE_NAMES[size])];
  const rows = answers.map((answer, index) => [
    escapeMarkdown(answer),
    String(totals?.[index] ?? 0),
    ...sizes.map((size) => String(bySize?.[index]?.[size] ?? "–")),
  ]);
  return [
    `**Show of hands:** ${escapeMarkdown(question)} (${answered} answered)`,
    "",
    row(columns),
    row(columns.map((_, index) => (index === 0 ? "---" : "--:"))),
    ...rows.map(row),
    ...(sizes.length > 0 ? ["", "By how many people run the cloud; – is fewer than 3, counted under “Not said”."] : []),
  ].join("\n");
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}
