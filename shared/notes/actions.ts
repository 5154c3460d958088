/** Something to do, as people mark it in notes: a task list item, or a line tagged `##action`. */
export interface Action {
  text: string;
  done: boolean;
  /** Counted from 1. */
  line: number;
}

/** The actions in a pad's text, in order; empty task items are none, nor is what stands in code. */
export function actionsIn(text: string): Action[] {
  const actions: Action[] = [];
  let fence: string | undefined;
  text.split("\n").forEach((content, index) => {
    const mark = /^ {0,3}(`{3,}|~{3,})/u.exec(content)?.[1];
    if (fence !== undefined) {
      if (mark?.startsWith(fence) && content.trim() === mark) fence = undefined;
      return;
    }
    if (mark !== undefined) {
      fence = mark;
      return;
    }
    const task = /^\s*(?:[-*+]|\d+[.)])\s+\[([ xX])\]\s+(.*\S)/u.exec(content);
    const isTagged = /##action\b/u.test(content.replaceAll(CODE_SPAN, ""));
    const words = task?.[2] ?? (isTagged ? content.replace(/^\s*(?:[-*+]\s+)?/u, "") : undefined);
    if (words === undefined) return;
    const untagged = withoutTag(words);
    if (untagged) actions.push({ text: untagged, done: task !== null && task[1] !== " ", line: index + 1 });
  });
  return actions;
}

/** Code within a line: between runs of as many backticks. */
const CODE_SPAN = /(?<!`)(`+)(?!`)(.*?[^`])\1(?!`)/gu;

/** The words without `##action`, which stays where it is code. */
function withoutTag(words: string): string {
  return words
    .replaceAll(/(?<!`)(`+)(?!`)(.*?[^`])\1(?!`)|##action\b:?/gu, (found) => (found.startsWith("`") ? found : ""))
    .trim();
}
