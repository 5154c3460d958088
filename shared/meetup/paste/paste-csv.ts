import type { FoundTopic } from "./found-topic.ts";

const COLUMNS = {
  title: ["title", "topic"],
  description: ["description", "details", "abstract"],
  tags: ["tags", "tag", "labels"],
  forName: ["proposed by", "proposedby", "proposer", "author"],
} as const;

/** A row of cells and the line it starts in, from 1. */
interface Row {
  line: number;
  cells: string[];
}

/** Topics in CSV with commas, semicolons or tabs between; undefined when no column of the first line is a title. */
export function parseCsv(text: string): FoundTopic[] | undefined {
  const first = text.split("\n").find((line) => line.trim() !== "") ?? "";
  const separator = [",", ";", "\t"].find((each) => columnsOf(rowsOf(first, each)[0]).title !== undefined);
  if (separator === undefined) return undefined;
  const [head, ...rows] = rowsOf(text, separator);
  const at = columnsOf(head);
  const isOnlyTitles = head?.cells.length === 1;
  return rows.map(({ line, cells }) => {
    const cell = (column: keyof typeof COLUMNS) => (at[column] === undefined ? "" : (cells[at[column]] ?? "").trim());
    const forName = cell("forName");
    const tags = cell("tags")
      .split(/[,;|]/u)
      .map((tag) => tag.trim())
      .filter(Boolean);
    return {
      line,
      title: (isOnlyTitles ? cells.join(separator).trim() : cell("title")).replaceAll(/\s*\n\s*/gu, " "),
      description: cell("description"),
      tags: [...new Set(tags)],
      ...(forName && { forName }),
    };
  });
}

function columnsOf(head: Row | undefined): { [K in keyof typeof COLUMNS]?: number } {
  const names = (head?.cells ?? []).map((name) => name.trim().toLowerCase());
  return Object.fromEntries(
    Object.entries(COLUMNS).flatMap(([column, spellings]) => {
      const index = names.findIndex((name) => (spellings as readonly string[]).includes(name));
      return index < 0 ? [] : [[column, index]];
    }),
  );
}

/** Rows as RFC 4180 has them: quoted cells may hold separators, line ends and doubled quotes. Empty rows are left out. */
function rowsOf(text: string, separator: string): Row[] {
  const rows: Row[] = [];
  let line = 1;
  let row: Row = { line, cells: [] };
  let cell = "";
  let isQuoted = false;
  const endCell = () => {
    row.cells.push(cell);
    cell = "";
  };
  const endRow = () => {
    endCell();
    if (row.cells.some((each) => each.trim() !== "")) rows.push(row);
    row = { line, cells: [] };
  };
  for (let at = 0; at < text.length; at++) {
    const letter = text[at] ?? "";
    if (letter === "\n") line++;
    if (isQuoted && letter === '"' && text[at + 1] === '"') {
      cell += '"';
      at++;
    } else if (isQuoted && letter === '"') isQuoted = false;
    else if (isQuoted) cell += letter;
    else if (letter === '"' && cell.trim() === "") {
      cell = "";
      isQuoted = true;
    } else if (letter === separator) endCell();
    else if (letter === "\n") endRow();
    else cell += letter;
  }
  endRow();
  return rows;
}
