import { indentUnit } from "@codemirror/language";
import { highlightSelectionMatches } from "@codemirror/search";
import { EditorState, type Extension } from "@codemirror/state";
import { drawSelection, dropCursor, EditorView, highlightSpecialChars, placeholder } from "@codemirror/view";
import { yCollab } from "y-codemirror.next";
import { authorLook } from "./author-look.ts";
import { authorMarks, type SayWhen } from "./author-marks.ts";
import { editorKeys } from "./editor-keys.ts";
import { editorLook } from "./editor-look.ts";
import { fencePairs } from "./fence-pairs.ts";
import { findPanel } from "./find-panel.ts";
import type { KeptNumbers } from "./kept-numbers.ts";
import { lineEnds } from "./line-ends.ts";
import { lineLooks } from "./line-looks.ts";
import { linkedLines } from "./linked-line.ts";
import { markdownLanguage } from "./markdown-language.ts";
import { linkClicks } from "../note-links.ts";
import { nameCompletion } from "./name-completion.ts";
import type { KnownPerson } from "../known-people.ts";
import type { PadAuthors } from "../pad-authors.ts";
import type { PadReplica } from "../replica/pad-replica.ts";
import { renderedLook } from "./rendered-look.ts";
import { renderedMarkdown } from "./rendered-marks.ts";
import { richPaste } from "./rich-paste.ts";
import { typedAgain } from "./typed-again.ts";
import { undoSteps } from "./undo-steps.ts";
import { wayOut } from "./way-out.ts";
import { wholeCharacters } from "./whole-characters.ts";

/** What a pad's editor is made of, in the order in which its parts have their say; what is there to write, and who writes it, is handed in. */
export function padExtensions({
  replica: { text },
  numbers,
  authors,
  people,
  sayWhen,
  chooseLine,
  cursors,
}: {
  replica: PadReplica;
  numbers: KeptNumbers;
  authors: PadAuthors;
  /** Who can be named. */
  people: () => readonly KnownPerson[];
  sayWhen: SayWhen;
  /** Hears which line's number was clicked. */
  chooseLine: (line: number) => void;
  /** Where others are. */
  cursors: Extension;
}): Extension {
  return [
    undoSteps(numbers.undo),
    yCollab(text, null, { undoManager: numbers.undo }),
    cursors,
    lineEnds,
    wholeCharacters,
    typedAgain,
    fencePairs,
    richPaste,
    nameCompletion(people),
    editorKeys,
    wayOut,
    markdownLanguage,
    lineLooks,
    renderedMarkdown,
    linkClicks,
    editorLook,
    renderedLook,
    authorLook,
    linkedLines(chooseLine),
    authorMarks(text, authors, sayWhen),
    findPanel,
    highlightSelectionMatches(),
    highlightSpecialChars(),
    drawSelection(),
    dropCursor(),
    EditorView.lineWrapping,
    // What is said below the text never covers what is being written: a line is left on a low screen.
    EditorView.scrollMargins.of(({ scrollDOM }) => ({
      bottom: Math.min(belowText(scrollDOM), Math.max(0, scrollDOM.clientHeight - 28)),
    })),
    EditorView.perLineTextDirection.of(true),
    EditorState.allowMultipleSelections.of(true),
    indentUnit.of("    "),
    placeholder("Write here. Everyone sees it as you type."),
    EditorView.contentAttributes.of({
      "aria-label": "Notes",
      "aria-describedby": "hint",
      tabindex: "0",
      translate: "no",
      spellcheck: "true",
      autocorrect: "on",
      autocapitalize: "sentences",
    }),
  ];
}

/** Whether one may write. */
export function writing(isReadOnly: boolean): Extension {
  if (!isReadOnly) return [];
  // Still reachable with the keyboard, to scroll and to select.
  return [
    EditorState.readOnly.of(true),
    EditorView.editable.of(false),
    EditorView.contentAttributes.of({ "aria-readonly": "true" }),
  ];
}

/** How much of the text's end may be covered. */
function belowText(text: Element): number {
  return Number.parseFloat(getComputedStyle(text).getPropertyValue("--below"));
}
