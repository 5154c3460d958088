import { syntaxTree, type HighlightStyle } from "@codemirror/language";
import { Prec, RangeSetBuilder, type EditorState, type Extension } from "@codemirror/state";
import { Decoration, EditorView, ViewPlugin, type DecorationSet, type ViewUpdate } from "@codemirror/view";
import { highlightTree, tags, type Highlighter } from "@lezer/highlight";
import { isLoneDash } from "./lone-dash.ts";

/** A part of the text. */
interface Span {
  from: number;
  to: number;
}

/**
 * Draws what Markdown marks as a style says. Like CodeMirror's own, which goes through all blocks of a text up to
 * what is on screen for each edit, so that keys at the end of long notes wait; here the first block is looked up.
 */
export function syntaxTints(style: HighlightStyle): Extension {
  const tints = ViewPlugin.fromClass(
    class {
      decorations: DecorationSet;

      constructor({ state, visibleRanges }: EditorView) {
        this.decorations = tintsIn(state, visibleRanges, style);
      }

      update({ startState, state, view, docChanged, changes, viewportChanged }: ViewUpdate): void {
        const tree = syntaxTree(state);
        // What isn't parsed again yet keeps its looks until it is.
        if (docChanged && !viewportChanged && tree.length < view.viewport.to)
          this.decorations = this.decorations.map(changes);
        else if (viewportChanged || tree !== syntaxTree(startState))
          this.decorations = tintsIn(state, view.visibleRanges, style);
      }
    },
    { decorations: (plugin) => plugin.decorations },
  );
  return [Prec.high(tints), ...(style.module ? [EditorView.styleModule.of(style.module)] : [])];
}

/** The tints of what is in `ranges`; a style for each tint is made once. */
export function tintsIn(state: EditorState, ranges: readonly Span[], style: Highlighter): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  const plain: Highlighter = { style: (all) => (all.includes(tags.heading2) ? null : style.style(all)) };
  for (const { from, to } of ranges)
    for (let block = syntaxTree(state).topNode.childAfter(from); block && block.from < to; block = block.nextSibling) {
      const start = block.from;
      const put = (a: number, b: number, name: string) => builder.add(start + a, start + b, tintOf(name));
      const own = isLoneDash(state.doc, block) ? plain : style;
      highlightTree(block.toTree(), own, put, from - start, Math.min(to, block.to) - start);
    }
  return builder.finish();
}

const made = new Map<string, Decoration>();

function tintOf(name: string): Decoration {
  const known = made.get(name) ?? Decoration.mark({ class: name });
  made.set(name, known);
  return known;
}
