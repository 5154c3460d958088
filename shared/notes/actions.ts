/** Something to do, as people mark it in notes: a task list item, or a line tagged `##action`. */
export interface Action {
  text: string;
  done: boolean;
  /** Counted from 1. */
  line: number;
}

/** The actions in a pad's text, in order; empty task items and those in code blocks are none. */
export function actionsIn(text: string): Action[] {
  const actions: Action[] = [];
  let inCode = false;
  text.split("\n").forEach((content, index) => {
    if (/^ {0,3}(`{3,}|~{3,})/u.test(content)) inCode = !inCode;
    if (inCode) return;
    const task = /^\s*(?:[-*+]|\d+[.)])\s+\[([ xX])\]\s+(.*\S)/u.exec(content);
    const tagged = task ? undefined : /^\s*(?:[-*+]\s+)?(.*##action\b.*\S|##action\b)/u.exec(content)?.[1];
    const words = (task?.[2] ?? tagged)?.replaceAll(/##action\b:?/gu, "").trim();
    if (words) actions.push({ text: words, done: task !== null && task[1] !== " ", line: index + 1 });
  });
  return actions;
}
