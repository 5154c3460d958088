import { StateEffect, StateField, type Extension } from "@codemirror/state";
import { EditorView, ViewPlugin, type PluginValue, type ViewUpdate } from "@codemirror/view";

/** Whose cursor the view scrolls along with, by the key that the page knows them by; null for nobody's. */
export const followPerson = StateEffect.define<string | null>();

const followed = StateField.define<string | null>({
  create: () => null,
  update: (before, { effects }) => {
    const effect = effects.findLast((each): each is StateEffect<string | null> => each.is(followPerson));
    return effect ? effect.value : before;
  },
});

/** What one does oneself ends following: scrolling, typing, pressing into the text. */
const OWN_ACTS = ["wheel", "touchmove", "mousedown", "keydown"] as const;

/**
 * Scrolls along with another's cursor. `placeOf` tells where it is, `ended` hears that one has gone
 * on by oneself. One's own cursor stays where it is.
 */
export function followCursor(
  placeOf: (view: EditorView, key: string) => number | undefined,
  ended: () => void,
): Extension {
  return [followed, ViewPlugin.define((view) => new FollowedCursor(view, placeOf, ended))];
}

class FollowedCursor implements PluginValue {
  readonly #view: EditorView;
  readonly #placeOf: (view: EditorView, key: string) => number | undefined;
  readonly #ended: () => void;
  #last: number | undefined;
  #frame: number | undefined;

  constructor(view: EditorView, placeOf: (view: EditorView, key: string) => number | undefined, ended: () => void) {
    this.#view = view;
    this.#placeOf = placeOf;
    this.#ended = ended;
    for (const act of OWN_ACTS) view.scrollDOM.addEventListener(act, this.stop, { passive: true });
  }

  update({ state, transactions }: ViewUpdate): void {
    if (transactions.some(({ effects }) => effects.some((effect) => effect.is(followPerson)))) this.#last = undefined;
    // Not within an update of the view.
    if (state.field(followed) !== null) this.#frame ??= requestAnimationFrame(this.go);
  }

  destroy(): void {
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    for (const act of OWN_ACTS) this.#view.scrollDOM.removeEventListener(act, this.stop);
  }

  private readonly go = () => {
    this.#frame = undefined;
    const { state } = this.#view;
    const key = state.field(followed);
    const at = key === null ? undefined : this.#placeOf(this.#view, key);
    if (at === undefined || at === this.#last) return;
    this.#last = at;
    const place = Math.min(at, state.doc.length);
    this.#view.dispatch({ effects: EditorView.scrollIntoView(place, { y: "center" }) });
  };

  private readonly stop = () => {
    if (this.#view.state.field(followed) !== null) this.#ended();
  };
}
