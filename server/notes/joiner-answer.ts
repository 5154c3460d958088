import * as Y from "yjs";
import { syncStep2, updateMessage } from "./pad-messages.ts";
import { binaryFrame } from "./websocket-frame.ts";

/** When so much has been written since, the whole is encoded anew. */
const TAIL_BYTES = 65_536;
const NOTHING = binaryFrame(syncStep2(Uint8Array.of(0, 0)));

/**
 * The answer to someone who has nothing of a pad yet. A hall that opens one pad at once costs one
 * encoding: it is kept, and what is written later goes behind it. The empty SyncStep2 comes last,
 * so that nobody is "synced" before they have everything.
 */
export class JoinerAnswer {
  readonly #doc: Y.Doc;
  #whole: Buffer | undefined;
  #tail: Buffer[] = [];
  #tailBytes = 0;

  constructor(doc: Y.Doc) {
    this.#doc = doc;
  }

  /** The frames to send; to be asked for only while the document holds nothing that isn't durable. */
  frames(): Buffer {
    if (this.#whole === undefined || this.#tailBytes > TAIL_BYTES) {
      this.#whole = binaryFrame(updateMessage(Y.encodeStateAsUpdate(this.#doc)));
      this.#tail = [];
      this.#tailBytes = 0;
    }
    return Buffer.concat([this.#whole, ...this.#tail, NOTHING]);
  }

  /** The document has become durable with the updates in these frames. */
  written(frames: readonly Buffer[]): void {
    if (this.#whole === undefined || this.#tailBytes > TAIL_BYTES) return;
    this.#tail.push(...frames);
    for (const frame of frames) this.#tailBytes += frame.length;
  }
}
