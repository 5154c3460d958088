import { StateEffect, StateField, type Extension } from "@codemirror/state";
import { Decoration, EditorView, lineNumbers, type DecorationSet } from "@codemirror/view";

const look = Decoration.line({ class: "cm-linked-line" });

/** Marks the line at a place in the text as the one a link leads to; null marks none. */
export const markLine = StateEffect.define<number | null>();

const marked = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (before, transaction) => {
    let lines = before.map(transaction.changes);
    for (const effect of transaction.effects)
      if (effect.is(markLine))
        lines = effect.value === null ? Decoration.none : Decoration.set(look.range(effect.value));
    return lines;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** Line numbers to link to: `choose` hears which was clicked, counted from 1; the linked line is marked. */
export function linkedLines(choose: (line: number) => void): Extension {
  return [
    marked,
    lineNumbers({
      domEventHandlers: {
        click: (view, { from }) => {
          choose(view.state.doc.lineAt(from).number);
          return true;
        },
      },
    }),
  ];
}

/** The line an address ends in: `#L12` is 12. */
export function lineInHash(hash: string): number | undefined {
  const digits = /^#L(\d{1,7})$/u.exec(hash)?.[1];
  return digits === undefined || Number(digits) < 1 ? undefined : Number(digits);
}
