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

/** Which line of a pad one is at, and the one that the address ends in: both stay in view from mode to mode. */
export class PadLines implements ReactiveController {
  /** Counted from 1. */
  line = 1;
  readonly #host: ReactiveControllerHost;
  readonly #views: () => LineViews;
  #hasShownLink = false;

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

  async modeChanged(): Promise<void> {
    const { mode, reader } = this.#views();
    if (mode !== "read" || this.line <= 1) return;
    await reader?.updateComplete;
    reader?.goToLine(this.line);
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
