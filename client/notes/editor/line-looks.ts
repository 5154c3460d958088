import { syntaxTree } from "@codemirror/language";
import { RangeSetBuilder, type EditorState } from "@codemirror/state";
import { Decoration, ViewPlugin, type DecorationSet, type EditorView, type ViewUpdate } from "@codemirror/view";
import { isLoneDash } from "./lone-dash.ts";

/** A bullet with the gap behind it. In em. */
const BULLET_EM = 1.04;
/** A checkbox with the gap behind it. In em. */
const TASK_EM = 1.44;

/** Hebrew, Arabic and what else is read from the right. */
const FROM_RIGHT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/u;

/** A line with such words; its first ones say from where it is read. */
const FROM_EITHER = "cm-either-way";

/** Blocks whose lines look different as a whole, by the name the parser gives them. */
const BLOCKS: Readonly<Record<string, string>> = {
  FencedCode: "cm-code-line",
  CodeBlock: "cm-code-line",
  Blockquote: "cm-quote-line",
  Table: "cm-table-line",
  ATXHeading1: "cm-h1-line",
  SetextHeading1: "cm-h1-line",
  ATXHeading2: "cm-h2-line",
  SetextHeading2: "cm-h2-line",
};

/** Looks of whole lines: code and quotes have their ground, list items hang, and each is read from where its words begin. Only for what is on screen. */
export const lineLooks = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;

    constructor(view: EditorView) {
      this.decorations = looksOf(view);
    }

    update(update: ViewUpdate): void {
      const isReparsed = syntaxTree(update.startState) !== syntaxTree(update.state);
      if (update.docChanged || update.viewportChanged || isReparsed) this.decorations = looksOf(update.view);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

function looksOf({ state, visibleRanges }: EditorView): DecorationSet {
  const classes = new Map<number, Set<string>>();
  const put = (line: number, name: string) => {
    const names = classes.get(line) ?? new Set();
    classes.set(line, names.add(name));
  };
  for (const { from, to } of visibleRanges) {
    syntaxTree(state).iterate({
      from,
      to,
      enter: (node) => {
        const name = isLoneDash(state.doc, node) ? undefined : BLOCKS[node.name];
        if (name !== undefined) {
          const first = state.doc.lineAt(node.from).number;
          const last = state.doc.lineAt(node.to).number;
          for (let line = Math.max(first, state.doc.lineAt(from).number); line <= last; line++) {
            put(line, name);
            if (state.doc.line(line).from > to) break;
          }
          put(first, "is-first");
          put(last, "is-last");
        }
        if (node.name === "ListItem") put(state.doc.lineAt(node.from).number, "cm-list-line");
      },
    });
    const last = state.doc.lineAt(to).number;
    for (let line = state.doc.lineAt(from).number; line <= last; line++)
      if (FROM_RIGHT.test(state.doc.line(line).text)) put(line, FROM_EITHER);
  }
  const builder = new RangeSetBuilder<Decoration>();
  for (const [line, names] of [...classes].toSorted(([a], [b]) => a - b)) {
    const hang = names.has("cm-list-line") ? { style: `--hang: ${hangOf(state, line)}em` } : {};
    // Code is read from the left, whatever is in it.
    const dir = names.has(FROM_EITHER) && !names.has("cm-code-line") ? { dir: "auto" } : {};
    const { from } = state.doc.line(line);
    builder.add(from, from, Decoration.line({ class: [...names].join(" "), attributes: { ...hang, ...dir } }));
  }
  return builder.finish();
}

/** How far an item's further lines are set in: about as wide as its marker is in the text face. In em. */
function hangOf(state: EditorState, line: number): string {
  const {
    indent = "",
    marker = "",
    task,
  } = /^(?<indent>\s*)(?<marker>[-*+]|\d+[.)])(?<task> +\[[ xX]\] )?/u.exec(state.doc.line(line).text)?.groups ?? {};
  if (task !== undefined) return (indent.length * 0.24 + TASK_EM + (marker.length - 1) * 0.5).toFixed(2);
  if (marker.length === 1) return (indent.length * 0.24 + BULLET_EM).toFixed(2);
  return (indent.length * 0.24 + marker.length * 0.5 + 0.14).toFixed(2);
}
