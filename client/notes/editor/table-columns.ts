import type { EditorState } from "@codemirror/state";
import { WidgetType } from "@codemirror/view";
import type { SyntaxNode } from "@lezer/common";

/** Larger tables stay as they were typed: their columns cost more than they help. */
const MAX_ROWS = 300;

/** What goes on below itself has at least so much room there. In characters. */
const MIN_ROOM = 16;
/** How far a row's further lines are set in where no column lines up. In characters. */
const PLAIN_HANG = 2;

/** Empty room in front of a column's bar. */
export interface Gap {
  at: number;
  /** In characters of the monospaced face. */
  width: number;
}

/** How a table is drawn in a monospaced face. */
export interface TableLayout {
  /** Where its rows begin. */
  rows: number[];
  gaps: Gap[];
  /** How far what doesn't fit in a row's first line is set in: to the last column that lines up. In characters. */
  hang: number;
}

/**
 * The gaps that make the columns of a table line up although their text was typed without. Where it doesn't fit into `columns`
 * characters, as many of its first columns do as leave room for the rest, which goes on below itself.
 */
export function tableLayout(state: EditorState, table: SyntaxNode, columns: number): TableLayout {
  const { doc } = state;
  const first = doc.lineAt(table.from).number;
  const last = doc.lineAt(table.to).number;
  if (last - first > MAX_ROWS) return { rows: [], gaps: [], hang: PLAIN_HANG };
  const rows: number[] = [];
  const cells: { end: number; width: number }[][] = [];
  for (let number = first; number <= last; number++) {
    const { from, text } = doc.line(number);
    rows.push(from);
    cells.push(cellsIn(text).map(({ start, end }) => ({ end: from + end, width: widthOf(text.slice(start, end)) })));
  }
  const widths: number[] = [];
  for (const row of cells) row.forEach(({ width }, column) => (widths[column] = Math.max(widths[column] ?? 0, width)));
  /** How wide the first columns are with their bars. */
  const upTo = (count: number) => widths.slice(0, count).reduce((sum, width) => sum + width + 1, 1);
  const roomFor = (count: number) => (count < widths.length ? MIN_ROOM : 0);
  let aligned = widths.length;
  while (aligned > 0 && upTo(aligned) + roomFor(aligned) > columns) aligned -= 1;
  const gaps = cells.flatMap((row) =>
    row.slice(0, aligned).flatMap(({ end, width }, column) => {
      const missing = (widths[column] ?? 0) - width;
      // Behind the last cell nothing has to line up unless a bar closes it.
      return missing > 0 ? [{ at: end, width: missing }] : [];
    }),
  );
  // Behind a bar a cell's words begin after a space, most often.
  return { rows, gaps, hang: aligned > 0 && aligned < widths.length ? upTo(aligned) + 1 : PLAIN_HANG };
}

/** Where the cells of a row are, bars excluded; a bar behind a backslash is text. */
export function cellsIn(row: string): { start: number; end: number }[] {
  const bars = [...row.matchAll(/(?<!\\)\|/gu)].map(({ index }) => index);
  const hasFirst = bars[0] !== undefined && row.slice(0, bars[0]).trim() === "";
  const starts = hasFirst ? bars.map((bar) => bar + 1) : [0, ...bars.map((bar) => bar + 1)];
  const ends = [...(hasFirst ? bars.slice(1) : bars), row.length];
  return starts
    .map((start, at) => ({ start, end: ends[at] ?? row.length }))
    .filter(({ start, end }) => end < row.length || row.slice(start, end).trim() !== "");
}

/** How wide text is in a monospaced face: most characters of East Asia and pictures take two places. */
function widthOf(text: string): number {
  let width = 0;
  for (const character of text)
    width +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u.test(
        character,
      )
        ? 2
        : /\p{Mark}|\u200d|\ufe0f/u.test(character)
          ? 0
          : 1;
  return width;
}

/** Nothing to see, as wide as so many characters. */
export class Space extends WidgetType {
  /** In characters. */
  readonly width: number;

  constructor(width: number) {
    super();
    this.width = width;
  }

  override eq(other: Space): boolean {
    return other.width === this.width;
  }

  override toDOM(): HTMLElement {
    const space = document.createElement("span");
    space.className = "cm-gap";
    space.style.width = `${this.width}ch`;
    space.setAttribute("aria-hidden", "true");
    return space;
  }
}
