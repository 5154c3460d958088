import type { EditorState } from "@codemirror/state";
import { WidgetType } from "@codemirror/view";
import type { SyntaxNode } from "@lezer/common";

/** Larger tables stay as they were typed: their columns cost more than they help. */
const MAX_ROWS = 300;

/** Empty room in front of a column's bar. */
export interface Gap {
  at: number;
  /** In characters of the monospaced face. */
  width: number;
}

/**
 * The gaps that make the columns of a table line up in a monospaced face, although their text was
 * typed without. None where the table would not fit into `columns` characters: it would wrap anyway.
 */
export function tableGaps(state: EditorState, table: SyntaxNode, columns: number): Gap[] {
  const { doc } = state;
  const first = doc.lineAt(table.from).number;
  const last = doc.lineAt(table.to).number;
  if (last - first > MAX_ROWS) return [];
  const rows: { end: number; width: number }[][] = [];
  for (let number = first; number <= last; number++) {
    const { from, text } = doc.line(number);
    rows.push(cellsIn(text).map(({ start, end }) => ({ end: from + end, width: widthOf(text.slice(start, end)) })));
  }
  const widths: number[] = [];
  for (const row of rows) row.forEach(({ width }, column) => (widths[column] = Math.max(widths[column] ?? 0, width)));
  if (widths.reduce((sum, width) => sum + width + 1, 1) > columns) return [];
  return rows.flatMap((row) =>
    row.flatMap(({ end, width }, column) => {
      const missing = (widths[column] ?? 0) - width;
      // Behind the last cell nothing has to line up unless a bar closes it.
      return missing > 0 ? [{ at: end, width: missing }] : [];
    }),
  );
}

/** Where the cells of a row are, bars excluded; a bar behind a backslash is text. */
function cellsIn(row: string): { start: number; end: number }[] {
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
