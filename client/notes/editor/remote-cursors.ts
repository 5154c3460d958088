import { Annotation, RangeSetBuilder, type Extension } from "@codemirror/state";
import {
  Decoration,
  EditorView,
  ViewPlugin,
  WidgetType,
  type DecorationSet,
  type PluginValue,
  type ViewUpdate,
} from "@codemirror/view";
import type { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import type { PadColors } from "../pad-colors.ts";
import { padPerson, type PadPerson } from "../pad-people.ts";

/** Where one other connection's cursor is, in characters of the text. */
interface Place {
  person: PadPerson;
  anchor: number;
  head: number;
  /** Counts the cursor's moves: each move shows the name anew. */
  moves: number;
}

/** Somebody else, and the line they are in, counted from 1. */
export interface Whereabouts {
  person: PadPerson;
  line: number;
}

/** Marks the empty transaction that draws cursors which have moved. */
const othersMoved = Annotation.define<true>();

/**
 * Other people's cursors and selections, and one's own for them, under the same names as
 * y-codemirror's (`cursor: {anchor, head}`). Unlike there, only the cursors that moved are looked
 * up in the text, the rest move along with edits; and colours are the design's, by number, because
 * what others send does not belong in style attributes. `placeOf` tells where someone's cursor is.
 */
export function remoteCursors(
  text: Y.Text,
  awareness: Awareness,
  colors: PadColors,
): {
  cursors: Extension;
  placeOf: (view: EditorView, key: string) => number | undefined;
  whereabouts: (view: EditorView) => Whereabouts[];
} {
  const plugin = ViewPlugin.define((view) => new RemoteCursors(view, text, awareness, colors), {
    decorations: ({ decorations }) => decorations,
  });
  return {
    cursors: plugin,
    placeOf: (view, key) => view.plugin(plugin)?.placeOf(key),
    whereabouts: (view) => view.plugin(plugin)?.whereabouts(view) ?? [],
  };
}

class RemoteCursors implements PluginValue {
  decorations: DecorationSet = Decoration.none;
  readonly #text: Y.Text;
  readonly #awareness: Awareness;
  readonly #colors: PadColors;
  readonly #places = new Map<number, Place>();
  /** Connections whose cursor is in text that has not arrived yet. */
  readonly #ahead = new Set<number>();
  /** Connections that have news of their cursor, which wait to be drawn. */
  readonly #moved = new Set<number>();
  readonly #close: () => void;
  #isClosed = false;
  #sent = "";

  constructor(view: EditorView, text: Y.Text, awareness: Awareness, colors: PadColors) {
    this.#text = text;
    this.#awareness = awareness;
    this.#colors = colors;
    const changed = ({ added, updated, removed }: Record<"added" | "updated" | "removed", number[]>) => {
      const others = [...added, ...updated, ...removed].filter((client) => client !== awareness.clientID);
      if (others.length === 0) return;
      const isPlanned = this.#moved.size > 0;
      for (const client of others) this.#moved.add(client);
      if (isPlanned) return;
      // Many move in one task; they are drawn once.
      queueMicrotask(() => {
        for (const client of this.#moved) this.#look(client);
        this.#moved.clear();
        if (!this.#isClosed) view.dispatch({ annotations: othersMoved.of(true) });
      });
    };
    awareness.on("change", changed);
    this.#close = () => awareness.off("change", changed);
    for (const client of awareness.getStates().keys()) this.#look(client);
    this.#draw(view);
  }

  update(update: ViewUpdate): void {
    if (update.docChanged) {
      for (const place of this.#places.values()) {
        place.anchor = update.changes.mapPos(place.anchor, 1);
        place.head = update.changes.mapPos(place.head, 1);
      }
      // Those that still are ahead are added anew, and would be come to again without end.
      const ahead = [...this.#ahead];
      for (const client of ahead) this.#look(client);
    }
    const haveMoved = update.transactions.some((transaction) => transaction.annotation(othersMoved));
    if (update.docChanged || haveMoved) this.#draw(update.view);
    if (update.docChanged || update.selectionSet || update.focusChanged) this.#sendOwn(update.view);
  }

  destroy(): void {
    this.#isClosed = true;
    this.#close();
  }

  /** Where a person's cursor is, by their key; undefined when they have none here. */
  placeOf(key: string): number | undefined {
    return [...this.#places.values()].find(({ person }) => person.key === key)?.head;
  }

  /** Who is in which line, each person once. */
  whereabouts({ state: { doc } }: EditorView): Whereabouts[] {
    const all = new Map<string, Whereabouts>();
    for (const { person, head } of this.#places.values())
      all.set(person.key, { person, line: doc.lineAt(Math.min(head, doc.length)).number });
    return [...all.values()];
  }

  #look(client: number): void {
    if (client === this.#awareness.clientID) return;
    const state = this.#awareness.getStates().get(client);
    const known = padPerson(client, state);
    const person = known && { ...known, color: this.#colors.colorOf(known.key, known.color) };
    const cursor = cursorIn(state);
    this.#ahead.delete(client);
    const before = this.#places.get(client);
    const anchor = person && cursor && this.#indexOf(cursor.anchor);
    const head = person && cursor && this.#indexOf(cursor.head);
    if (!person || !cursor) this.#places.delete(client);
    else if (anchor === undefined || head === undefined) this.#ahead.add(client);
    else {
      const hasMoved = before?.anchor !== anchor || before.head !== head;
      this.#places.set(client, { person, anchor, head, moves: (before?.moves ?? 0) + Number(hasMoved) });
    }
  }

  #indexOf(position: unknown): number | undefined {
    const { doc } = this.#text;
    try {
      const relative = Y.createRelativePositionFromJSON(position);
      const absolute = doc && Y.createAbsolutePositionFromRelativePosition(relative, doc);
      return absolute?.type === this.#text ? absolute.index : undefined;
    } catch {
      // Whatever another client sent there is no position; it has no cursor then.
      return undefined;
    }
  }

  #draw(view: EditorView): void {
    const { doc } = view.state;
    const marks: { from: number; to: number; decoration: Decoration }[] = [];
    for (const { person, anchor, head, moves } of this.#places.values()) {
      const at = Math.min(head, doc.length);
      const [from, to] = [Math.min(anchor, at), Math.min(Math.max(anchor, at), doc.length)];
      if (from < to) {
        const decoration = Decoration.mark({ class: `cm-other-selection p${person.color}` });
        marks.push({ from, to, decoration });
      }
      const isOnFirstLine = doc.lineAt(at).number === 1;
      const widget = new Caret(person, moves, isOnFirstLine);
      marks.push({ from: at, to: at, decoration: Decoration.widget({ widget, side: head > anchor ? -1 : 1 }) });
    }
    const builder = new RangeSetBuilder<Decoration>();
    marks.sort((a, b) => a.from - b.from || a.decoration.startSide - b.decoration.startSide);
    for (const { from, to, decoration } of marks) builder.add(from, to, decoration);
    this.decorations = builder.finish();
  }

  /** Says where one is. The last place stays when the focus goes: people look elsewhere for a moment. */
  #sendOwn(view: EditorView): void {
    if (this.#awareness.getLocalState() === null || !view.hasFocus) return;
    const { anchor, head } = view.state.selection.main;
    const cursor = {
      anchor: Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(this.#text, anchor)),
      head: Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(this.#text, head)),
    };
    const sent = JSON.stringify(cursor);
    if (sent === this.#sent && this.#awareness.getLocalState()?.["cursor"]) return;
    this.#sent = sent;
    this.#awareness.setLocalStateField("cursor", cursor);
  }
}

function cursorIn(state: Record<string, unknown> | undefined): { anchor: unknown; head: unknown } | undefined {
  const cursor = state?.["cursor"];
  return typeof cursor === "object" && cursor !== null && "anchor" in cursor && "head" in cursor ? cursor : undefined;
}

/** A caret two pixels wide with a name on it that shrinks two seconds after the last move. */
class Caret extends WidgetType {
  readonly #person: PadPerson;
  readonly #moves: number;
  readonly #isOnFirstLine: boolean;

  constructor(person: PadPerson, moves: number, isOnFirstLine: boolean) {
    super();
    this.#person = person;
    this.#moves = moves;
    this.#isOnFirstLine = isOnFirstLine;
  }

  override eq(other: Caret): boolean {
    return (
      other.#moves === this.#moves &&
      other.#isOnFirstLine === this.#isOnFirstLine &&
      other.#person.key === this.#person.key &&
      other.#person.name === this.#person.name &&
      other.#person.color === this.#person.color
    );
  }

  /** Made anew for each move, which starts the animation of the name again. */
  override toDOM(): HTMLElement {
    const caret = document.createElement("span");
    caret.className = `cm-other-caret p${this.#person.color}${this.#isOnFirstLine ? " is-first" : ""}`;
    caret.setAttribute("aria-hidden", "true");
    // Keeps the caret as tall as the text and lets no line break in before it.
    caret.append("\u2060");
    const flag = document.createElement("span");
    flag.className = "cm-other-name";
    flag.textContent = this.#person.name;
    caret.append(flag);
    return caret;
  }

  override ignoreEvent(): boolean {
    return true;
  }
}
