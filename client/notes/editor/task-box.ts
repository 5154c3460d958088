import type { EditorState, StateCommand, TransactionSpec } from "@codemirror/state";
import { type EditorView, WidgetType } from "@codemirror/view";

const TASK = /^(?:\s*>)*\s*(?:[-*+]|\d{1,9}[.)])\s+\[(?<mark>[ xX-])\](?=\s)/u;

/** Ticks or unticks the task in the line at `at`, or takes up one that was dropped: one character is replaced. Undefined when there is no task. */
export function taskToggle(state: EditorState, at: number): TransactionSpec | undefined {
  const line = state.doc.lineAt(at);
  const match = TASK.exec(line.text);
  if (!match || state.readOnly) return undefined;
  const from = line.from + match[0].length - 2;
  const insert = match.groups?.["mark"] === " " ? "x" : " ";
  return { changes: { from, to: from + 1, insert }, userEvent: "input.task" };
}

/** Ticks or unticks the task in the cursor's line. */
export const toggleTask: StateCommand = ({ state, dispatch }) => {
  const spec = taskToggle(state, state.selection.main.head);
  if (!spec) return false;
  dispatch(state.update(spec));
  return true;
};

/** The checkbox that stands for `[ ]` or `[x]`. */
export class TaskBox extends WidgetType {
  readonly #isDone: boolean;
  readonly #isReadOnly: boolean;
  readonly #text: string;

  constructor(task: { isDone: boolean; isReadOnly: boolean; text: string }) {
    super();
    this.#isDone = task.isDone;
    this.#isReadOnly = task.isReadOnly;
    this.#text = task.text;
  }

  override eq(other: TaskBox): boolean {
    return other.#isDone === this.#isDone && other.#isReadOnly === this.#isReadOnly && other.#text === this.#text;
  }

  override toDOM(view: EditorView): HTMLElement {
    const box = document.createElement("input");
    box.type = "checkbox";
    box.className = "cm-task";
    // Tab writes; Ctrl+Enter ticks the box in the cursor's line.
    box.tabIndex = -1;
    this.#show(box);
    // The cursor, and with it a phone's keyboard, stays where it is.
    box.addEventListener("mousedown", (event) => event.preventDefault());
    box.addEventListener("click", (event) => {
      event.preventDefault();
      const spec = taskToggle(view.state, view.posAtDOM(box));
      if (spec) view.dispatch(spec);
    });
    return box;
  }

  override updateDOM(dom: HTMLElement): boolean {
    this.#show(dom as HTMLInputElement);
    return true;
  }

  override ignoreEvent(): boolean {
    return true;
  }

  #show(box: HTMLInputElement): void {
    box.checked = this.#isDone;
    box.disabled = this.#isReadOnly;
    box.setAttribute("aria-label", this.#text || "Task");
  }
}
