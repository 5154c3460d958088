import { Compartment, EditorState, StateEffect, StateField, type Extension, type Range } from "@codemirror/state";
import { Decoration, EditorView, highlightSpecialChars, lineNumbers, type DecorationSet } from "@codemirror/view";
import { css, html, LitElement, type PropertyValues } from "lit";
import { customElement, property } from "lit/decorators.js";
import { authorLook } from "../editor/author-look.ts";
import { editorLook } from "../editor/editor-look.ts";
import { lineEnds } from "../editor/line-ends.ts";
import { lineLooks } from "../editor/line-looks.ts";
import { markdownLanguage } from "../editor/markdown-language.ts";
import { linkClicks } from "../note-links.ts";
import { renderedLook } from "../editor/rendered-look.ts";
import { renderedMarkdown } from "../editor/rendered-marks.ts";

/** Part of a text that looks different: by a person's colour, 1 to 12, or as added or removed since. */
export interface TextMark {
  from: number;
  to: number;
  look: { color: number } | "fresh" | "added" | "removed";
}

/** A text of then, and what is marked in it. */
export interface ShownText {
  text: string;
  /** In order, none within another of the same kind. */
  marks: readonly TextMark[];
  /** What to bring into view; undefined leaves the view where it is. */
  at: number | undefined;
  /** Whether Markdown shows as it was typed, as where two texts are laid into each other. */
  isSource: boolean;
}

/** Someone pressed the text at this place: they want to know how it came there. */
export type PressEvent = CustomEvent<{ at: number }>;

const setMarks = StateEffect.define<DecorationSet>();
const marked = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (before, { effects, changes }) =>
    effects.findLast((effect): effect is StateEffect<DecorationSet> => effect.is(setMarks))?.value ??
    before.map(changes),
  provide: (field) => EditorView.decorations.from(field),
});

/** Shows a pad's text as it was at some moment, drawn like the pad itself; nothing can be typed. */
@customElement("history-text")
export class HistoryText extends LitElement {
  static override readonly styles = css`
    :host {
      display: block;
      flex: 1;
      min-height: 0;
    }
    #text {
      height: 100%;
    }
    .cm-content:focus-visible {
      outline: none;
      box-shadow: inset 0 0 0 2.5px var(--focus);
    }
  `;

  /** What to show. */
  @property({ attribute: false }) shown!: ShownText;

  #view: EditorView | undefined;
  readonly #drawing = new Compartment();

  protected override render() {
    return html`<div id="text"></div>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has("shown")) this.#show(this.shown, changed.get("shown"));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#view?.destroy();
    this.#view = undefined;
  }

  #show({ text, marks, at, isSource }: ShownText, before: ShownText | undefined): void {
    const view = (this.#view ??= this.#open());
    const effects: StateEffect<unknown>[] = [setMarks.of(decorationsOf(marks))];
    if (isSource !== before?.isSource) effects.push(this.#drawing.reconfigure(isSource ? [] : drawnMarkdown));
    view.dispatch({ changes: changeTo(view.state.doc.toString(), text), effects });
    if (at !== undefined)
      view.dispatch({
        effects: EditorView.scrollIntoView(Math.min(at, text.length), { y: "nearest", yMargin: 90 }),
      });
  }

  #open(): EditorView {
    return new EditorView({
      parent: this.renderRoot.querySelector("#text")!,
      root: this.renderRoot as ShadowRoot,
      state: EditorState.create({
        extensions: [
          EditorState.readOnly.of(true),
          EditorView.editable.of(false),
          lineEnds,
          markdownLanguage,
          marked,
          this.#drawing.of(drawnMarkdown),
          lineNumbers(),
          linkClicks,
          highlightSpecialChars(),
          EditorView.lineWrapping,
          EditorView.perLineTextDirection.of(true),
          editorLook,
          renderedLook,
          authorLook,
          differenceLook,
          EditorView.contentAttributes.of({
            role: "textbox",
            "aria-multiline": "true",
            "aria-readonly": "true",
            "aria-label": "Notes as they were",
            tabindex: "0",
            translate: "no",
          }),
          EditorView.domEventHandlers({
            click: (event, view) => {
              const at = view.posAtCoords(event);
              if (at !== null && view.state.selection.main.empty)
                this.dispatchEvent(new CustomEvent("press", { detail: { at } }) satisfies PressEvent);
            },
          }),
        ],
      }),
    });
  }
}

const drawnMarkdown: Extension = [lineLooks, renderedMarkdown];

const tints = Array.from({ length: 13 }, (_, color) => Decoration.mark({ class: `cm-by p${color}` }));
const looks = {
  fresh: Decoration.mark({ class: "cm-fresh" }),
  added: Decoration.mark({ class: "cm-added", tagName: "ins" }),
  removed: Decoration.mark({ class: "cm-removed", tagName: "del" }),
};

function decorationsOf(marks: readonly TextMark[]): DecorationSet {
  const ranges = marks.flatMap(({ from, to, look }): Range<Decoration>[] => {
    const decoration = typeof look === "string" ? looks[look] : tints[look.color];
    return from < to && decoration ? [decoration.range(from, to)] : [];
  });
  return Decoration.set(ranges, true);
}

/** The smallest change of one piece, so that what stays is not drawn anew and the view stays where it is. */
function changeTo(before: string, after: string): { from: number; to: number; insert: string } {
  const shorter = Math.min(before.length, after.length);
  let from = 0;
  while (from < shorter && before.charCodeAt(from) === after.charCodeAt(from)) from += 1;
  let same = 0;
  while (
    same < shorter - from &&
    before.charCodeAt(before.length - 1 - same) === after.charCodeAt(after.length - 1 - same)
  )
    same += 1;
  return { from, to: before.length - same, insert: after.slice(from, after.length - same) };
}

/** What came and what went, by line and sign and not by colour alone. */
const differenceLook = EditorView.theme({
  ".cm-fresh": { boxShadow: "0 2px 0 var(--ink)" },
  ".cm-added": {
    backgroundColor: "var(--spruce-soft)",
    color: "var(--ink)",
    textDecoration: "underline 2px var(--spruce)",
    textUnderlineOffset: "0.2em",
  },
  ".cm-removed": {
    backgroundColor: "var(--coral-soft)",
    color: "var(--ink)",
    textDecoration: "line-through 2px var(--coral)",
  },
  ".cm-added::before": { content: '"+"', color: "var(--spruce-text)", fontWeight: "var(--w-bold)" },
  ".cm-removed::before": { content: '"−"', color: "var(--coral-text)", fontWeight: "var(--w-bold)" },
});
