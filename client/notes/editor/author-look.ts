import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

/** How it shows who wrote what: bars beside the lines, tints under the text, names. */
export const authorLook: Extension = EditorView.theme({
  ".cm-authors": { width: "4px", marginRight: "4px" },
  "&.has-authors .cm-authors": { width: "var(--authors-width, 92px)" },
  ".cm-authors .cm-gutterElement": { position: "relative", overflow: "hidden" },
  ".cm-authors .cm-gutterElement[class*=' p']::before": {
    content: '""',
    position: "absolute",
    inset: "0 0 0 auto",
    width: "4px",
    background: "var(--p)",
    opacity: "0.85",
  },
  ".cm-author-label": {
    display: "block",
    padding: "0 10px 0 4px",
    color: "var(--ink-2)",
    fontSize: "var(--fs-xs)",
    lineHeight: "calc(var(--fs-lg) * var(--lh-note))",
    textAlign: "end",
    whiteSpace: "nowrap",
    overflow: "hidden",
    textOverflow: "ellipsis",
  },
  ".cm-author-initials": { display: "none" },
  ".cm-by": { backgroundColor: "var(--pt)" },
  ".cm-code-line > span.cm-by": { backgroundColor: "var(--pt)" },
  // Code has a ground of its own, which would hide whose it is.
  ".cm-by span": { backgroundColor: "transparent" },
  ".cm-tooltip": {
    border: "0",
    borderRadius: "8px",
    backgroundColor: "var(--raised)",
    color: "var(--ink)",
    boxShadow: "var(--e3)",
  },
  ".cm-author-tip": { padding: "5px 10px", font: "var(--w-medium) var(--fs-sm)/1.4 var(--font-text)" },
  ".cm-panels-bottom": { borderTop: "1px solid var(--line)" },
  ".cm-whose": {
    minHeight: "30px",
    padding: "5px var(--gutter)",
    color: "var(--ink-2)",
    font: "var(--w-regular) var(--fs-sm)/1.4 var(--font-text)",
  },
  "@media (max-width: 899px)": {
    ".cm-scroller": { "--authors-width": "30px" },
    ".cm-author-name": { display: "none" },
    ".cm-author-initials": { display: "inline" },
    ".cm-author-label": { padding: "0 7px 0 0", fontSize: "var(--fs-2xs)" },
  },
  "@media (forced-colors: active)": {
    ".cm-by": { textDecoration: "underline dotted" },
  },
});
