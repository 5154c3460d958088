import {
  Annotation,
  RangeSetBuilder,
  StateEffect,
  StateField,
  type EditorState,
  type Extension,
  type RangeSet,
} from "@codemirror/state";
import {
  Decoration,
  EditorView,
  gutter,
  GutterMarker,
  hoverTooltip,
  showPanel,
  ViewPlugin,
  type DecorationSet,
  type Panel,
  type PluginValue,
  type ViewUpdate,
} from "@codemirror/view";
import type * as Y from "yjs";
import type { PadAuthors, Writer } from "../pad-authors.ts";
import { placeAt, textClients, type ByClient } from "../text-clients.ts";

/** Switches the colours of who wrote what on or off. */
export const showAuthors = StateEffect.define<boolean>();

/** Marks the empty transaction that draws what has become known since. */
const moreKnown = Annotation.define<true>();
/** The cursor rests this long before it is said whose text it is in. Milliseconds. */
const REST_MS = 250;
/** A name stands again after so many lines of somebody else's, or of nobody's. */
const LINES_BACK = 4;

const isShown = StateField.define<boolean>({
  create: () => false,
  update: (before, { effects }) => effects.findLast((effect) => effect.is(showAuthors))?.value ?? before,
});

/** How to say when something was written, as `10:44`. */
export type SayWhen = (at: number) => string;

/**
 * Who wrote what: always a bar in their colour beside each line, and, switched on, a tint under each
 * character, names beside the bars, and whose text the cursor or the pointer is at, and since when.
 */
export function authorMarks(text: Y.Text, authors: PadAuthors, sayWhen: SayWhen): Extension {
  const { field, follow } = textClients(text);
  const saidAt = (at: number) => {
    const place = placeAt(text, at);
    const writer = place && authors.writerOf(place.client);
    if (!place || !writer) return undefined;
    const when = authors.writtenAt(place);
    return when === undefined ? writer.name : `${writer.name}, ${sayWhen(when)}`;
  };

  class AuthorTints implements PluginValue {
    decorations: DecorationSet = Decoration.none;
    readonly #stops: (() => void)[];

    constructor(view: EditorView) {
      const news = () => view.dispatch({ annotations: moreKnown.of(true) });
      this.#stops = [follow(), authors.subscribe(news)];
      this.#draw(view);
    }

    update(update: ViewUpdate): void {
      const { docChanged, viewportChanged, startState, state, view } = update;
      const isSwitched = startState.field(isShown) !== state.field(isShown);
      if (!state.field(isShown) && !isSwitched) return;
      if (docChanged || viewportChanged || isSwitched || isMoreKnown(update)) this.#draw(view);
    }

    destroy(): void {
      for (const stop of this.#stops) stop();
    }

    #draw({ state, visibleRanges }: EditorView): void {
      if (!state.field(isShown)) {
        this.decorations = Decoration.none;
        return;
      }
      const builder = new RangeSetBuilder<Decoration>();
      for (const { from, to } of visibleRanges)
        for (const span of spansOf(state.field(field), from, to, authors))
          builder.add(span.from, span.to, tints[span.writer.color]!);
      this.decorations = builder.finish();
    }
  }

  return [
    field,
    isShown,
    ViewPlugin.fromClass(AuthorTints, { decorations: (plugin) => plugin.decorations }),
    EditorView.editorAttributes.compute([isShown], (state) => (state.field(isShown) ? { class: "has-authors" } : {})),
    gutter({
      class: "cm-authors",
      lineMarker: (view, { from, to }) => markerOf(view.state, field, authors, from, to),
      lineMarkerChange: (update) =>
        update.startState.field(isShown) !== update.state.field(isShown) || isMoreKnown(update),
      domEventHandlers: {
        mouseover: (view, { from, to }, event) => {
          const names = whoIn(view.state.field(field), from, to, authors).map(({ name }) => name);
          if (event.target instanceof HTMLElement)
            event.target.title = names.length > 1 ? names.join(", ") : (saidAt(from) ?? "");
          return false;
        },
      },
    }),
    hoverTooltip((view, at, side) => {
      if (!view.state.field(isShown)) return null;
      const said = saidAt(side < 0 ? at - 1 : at);
      return said === undefined ? null : { pos: at, above: true, create: () => ({ dom: tipOf(said) }) };
    }),
    showPanel.compute([isShown], (state) => (state.field(isShown) ? (view) => whosePanel(view, saidAt) : null)),
  ];
}

/** Parts of the text by who wrote them, in order; what nobody in particular wrote is left out. */
export function spansOf(
  clients: RangeSet<ByClient>,
  from: number,
  to: number,
  authors: Pick<PadAuthors, "writerOf">,
): { from: number; to: number; writer: Writer }[] {
  const spans: { from: number; to: number; writer: Writer }[] = [];
  clients.between(from, to, (start, end, { client }) => {
    const writer = authors.writerOf(client);
    const [a, b] = [Math.max(start, from), Math.min(end, to)];
    if (!writer || a >= b) return;
    const last = spans.at(-1);
    if (last?.to === a && last.writer.id === writer.id) last.to = b;
    else spans.push({ from: a, to: b, writer });
  });
  return spans;
}

/** Everyone who wrote in a part of the text, who wrote most first. */
export function whoIn(
  clients: RangeSet<ByClient>,
  from: number,
  to: number,
  authors: Pick<PadAuthors, "writerOf">,
): Writer[] {
  const shares = new Map<string, { writer: Writer; length: number }>();
  for (const span of spansOf(clients, from, to, authors)) {
    const share = shares.get(span.writer.id) ?? { writer: span.writer, length: 0 };
    share.length += span.to - span.from;
    shares.set(span.writer.id, share);
  }
  return [...shares.values()].toSorted((a, b) => b.length - a.length).map(({ writer }) => writer);
}

const tints = Array.from({ length: 13 }, (_, color) => Decoration.mark({ class: `cm-by p${color}` }));

/** The bar beside a line, in the colour of who wrote most of it. */
class AuthorBar extends GutterMarker {
  override readonly elementClass: string;

  constructor({ color }: Writer) {
    super();
    this.elementClass = `p${color}`;
  }

  override eq(other: GutterMarker): boolean {
    return other.constructor === this.constructor && other.elementClass === this.elementClass;
  }
}

/** The same, with the names of all who wrote in the line. */
class NamedBar extends AuthorBar {
  readonly #names: string;
  readonly #initials: string;

  constructor(who: readonly Writer[], most: Writer) {
    super(most);
    this.#names = who.map(({ name }) => name).join(", ");
    this.#initials = most.initials;
  }

  override eq(other: GutterMarker): boolean {
    return super.eq(other) && other instanceof NamedBar && other.#names === this.#names;
  }

  override toDOM(): HTMLElement {
    const label = document.createElement("span");
    label.className = "cm-author-label";
    for (const [look, words] of [
      ["cm-author-name", this.#names],
      ["cm-author-initials", this.#initials],
    ] as const) {
      const part = label.appendChild(document.createElement("span"));
      part.className = look;
      part.textContent = words;
    }
    return label;
  }
}

function markerOf(
  state: EditorState,
  field: StateField<RangeSet<ByClient>>,
  authors: PadAuthors,
  from: number,
  to: number,
): AuthorBar | null {
  const clients = state.field(field);
  const who = whoIn(clients, from, to, authors);
  const [most] = who;
  if (!most) return null;
  if (!state.field(isShown)) return new AuthorBar(most);
  const key = keyOf(who);
  const first = state.doc.lineAt(from).number;
  for (let number = first - 1; number > 0 && number >= first - LINES_BACK; number--) {
    const line = state.doc.line(number);
    const before = whoIn(clients, line.from, line.to, authors);
    if (before.length === 0) continue;
    if (keyOf(before) === key) return new AuthorBar(most);
    break;
  }
  return new NamedBar(who, most);
}

function keyOf(who: readonly Writer[]): string {
  return who.map(({ id }) => id).join(" ");
}

function isMoreKnown({ transactions }: ViewUpdate): boolean {
  return transactions.some((transaction) => transaction.annotation(moreKnown));
}

function tipOf(said: string): HTMLElement {
  const tip = document.createElement("div");
  tip.className = "cm-author-tip";
  tip.textContent = said;
  return tip;
}

/** Says under the text whose the text at the cursor is; screen readers hear it when it is another's. */
function whosePanel(view: EditorView, saidAt: (at: number) => string | undefined): Panel {
  const dom = document.createElement("div");
  dom.className = "cm-whose";
  dom.setAttribute("role", "status");
  let soon: ReturnType<typeof setTimeout> | undefined;
  const look = () => {
    soon = undefined;
    const { head } = view.state.selection.main;
    const line = view.state.doc.lineAt(head);
    const said = line.length === 0 ? undefined : saidAt(head === line.to ? head - 1 : head);
    const words = said === undefined ? "" : `At the cursor: ${said}`;
    if (dom.textContent !== words) dom.textContent = words;
  };
  look();
  return {
    dom,
    update: (update) => {
      if (update.selectionSet || update.docChanged || isMoreKnown(update)) soon ??= setTimeout(look, REST_MS);
    },
    destroy: () => clearTimeout(soon),
  };
}
