import { codeLines } from "../code-fence.ts";
import { tagIn, withoutTags } from "./action-tags.ts";

/** Something to do, as people mark it in notes: a task list item, or a line tagged `##action`. */
export interface Action {
  /** The line's words, without tag and name. */
  text: string;
  state: ActionState;
  /** Counted from 1. */
  line: number;
  /** Where its mark is: the bracket of its box, or its tag; in UTF-16 units from the start. */
  at: number;
  /** The name that the line ends with (`^name`), which it keeps wherever it is copied to. */
  name: string | undefined;
}

export type ActionState = "open" | "done" | "dropped";

/** The actions in a pad's text, in order; empty task items are none, nor is what stands in code. */
export function actionsIn(text: string): Action[] {
  const actions: Action[] = [];
  const isCode = codeLines();
  let start = 0;
  text.split("\n").forEach((content, index) => {
    const from = start;
    start += content.length + 1;
    if (isCode(content)) return;
    const task = /^(\s*(?:[-*+]|\d+[.)])\s+)\[([ xX-])\]\s+(\S.*)/u.exec(content);
    const tag = tagIn(content);
    const words = task?.[3] ?? (tag === undefined ? undefined : content.replace(/^\s*(?:[-*+]\s+)?/u, ""));
    if (words === undefined) return;
    const { text: rest, name } = withoutName(withoutTags(words));
    if (!rest) return;
    const at = from + (task?.[1]?.length ?? tag ?? 0);
    actions.push({ text: rest, state: stateOf(task?.[2], rest), line: index + 1, at, name });
  });
  return actions;
}

/** Ticked, crossed out with a dash in its box, or struck through as a whole. */
function stateOf(box: string | undefined, words: string): ActionState {
  if (box === "x" || box === "X") return "done";
  return box === "-" || /^~~(?:(?!~~).)+~~$/u.test(words) ? "dropped" : "open";
}

/** The words, and the name at their end. */
function withoutName(words: string): { text: string; name: string | undefined } {
  const match = /(?:^|\s)\^([A-Za-z0-9-]{8,40})$/u.exec(words);
  return match ? { text: words.slice(0, match.index).trim(), name: match[1] } : { text: words, name: undefined };
}
