import type { ReactiveControllerHost } from "lit";
import { askName } from "../meetup/ask-name.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import type { PadMode } from "../routes.ts";
import type { PadEditor } from "./editor/pad-editor.ts";
import type { ToolEvent } from "./pad-toolbar.ts";
import type { PadReplica } from "./replica/pad-replica.ts";
import { readOnlyReason, type ReadOnlyReason } from "./read-only-reason.ts";

type Page = ReactiveControllerHost & {
  replica: MeetupReplica;
  mode: PadMode;
  readonly pad: PadReplica | undefined;
};

/** Whether one may write in a pad, and what one does there from outside its text. */
export class PadWriting {
  readonly #page: Page;
  readonly #tools: { isLocked: () => boolean; editor: () => PadEditor | null; write: () => Promise<unknown> };

  /** `write` has the page come to where one writes. */
  constructor(
    page: Page,
    tools: { isLocked: () => boolean; editor: () => PadEditor | null; write: () => Promise<unknown> },
  ) {
    this.#page = page;
    this.#tools = tools;
  }

  /** Why one may only read, as far as the meetup says. */
  get reason(): ReadOnlyReason | undefined {
    const { person, view } = this.#page.replica;
    return readOnlyReason(person !== null, view?.meetup, this.#tools.isLocked(), new Date().toISOString());
  }

  get isReadOnly(): boolean {
    return this.reason !== undefined || this.#page.pad?.save.state === "read-only";
  }

  /** Whether the meetup says that nobody may write here, for now. */
  get isShut(): boolean {
    return this.reason === "locked" || this.reason === "notes-closed";
  }

  /** Takes a name, and goes to the text. */
  readonly start = async (): Promise<void> => {
    if (await askName()) (await this.#editorToWriteIn())?.focus();
  };

  readonly insertBlock = (text: string): boolean => this.#tools.editor()?.insertBlock(text) ?? false;

  readonly addAction = async (): Promise<void> => (await this.#editorToWriteIn())?.addAction();

  readonly useTool = ({ detail: { tool } }: ToolEvent): void => this.#tools.editor()?.use(tool);

  /** The editor once it shows: nothing hidden takes the focus. */
  async #editorToWriteIn(): Promise<PadEditor | null> {
    const page = this.#page;
    if (page.mode !== "write") await this.#tools.write();
    await page.updateComplete;
    await this.#tools.editor()?.updateComplete;
    return page.mode === "write" ? this.#tools.editor() : null;
  }
}
