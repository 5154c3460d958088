import { indentLess } from "@codemirror/commands";
import { ensureSyntaxTree } from "@codemirror/language";
import { EditorState, Transaction, type StateCommand, type TransactionSpec } from "@codemirror/state";
import type { EditorView, PluginValue, ViewUpdate } from "@codemirror/view";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ySync, YSyncConfig, ySyncFacet } from "y-codemirror.next";
import * as Y from "yjs";
import { continueList } from "../../client/notes/editor/continue-list.ts";
import { KeptNumbers } from "../../client/notes/editor/kept-numbers.ts";
import { markdownLanguage } from "../../client/notes/editor/markdown-language.ts";
import { thenRenumber } from "../../client/notes/editor/renumber-list.ts";

const LIST = "1. a\n2. b\n3. c\n4. d";

/** An editor without a page: its state, and the plugin that has its text follow the pad's. */
class Editor {
  readonly text: Y.Text;
  state: EditorState;
  readonly #numbers: KeptNumbers;
  readonly #sync: PluginValue;

  constructor(client: number, begun: Uint8Array) {
    const doc = new Y.Doc();
    doc.clientID = client;
    this.text = doc.getText("markdown");
    Y.applyUpdate(doc, begun);
    const config = new YSyncConfig(this.text, null);
    this.state = EditorState.create({
      doc: this.text.toString(),
      extensions: [ySyncFacet.of(config), markdownLanguage],
    });
    this.#numbers = new KeptNumbers(this.text);
    this.#numbers.undo.addTrackedOrigin(config);
    this.#sync = (ySync as unknown as { create: (view: EditorView) => PluginValue }).create(
      this as unknown as EditorView,
    );
  }

  update(transactions: readonly Transaction[]): void {
    const [only] = transactions;
    this.state = only!.state;
    ensureSyntaxTree(this.state, this.state.doc.length, 5000);
    const { docChanged, changes } = only!;
    this.#sync.update?.({ docChanged, changes, transactions } as unknown as ViewUpdate);
  }

  /** What the plugin calls, too. */
  dispatch(edit: Transaction | TransactionSpec): void {
    this.#numbers.dispatch([edit instanceof Transaction ? edit : this.state.update(edit)], this);
  }

  /** Does what a key does at the end of the line that ends so; a step of its own to undo. */
  press(command: StateCommand, end: string): void {
    const at = this.state.doc.toString().indexOf(end) + end.length;
    this.dispatch({ selection: { anchor: at } });
    this.#numbers.undo.stopCapturing();
    command({ state: this.state, dispatch: (transaction) => this.dispatch(transaction) });
  }

  type(words: string): void {
    this.dispatch(this.state.update(this.state.replaceSelection(words), { userEvent: "input.type" }));
  }

  undo(): void {
    this.#numbers.undo.undo();
  }

  redo(): void {
    this.#numbers.undo.redo();
  }

  /** Its words, which are the pad's. */
  read(): string {
    expect(this.state.doc.toString()).toBe(this.text.toString());
    return this.text.toString();
  }
}

/** So many who have the same list open. */
function many(count: number, list = LIST): { editors: Editor[]; tell: (from: number, to: number) => Promise<void> } {
  const doc = new Y.Doc();
  doc.getText("markdown").insert(0, list);
  const begun = Y.encodeStateAsUpdate(doc);
  const editors = Array.from({ length: count }, (_, at) => new Editor(at + 1, begun));
  const tell = async (from: number, to: number) => {
    const [known, told] = [editors[to]!.text.doc!, editors[from]!.text.doc!];
    Y.applyUpdate(known, Y.encodeStateAsUpdate(told, Y.encodeStateVector(known)), "server");
    await Promise.resolve();
  };
  return { editors, tell };
}

/** Two who have the same list open. */
function two(list = LIST): { ana: Editor; ben: Editor; meet: () => Promise<void> } {
  const doc = new Y.Doc();
  doc.getText("markdown").insert(0, list);
  const begun = Y.encodeStateAsUpdate(doc);
  const [ana, ben] = [new Editor(1, begun), new Editor(2, begun)];
  const tell = (from: Editor, to: Editor) => {
    const [known, told] = [to.text.doc!, from.text.doc!];
    Y.applyUpdate(known, Y.encodeStateAsUpdate(told, Y.encodeStateVector(known)), "server");
  };
  /** Each hears what the other has done, until both have heard all. */
  const meet = async () => {
    for (let round = 0; round < 4; round++) {
      tell(ana, ben);
      tell(ben, ana);
      await Promise.resolve();
    }
    expect(ana.read()).toBe(ben.read());
  };
  return { ana, ben, meet };
}

describe("[N48] numbers of a list", () => {
  test("are whole where two people had it count on at once", async () => {
    const { ana, ben, meet } = two();
    ana.press(continueList, "a");
    ana.type("x");
    ben.press(continueList, "b");
    ben.type("y");
    await meet();
    expect(ana.read()).toBe("1. a\n2. x\n3. b\n4. y\n5. c\n6. d");
  });

  test("are whole where one of two was away for long", async () => {
    const { ana, ben, meet } = two("8. a\n9. b\n10. c");
    for (const word of ["x", "y", "z"]) {
      ana.press(continueList, "a");
      ana.type(word);
    }
    ben.press(continueList, "b");
    ben.type("w");
    await meet();
    expect(ana.read()).toBe("8. a\n9. z\n10. y\n11. x\n12. b\n13. w\n14. c");
  });

  test("stay as somebody types digits before them", async () => {
    const { ana, ben, meet } = two();
    ana.press(continueList, "a");
    await meet();
    ben.dispatch({ changes: { from: ben.read().indexOf("5. d"), insert: "1" }, userEvent: "input.type" });
    await meet();
    expect(ana.read()).toBe("1. a\n2. \n3. b\n4. c\n15. d");
  });

  test("count on when one takes back an item, whatever others have added since", async () => {
    const { ana, ben, meet } = two();
    ana.press(continueList, "a");
    ana.type("x");
    await meet();
    ben.press(continueList, "b");
    ben.type("y");
    await meet();
    ana.undo();
    await meet();
    expect(ana.read()).toBe("1. a\n2. b\n3. y\n4. c\n5. d");
    ana.redo();
    await meet();
    expect(ana.read()).toBe("1. a\n2. x\n3. b\n4. y\n5. c\n6. d");
  });

  test("leave none behind when an item is taken back that others have numbered anew", async () => {
    const { ana, ben, meet } = two();
    ana.press(continueList, "c");
    ana.type("x");
    await meet();
    ben.press(continueList, "a");
    ben.type("y");
    await meet();
    ana.undo();
    await meet();
    expect(ana.read()).toBe("1. a\n2. y\n3. b\n4. c\n5. d");
  });

  test("are as they were when deleted lines are taken back", () => {
    const { ana } = two();
    ana.dispatch({ changes: { from: 0, to: 5 }, userEvent: "delete.selection" });
    expect(ana.read()).toBe("1. b\n2. c\n3. d");
    ana.undo();
    expect(ana.read()).toBe(LIST);
  });

  test("stay where a list didn't count, and are back as they were when that is taken back", () => {
    const { ana } = two("1. a\n5. b\n9. c");
    ana.press(continueList, "a");
    expect(ana.read()).toBe("1. a\n2. \n5. b\n9. c");
    ana.undo();
    expect(ana.read()).toBe("1. a\n5. b\n9. c");
  });

  /** What comes from elsewhere, at a place. */
  const paste = (editor: Editor, before: string, insert: string) => {
    const from = before === "" ? editor.read().length : editor.read().indexOf(before);
    editor.dispatch({
      changes: { from, insert },
      selection: { anchor: from + insert.length },
      userEvent: "input.paste",
    });
  };

  test.each([
    ["3. c", "1. x\n2. y\n", "1. a\n2. b\n3. x\n4. y\n5. c\n6. d"],
    ["1. a", "7. x\n", "1. x\n2. a\n3. b\n4. c\n5. d"],
    ["", "\n1. x\n1. y", "1. a\n2. b\n3. c\n4. d\n5. x\n6. y"],
    ["\n2. b", "\n1. x\n   - z\n   4. w\n   5. v", "1. a\n2. x\n   - z\n   4. w\n   5. v\n3. b\n4. c\n5. d"],
  ])(
    "count on over lines that are pasted before %j, which one undo takes away again",
    async (before, lines, counted) => {
      const { ana, ben, meet } = two();
      paste(ana, before, lines);
      await meet();
      expect(ana.read()).toBe(counted);
      ana.undo();
      await meet();
      expect(ben.read()).toBe(LIST);
    },
  );

  test("stay as they are pasted where no list is gone on with, or one that doesn't count", () => {
    const { ana } = two("words\n");
    paste(ana, "", "3. x\n1. y\n1. z\n");
    expect(ana.read()).toBe("words\n3. x\n1. y\n1. z\n");
    const { ana: cleo } = two("1. a\n5. b");
    paste(cleo, "", "\n1. x");
    expect(cleo.read()).toBe("1. a\n5. b\n1. x");
  });

  test("stay where a whole list that didn't count is deleted and taken back", () => {
    const { ana } = two("words\n1. a\n5. b\n9. c\n");
    const from = "words\n".length;
    ana.dispatch({ changes: { from, to: ana.read().length }, userEvent: "delete.selection" });
    ana.undo();
    expect(ana.read()).toBe("words\n1. a\n5. b\n9. c\n");
  });

  test("whatever two people do at once, no word changes and no number is doubled", async () => {
    const outdent = thenRenumber(indentLess, { restart: false });
    const step = fc.record({
      isAna: fc.boolean(),
      what: fc.constantFrom("enter", "enter", "outdent", "undo", "redo", "meet"),
      line: fc.constantFrom("a", "b", "c", "d"),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const { ana, ben, meet } = two();
        for (const { isAna, what, line } of steps) {
          const editor = isAna ? ana : ben;
          if (what === "enter") editor.press(continueList, line);
          else if (what === "outdent") editor.press(outdent, line);
          else if (what === "meet") await meet();
          else {
            await meet();
            editor[what]();
            await meet();
          }
        }
        await meet();
        expect(ana.read().replaceAll(/[^a-d]/gu, "")).toBe("abcd");
        for (const line of ana.read().split("\n")) expect(line).toMatch(/^1?\d\. [a-d]?$/u);
      }),
      { numRuns: 100 },
    );
  });

  test("are whole also where one of those who wrote them at once is gone before hearing of the others", async () => {
    for (const [gone, there] of [
      [0, 1],
      [1, 0],
    ] as const) {
      const { editors, tell } = many(2);
      for (const editor of editors) editor.press(continueList, "a");
      await tell(gone, there);
      expect(editors[there]!.read()).toBe("1. a\n2. \n3. \n4. b\n5. c\n6. d");
    }
  });

  test("are whole where one deletes an item that another one numbers anew, and is gone before hearing of that", async () => {
    for (const deleted of ["2. b\n", "3. c\n"]) {
      const { editors, tell } = many(2);
      const [gone, there] = editors as [Editor, Editor];
      const from = LIST.indexOf(deleted);
      gone.dispatch({ changes: { from, to: from + deleted.length }, userEvent: "delete.line" });
      there.press(continueList, "a");
      there.type("x");
      await tell(0, 1);
      expect(there.read()).toBe(deleted === "2. b\n" ? "1. a\n2. x\n3. c\n4. d" : "1. a\n2. x\n3. b\n4. d");
    }
  });

  test("whatever five people do before they hear of each other, none is left with a stray digit", async () => {
    const outdent = thenRenumber(indentLess, { restart: false });
    const who = fc.nat(4);
    const step = fc.oneof(
      fc.record({ who, what: fc.constantFrom("enter", "outdent"), line: fc.constantFrom("a", "b", "c", "d") }),
      fc.record({ who, tells: who }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const { editors, tell } = many(5);
        for (const each of steps) {
          if ("tells" in each) await tell(each.who, each.tells);
          else editors[each.who]!.press(each.what === "enter" ? continueList : outdent, each.line);
        }
        const everyone = () =>
          editors.map(({ text }) => `${text.toString()} ${Y.encodeStateVector(text.doc!).join()}`).join("\n\n");
        for (let before = ""; before !== everyone();) {
          before = everyone();
          for (const from of editors.keys()) for (const to of editors.keys()) if (from !== to) await tell(from, to);
        }
        const read = editors[0]!.read();
        for (const editor of editors) expect(editor.read()).toBe(read);
        expect(read.replaceAll(/[^a-d]/gu, "")).toBe("abcd");
        const lines = read.split("\n");
        for (const line of lines) {
          expect(line).toMatch(/^\d+\. [a-d]?$/u);
          expect(Number.parseInt(line, 10), read).toBeLessThanOrEqual(lines.length);
        }
      }),
      { numRuns: 25 },
    );
  });
});
