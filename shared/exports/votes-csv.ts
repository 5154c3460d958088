import { topicProposers } from "./topic-proposers.ts";
import type { MeetupView } from "../meetup/view.ts";

const COLUMNS = ["number", "title", "status", "votes", "picks", "shown", "support", "proposed by", "tags"];

/** One row a topic, by number, as RFC 4180 says. Counts are empty while tallies are withheld. */
export function votesCsv(view: MeetupView): string {
  const rows = view.topics.map((topic) => {
    const { number, title, status, votes, picks, shown, support, tags } = topic;
    return [
      number,
      title,
      status,
      votes,
      picks,
      shown,
      support,
      topicProposers(view, topic).join(", "),
      tags.join(", "),
    ];
  });
  return [COLUMNS, ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

/** What begins a formula, at the beginning of a cell or of what others take for one, in quotes or not; wide forms are read like the others. */
const FORMULA = /(?<=^|;"*)(?=[=+\-@＝＋－＠\t\r\0])/gu;

/** A cell; text that a spreadsheet would run as a formula gets an apostrophe before it. Where commas part decimals, `;` parts cells. */
function cell(value: string | number | null): string {
  if (typeof value !== "string") return value === null ? "" : String(value);
  const harmless = value.replaceAll(FORMULA, "'");
  return /[",;\r\n]/u.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
