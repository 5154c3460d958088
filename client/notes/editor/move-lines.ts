import { EditorSelection, type EditorState, type SelectionRange, type StateCommand } from "@codemirror/state";

/** Chosen lines that stand together, from the first one's beginning to the last one's end. */
interface Block {
  from: number;
  to: number;
  ranges: SelectionRange[];
}

/**
 * Moves the chosen lines one down, or up. CodeMirror's own command moves the line that they go past: its words would be one's own from then
 * on, and what others write in it meanwhile would be left behind.
 */
export function moveLines(by: 1 | -1): StateCommand {
  return ({ state, dispatch }) => {
    if (state.readOnly) return false;
    const { doc } = state;
    const moved = blocksIn(state)
      .filter(({ from, to }) => (by > 0 ? to < doc.length : from > 0))
      .map((block) => {
        const past = doc.lineAt(by > 0 ? block.to + 1 : block.from - 1);
        const words = doc.sliceString(block.from, block.to);
        const changes =
          by > 0
            ? [
                { from: block.from, to: block.to + 1 },
                // Somebody may be writing at the end of the line before it.
                past.to < doc.length
                  ? { from: past.to + 1, insert: `${words}\n` }
                  : { from: past.to, insert: `\n${words}` },
              ]
            : [
                { from: past.from, insert: `${words}\n` },
                { from: block.from - 1, to: block.to },
              ];
        const shifted = (at: number) => Math.min(doc.length, at + by * (past.length + 1));
        const ranges = block.ranges.map(({ anchor, head }) => EditorSelection.range(shifted(anchor), shifted(head)));
        return { changes, ranges };
      });
    if (moved.length === 0) return false;
    const ranges = moved.flatMap((each) => each.ranges);
    const selection = EditorSelection.create(ranges, Math.min(state.selection.mainIndex, ranges.length - 1));
    dispatch(
      state.update({
        changes: moved.flatMap(({ changes }) => changes),
        selection,
        scrollIntoView: true,
        userEvent: "move.line",
      }),
    );
    return true;
  };
}

function blocksIn({ doc, selection }: EditorState): Block[] {
  const blocks: Block[] = [];
  for (const range of selection.ranges) {
    const first = doc.lineAt(range.from);
    const end = doc.lineAt(range.to);
    // A line at whose very beginning the selection ends isn't chosen.
    const last = !range.empty && range.to === end.from ? doc.lineAt(range.to - 1) : end;
    const before = blocks.at(-1);
    if (before && before.to + 1 >= first.from) {
      before.to = last.to;
      before.ranges.push(range);
    } else blocks.push({ from: first.from, to: last.to, ranges: [range] });
  }
  return blocks;
}
