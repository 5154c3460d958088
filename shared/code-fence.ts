/** With a backtick behind them, backticks are code within the line. */
const OPENING = /^ {0,3}(`{3,}(?![^`]*`)|~{3,})/u;
const CLOSING = /^ {0,3}(`{3,}|~{3,})[ \t\r]*$/u;

/** The marks with which a line outside of code begins a block of it, as CommonMark has it. */
export function fenceBegunBy(line: string): string | undefined {
  return OPENING.exec(line)?.[1];
}

/** Whether a line ends the block that such marks began: by as many of the same ones, and nothing behind them. */
export function endsFence(fence: string, line: string): boolean {
  return CLOSING.exec(line)?.[1]?.startsWith(fence) === true;
}

/** Tells of one line after the other whether it is code, with what begins and ends that. */
export function codeLines(): (line: string) => boolean {
  let fence: string | undefined;
  return (line) => {
    if (fence === undefined) {
      fence = fenceBegunBy(line);
      return fence !== undefined;
    }
    if (endsFence(fence, line)) fence = undefined;
    return true;
  };
}
