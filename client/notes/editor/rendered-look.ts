import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

/** How what is drawn in place of Markdown looks: boxes, bullets, links, rules, tables, the linked line. */
export const renderedLook: Extension = EditorView.theme({
  ".cm-dash": { display: "inline-block", position: "relative", width: "0.8em", textIndent: "0" },
  ".cm-bullet, .cm-bullet span": { color: "transparent" },
  ".cm-bullet::before": {
    content: '""',
    position: "absolute",
    left: "0.24em",
    top: "calc(0.5lh - 0.17em)",
    width: "0.34em",
    height: "0.34em",
    borderRadius: "50%",
    background: "var(--ink-2)",
  },
  ".cm-task": {
    width: "1.06em",
    height: "1.06em",
    margin: "0 0.14em 0 0",
    verticalAlign: "-0.16em",
    accentColor: "var(--spruce)",
    cursor: "pointer",
    font: "inherit",
  },
  ".cm-task:disabled": { cursor: "default" },
  ".cm-task:focus-visible": { outline: "2.5px solid var(--focus)", outlineOffset: "1px" },
  ".cm-done": {
    color: "var(--ink-2)",
    textDecoration: "line-through",
    textDecorationColor: "var(--line-strong)",
    textDecorationThickness: "1px",
  },
  ".cm-link-text, .cm-link-text span": {
    color: "var(--spruce-text)",
    textDecoration: "underline",
    textDecorationThickness: "1px",
    textUnderlineOffset: "0.18em",
  },
  ".cm-content[aria-readonly] .cm-link-text": { cursor: "pointer" },
  ".cm-open-link": {
    display: "inline-block",
    padding: "0 0.3em",
    color: "var(--ink-3)",
    fontSize: "0.82em",
    textDecoration: "none",
    textIndent: "0",
    cursor: "pointer",
  },
  ".cm-open-link::before": { content: '"↗"' },
  ".cm-open-link:hover": { color: "var(--spruce-text)" },
  ".cm-rule-line": {
    background: "linear-gradient(var(--line-strong), var(--line-strong)) 10px 50% / 100% 1px no-repeat",
  },
  ".cm-rule-line, .cm-rule-line span": { color: "transparent" },
  ".cm-gap": { display: "inline-block" },
  ".cm-table-line.cm-hanging": {
    paddingInlineStart: "calc(10px + var(--hang))",
    textIndent: "calc(-1 * var(--hang))",
  },
  ".cm-hanging > *": { textIndent: "0" },
  ".cm-table-line": { boxShadow: "inset 0 -1px 0 var(--line)" },
  ".cm-table-line.is-first": { borderRadius: "6px 6px 0 0", backgroundColor: "var(--canvas)" },
  ".cm-linked-line": { backgroundColor: "var(--marigold-soft)" },
  ".cm-lineNumbers .cm-gutterElement": { cursor: "pointer" },
  ".cm-lineNumbers .cm-gutterElement:hover": { color: "var(--ink)", textDecoration: "underline" },
  "@media (pointer: coarse)": {
    ".cm-task": { width: "1.3em", height: "1.3em", verticalAlign: "-0.28em" },
    ".cm-open-link": { padding: "0 0.55em" },
  },
});
