import { EditorState, type Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

/**
 * Only \n ends a line, because Y.Text counts every character: an \r that another client has put
 * into the text must count here too. What is pasted or dropped here brings none along.
 */
export const lineEnds: Extension = [
  EditorState.lineSeparator.of("\n"),
  EditorView.clipboardInputFilter.of((text) => text.replaceAll(/\r\n?/gu, "\n")),
];
