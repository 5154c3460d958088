import { HighlightStyle } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { PERSON_COLORS } from "../../../shared/person-look.ts";
import { syntaxTints } from "./syntax-tints.ts";

const display = { fontFamily: "var(--font-display)", letterSpacing: "var(--track-display)" };
// What stands there is what was written: no two characters become one sign.
const mono = {
  fontFamily: "var(--font-mono)",
  fontVariantLigatures: "none",
  fontSize: "0.875em",
  letterSpacing: "0",
};

/** Markdown stays visible: what it marks looks the part, the marks themselves are pale. */
export const highlight = HighlightStyle.define([
  { tag: tags.heading1, ...display, fontWeight: "700", fontSize: "1.647em" },
  { tag: tags.heading2, ...display, fontWeight: "680", fontSize: "1.235em" },
  { tag: tags.heading3, ...display, fontWeight: "680", fontSize: "1.06em" },
  { tag: [tags.heading4, tags.heading5, tags.heading6], fontWeight: "var(--w-bold)" },
  { tag: tags.heading, fontWeight: "var(--w-bold)" },
  { tag: tags.strong, fontWeight: "var(--w-bold)" },
  { tag: tags.emphasis, fontStyle: "italic" },
  { tag: tags.strikethrough, textDecoration: "line-through", color: "var(--ink-2)" },
  { tag: tags.monospace, ...mono, backgroundColor: "var(--sunken)", borderRadius: "5px", padding: "2px 0" },
  { tag: tags.link, color: "var(--spruce-text)" },
  {
    tag: tags.url,
    color: "var(--ink-2)",
    textDecoration: "underline",
    textUnderlineOffset: "0.18em",
    textDecorationThickness: "1px",
  },
  { tag: tags.quote, fontStyle: "italic", color: "var(--ink-2)" },
  { tag: tags.atom, ...mono, color: "var(--spruce-text)", fontWeight: "var(--w-bold)" },
  { tag: tags.contentSeparator, color: "var(--ink-3)" },
  { tag: tags.comment, color: "var(--ink-3)" },
  {
    tag: [tags.processingInstruction, tags.labelName],
    color: "var(--ink-3)",
    fontWeight: "var(--w-regular)",
    fontStyle: "normal",
  },
]);

const theme = EditorView.theme({
  "&": {
    height: "100%",
    color: "var(--ink)",
    backgroundColor: "var(--surface)",
    fontSize: "var(--note-size, var(--fs-lg))",
  },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": {
    fontFamily: "var(--font-text)",
    fontWeight: "var(--w-regular)",
    lineHeight: "var(--lh-note)",
    justifyContent: "safe center",
    scrollbarWidth: "thin",
    scrollbarColor: "var(--line-strong) transparent",
    overscrollBehavior: "contain",
  },
  ".cm-content": {
    flex: "0 1 800px",
    minWidth: "0",
    padding: "var(--s-6) var(--s-6) 40vh var(--s-2)",
    caretColor: "var(--ink)",
  },
  ".cm-line": { padding: "0 0 0 10px" },
  ".cm-gutters": { backgroundColor: "transparent", border: "0", color: "var(--ink-3)", userSelect: "none" },
  ".cm-lineNumbers .cm-gutterElement": {
    minWidth: "40px",
    padding: "0 10px 0 0",
    fontSize: "var(--fs-xs)",
    lineHeight: "calc(var(--fs-lg) * var(--lh-note))",
    fontVariantNumeric: "tabular-nums",
  },
  ".cm-placeholder": { color: "var(--ink-3)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground, .cm-content ::selection":
    {
      background: "color-mix(in srgb, var(--marigold) 38%, transparent)",
    },
  ".cm-cursor": { borderLeft: "2px solid var(--ink)", marginLeft: "-1px" },
  ".cm-specialChar": { color: "var(--coral-text)" },

  ".cm-h1-line": { lineHeight: "1.45" },
  ".cm-h2-line": { lineHeight: "1.6" },
  ".cm-h2-line.is-first:not(:first-child)": { paddingTop: "0.35em" },
  ".cm-list-line": {
    paddingInlineStart: "calc(10px + var(--hang, 0.6em))",
    textIndent: "calc(-1 * var(--hang, 0.6em))",
  },
  ".cm-list-line > *": { textIndent: "0" },
  ".cm-quote-line": { boxShadow: "inset 3px 0 0 var(--line)" },
  ".cm-code-line, .cm-table-line": { ...mono, lineHeight: "calc(var(--lh-note) / 0.875)" },
  ".cm-code-line": { backgroundColor: "var(--canvas)", padding: "0 14px" },
  ".cm-code-line span, .cm-table-line span": { fontSize: "inherit" },
  ".cm-code-line .cm-other-name, .cm-table-line .cm-other-name": { fontSize: "var(--fs-2xs)" },
  ".cm-code-line > span": { backgroundColor: "transparent" },
  ".cm-code-line.is-first": { borderRadius: "10px 10px 0 0", paddingTop: "4px" },
  ".cm-code-line.is-last": { borderRadius: "0 0 10px 10px", paddingBottom: "4px" },
  ".cm-code-line.is-first.is-last": { borderRadius: "10px" },

  ".cm-other-selection": {
    backgroundColor: "var(--pt)",
    borderRadius: "2px",
    boxShadow: "0 0 0 1px color-mix(in srgb, var(--p) 40%, transparent)",
  },
  ".cm-other-caret": {
    position: "relative",
    display: "inline-block",
    width: "0",
    height: "1.15em",
    verticalAlign: "-0.22em",
    textIndent: "0",
  },
  ".cm-other-caret::before": {
    content: '""',
    position: "absolute",
    inset: "0 auto 0 -1px",
    width: "2px",
    background: "var(--p)",
  },
  ".cm-other-caret::after": {
    content: '""',
    position: "absolute",
    left: "-4px",
    top: "-5px",
    width: "8px",
    height: "8px",
    borderRadius: "50% 50% 50% 1px",
    background: "var(--p)",
    animation: "cm-dot 2.3s linear both",
  },
  ".cm-other-name": {
    position: "absolute",
    left: "-1px",
    bottom: "100%",
    zIndex: "2",
    padding: "3px 6px",
    borderRadius: "6px 6px 6px 0",
    background: "var(--p)",
    color: "var(--on-p)",
    font: "var(--w-bold) var(--fs-2xs)/1 var(--font-text)",
    letterSpacing: "0",
    whiteSpace: "nowrap",
    maxWidth: "16ch",
    overflow: "hidden",
    textOverflow: "ellipsis",
    pointerEvents: "none",
    transformOrigin: "left bottom",
    animation: "cm-name 2.3s var(--ease-in-out) both",
  },
  ".cm-other-caret.is-first .cm-other-name": {
    bottom: "auto",
    top: "100%",
    borderRadius: "0 6px 6px 6px",
    transformOrigin: "left top",
  },
  ".cm-other-caret.is-first::after": { top: "auto", bottom: "-5px", borderRadius: "50% 1px 50% 50%" },
  ".cm-other-caret:hover .cm-other-name": { animation: "none" },
  "@keyframes cm-name": {
    "0%, 88%": { opacity: "1", transform: "none" },
    "100%": { opacity: "0", transform: "scale(0.2)", visibility: "hidden" },
  },
  "@keyframes cm-dot": { "0%, 88%": { opacity: "0" }, "100%": { opacity: "1" } },

  ".cm-panels": { backgroundColor: "var(--canvas)", color: "var(--ink)", zIndex: "3" },
  ".cm-panels-top": { borderBottom: "1px solid var(--line)" },
  ".cm-find": {
    display: "flex",
    flexWrap: "wrap",
    gap: "6px 16px",
    padding: "8px 12px",
    fontFamily: "var(--font-text)",
    fontSize: "var(--fs-sm)",
  },
  ".cm-find-row": { display: "flex", alignItems: "center", gap: "6px", flex: "1 1 340px", minWidth: "0" },
  ".cm-find-row[hidden], .cm-find-opener": { display: "none" },
  ".cm-find-row label": { display: "inline-flex", alignItems: "center", gap: "4px", whiteSpace: "nowrap" },
  ".cm-find-count": { color: "var(--ink-2)", whiteSpace: "nowrap", fontVariantNumeric: "tabular-nums" },
  ".cm-find .cm-button": { flex: "none", minWidth: "36px", minHeight: "36px" },
  ".cm-textfield": {
    flex: "1 1 0",
    boxSizing: "border-box",
    minWidth: "0",
    minHeight: "36px",
    padding: "4px 10px",
    border: "1px solid var(--line-strong)",
    borderRadius: "8px",
    background: "var(--surface)",
    color: "inherit",
    font: "inherit",
    fontSize: "1rem",
  },
  ".cm-button": {
    minHeight: "32px",
    padding: "4px 10px",
    border: "1px solid var(--line)",
    borderRadius: "8px",
    background: "var(--surface)",
    color: "inherit",
    font: "inherit",
    fontSize: "var(--fs-sm)",
    textTransform: "none",
  },
  ".cm-textfield:focus, .cm-button:focus-visible": {
    outline: "2.5px solid var(--focus)",
    outlineOffset: "1px",
  },
  ".cm-searchMatch": { backgroundColor: "var(--sky-soft)", boxShadow: "0 0 0 1px var(--sky)" },
  ".cm-searchMatch-selected": { backgroundColor: "color-mix(in srgb, var(--marigold) 45%, transparent)" },

  ...Object.fromEntries(
    PERSON_COLORS.map((_, at) => [`.p${at + 1}`, { "--p": `var(--p${at + 1})`, "--pt": `var(--p${at + 1}-tint)` }]),
  ),

  "@media (max-width: 899px)": {
    ".cm-lineNumbers": { display: "none !important" },
    ".cm-content": { padding: "var(--s-4) var(--gutter) 40vh 6px" },
    // One row, as high as a finger: the text needs the room.
    ".cm-find": { padding: "4px 8px", gap: "4px" },
    ".cm-find-row": { flex: "1 1 100%", flexWrap: "wrap", gap: "4px 8px" },
    ".cm-find:not(.is-open) .cm-find-more": { display: "none" },
    ".cm-find-opener": { display: "block" },
    ".cm-find .cm-button, .cm-find .cm-textfield": { minHeight: "44px" },
    ".cm-find .cm-button": { minWidth: "44px" },
    ".cm-find-row label": { minHeight: "44px" },
    ".cm-find-row > [main-field]": { minWidth: "7em" },
  },
  "@media (prefers-reduced-motion: reduce)": {
    ".cm-other-name, .cm-other-caret::after": { animationTimingFunction: "step-end" },
    ".cm-cursorLayer": { animation: "none !important" },
  },
});

/** How notes look while they are written; all colours and faces are the design's, so that themes follow. */
export const editorLook: Extension = [theme, syntaxTints(highlight)];
