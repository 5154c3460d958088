import { EditorState, type TransactionSpec } from "@codemirror/state";
import type { EditorView, PluginValue, ViewUpdate } from "@codemirror/view";
import { expect, test } from "vitest";
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from "y-protocols/awareness";
import * as Y from "yjs";
import { remoteCursors, type Whereabouts } from "../../client/notes/editor/remote-cursors.ts";
import { awarenessState } from "../../client/notes/pad-people.ts";
import { PadColors } from "../../client/notes/pad-colors.ts";

/** What is looked at of an editor, without a page. */
class Editor {
  state: EditorState;
  readonly hasFocus = false;
  readonly #value: PluginValue;
  readonly #whereabouts: (view: EditorView) => Whereabouts[];

  constructor(text: Y.Text, awareness: Awareness) {
    this.state = EditorState.create({ doc: text.toString() });
    const { cursors, whereabouts } = remoteCursors(text, awareness, new PadColors());
    this.#value = (cursors as unknown as { create: (view: EditorView) => PluginValue }).create(this.#view);
    this.#whereabouts = whereabouts;
  }

  get #view(): EditorView {
    return this as unknown as EditorView;
  }

  plugin(): PluginValue {
    return this.#value;
  }

  dispatch(spec: TransactionSpec): void {
    const transaction = this.state.update(spec);
    this.state = transaction.state;
    const { docChanged, changes } = transaction;
    const update = { view: this.#view, state: this.state, docChanged, changes, transactions: [transaction] };
    this.#value.update?.(update as unknown as ViewUpdate);
  }

  get lines(): number[] {
    return this.#whereabouts(this.#view).map(({ line }) => line);
  }
}

test("a cursor in text that hasn't come yet waits for it, over whatever else is written", async () => {
  const [here, there] = [new Y.Doc(), new Y.Doc()];
  const [ours, theirs] = [here, there].map((doc) => new Awareness(doc)) as [Awareness, Awareness];
  const [text, ahead] = [here, there].map((doc) => doc.getText("markdown")) as [Y.Text, Y.Text];
  text.insert(0, "one");
  Y.applyUpdate(there, Y.encodeStateAsUpdate(here));
  const editor = new Editor(text, ours);
  ahead.insert(3, "\ntwo");
  const at = Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(ahead, 6));
  theirs.setLocalState({
    ...awarenessState({ id: "ben", name: "Ben", color: "#017797" }),
    cursor: { anchor: at, head: at },
  });
  applyAwarenessUpdate(ours, encodeAwarenessUpdate(theirs, [there.clientID]), "server");
  await Promise.resolve();
  expect(editor.lines).toEqual([]);
  text.insert(0, "zero\n");
  editor.dispatch({ changes: { from: 0, insert: "zero\n" } });
  expect(editor.lines).toEqual([]);
  Y.applyUpdate(here, Y.encodeStateAsUpdate(there));
  editor.dispatch({ changes: { from: 8, insert: "\ntwo" } });
  expect(editor.lines).toEqual([3]);
  for (const awareness of [ours, theirs]) awareness.destroy();
});
