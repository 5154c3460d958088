import { readFileSync } from "node:fs";
import type { CommandInput } from "../../shared/meetup/commands.ts";

const FOLDER = new URL("../data/votes-over-time/", import.meta.url);
const MAX_TITLE = 140;

/** Something that somebody did, in the order in which it happened. */
export interface Deed {
  by: string;
  command: CommandInput;
}

/**
 * Real votes told as a meetup: a statement becomes a topic, who agrees casts a vote, who passes or
 * disagrees has been shown it, and who changes their mind takes the vote back.
 */
export function dayOfVotes(): Deed[] {
  const happened: { at: number; deed: () => Deed[] }[] = [];
  for (const row of rowsOf("bg2050-volunteers-comments.csv")) {
    const title = [...row["comment-body"]!.replaceAll(/\s+/gu, " ").trim()].slice(0, MAX_TITLE).join("").trim();
    const command = { type: "topic.propose", id: topicId(row), title } as const;
    happened.push({ at: Number(row.timestamp), deed: () => [{ by: `person-${row["author-id"]}`, command }] });
  }
  const agreed = new Set<string>();
  for (const row of rowsOf("bg2050-volunteers-votes.csv"))
    happened.push({ at: Number(row.timestamp), deed: () => voteOf(row, agreed) });
  // A statement comes before a vote of the same moment; sorting keeps what else is equal in order.
  return happened.toSorted((a, b) => a.at - b.at).flatMap(({ deed }) => deed());
}

function voteOf(row: Row, agreed: Set<string>): Deed[] {
  const [by, id] = [`person-${row["voter-id"]}`, topicId(row)];
  const ballot = `${by} ${id}`;
  if (row.vote === "1") {
    agreed.add(ballot);
    return [{ by, command: { type: "vote.cast", topicId: id } }];
  }
  if (agreed.delete(ballot)) return [{ by, command: { type: "vote.retract", topicId: id } }];
  return [{ by, command: { type: "topic.markShown", topicIds: [id] } }];
}

/** How many of the topics proposed in the later half reach the top ten, by support and by raw count. */
export function lateInTopTen(topics: { number: number; votes: number | null; support: number | null }[]): {
  bySupport: number;
  byCount: number;
} {
  const late = (by: "votes" | "support") =>
    topics
      .toSorted((a, b) => (b[by] ?? 0) - (a[by] ?? 0) || a.number - b.number)
      .slice(0, 10)
      .filter(({ number }) => number > topics.length / 2).length;
  return { bySupport: late("support"), byCount: late("votes") };
}

type Row = Record<string, string>;

function topicId(row: Row): string {
  return `statement-${row["comment-id"]}`;
}

function rowsOf(file: string): Row[] {
  const [head = [], ...rows] = parseCsv(readFileSync(new URL(file, FOLDER), "utf8"));
  return rows.map((cells) => Object.fromEntries(head.map((name, index) => [name, cells[index] ?? ""])));
}

/** The cells of each line, as RFC 4180 says. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain = "", end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gu)) {
    row.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === ",") continue;
    if (row.length > 1) rows.push(row);
    row = [];
  }
  return rows;
}
