import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { PadMode } from "../routes.ts";
import { lineInHash } from "./editor/linked-line.ts";
import type { PadEditor } from "./editor/pad-editor.ts";
import type { ReadingView } from "./reading/reading-view.ts";

/** What shows a pad's lines now. */
export interface LineViews {
  mode: PadMode;
  editor: PadEditor | null;
  reader: ReadingView | null;
}

/** Which line of a pad one is at, and the one that the address ends in. What one looks at stays in view from writing to reading and back. */
export class PadLines implements ReactiveController {
  /** Counted from 1. */
  line = 1;
  readonly #host: ReactiveControllerHost;
  readonly #views: () => LineViews;
  #hasShownLink = false;
  /** What was in view as one went on to another mode. */
  #seen: { mode: PadMode; line: number } | undefined;
  /** What was in view as one came to read. */
  #readFrom: number | undefined;

  constructor(host: ReactiveControllerHost, views: () => LineViews) {
    this.#host = host;
    this.#views = views;
    host.addController(this);
  }

  hostConnected(): void {
    addEventListener("hashchange", this.showLinked);
  }

  hostDisconnected(): void {
    removeEventListener("hashchange", this.showLinked);
  }

  /** Another pad begins at its top. */
  reset(): void {
    this.line = 1;
    this.#hasShownLink = false;
    this.#seen = this.#readFrom = undefined;
  }

  /** The cursor is on another line. */
  moved(line: number): void {
    this.line = line;
    this.#host.requestUpdate();
  }

  goTo(line: number): void {
    const { mode, editor, reader } = this.#views();
    (mode === "read" ? reader : editor)?.goToLine(line);
  }

  /** Makes a line the one that the address ends in. */
  link(line: number): void {
    history.replaceState(history.state, "", `#L${line}`);
    this.showLinked();
  }

  /** An address may end in a line; once the text is there, that line is shown. */
  async showFirst(): Promise<void> {
    if (this.#hasShownLink) return;
    this.#hasShownLink = true;
    await this.#views().editor?.updateComplete;
    this.showLinked();
  }

  /** Another mode is about to take the place of this one. */
  modeChanges(from: PadMode): void {
    const { editor, reader } = this.#views();
    const line = from === "write" ? editor?.lineInView : from === "read" ? reader?.lineInView : undefined;
    this.#seen = line === undefined ? undefined : { mode: from, line };
  }

  async modeChanged(): Promise<void> {
    const { mode, editor, reader } = this.#views();
    const seen = this.#seen;
    if (mode === "read" && seen?.mode === "write") {
      await reader?.updateComplete;
      if (seen.line > 1) reader?.goToLine(seen.line);
      requestAnimationFrame(() => requestAnimationFrame(() => (this.#readFrom = reader?.lineInView)));
    }
    if (mode === "write" && seen?.mode === "read" && seen.line !== this.#readFrom) {
      await editor?.updateComplete;
      editor?.showLine(seen.line);
    }
  }

  private readonly showLinked = () => {
    const { editor, reader } = this.#views();
    const line = lineInHash(location.hash);
    if (line === undefined) editor?.hideLinkedLine();
    else {
      editor?.showLinkedLine(line);
      reader?.goToLine(line);
    }
  };
}
