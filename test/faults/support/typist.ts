import type { Visitor } from "../../together/support/visitor.ts";
import { PadWriter } from "../../together/support/pad-writer.ts";
import { must } from "./waiting.ts";
import type { Words } from "./words.ts";

/**
 * Someone who types a word so often a second, with y-websocket's own provider, a fence behind each.
 * What they see of others counts as seen, what a fence has answered as saved.
 */
export class Typist {
  readonly pad: PadWriter;
  readonly name: string;
  readonly #words: Words;
  #count = 0;
  #timer: NodeJS.Timeout | undefined;
  /** Milliseconds from each word to its "saved". */
  readonly savedAfter: number[] = [];

  /** `name` is what their words carry; no two who type may have the same. */
  constructor(visitor: Visitor, padId: string, words: Words, name = visitor.label) {
    this.name = name;
    this.#words = words;
    this.pad = new PadWriter(visitor, padId);
    this.pad.text.observe((event, { local }) => {
      if (!local) for (const { insert } of event.changes.delta) if (typeof insert === "string") words.seenIn(insert);
    });
  }

  /** Types now and then, `perSecond` times a second, the first time after a share `phase` of the time between. */
  starts(perSecond: number, phase: number): void {
    const every = 1000 / perSecond;
    this.stops();
    this.#timer = setTimeout(() => {
      this.typesWord();
      this.#timer = setInterval(() => this.typesWord(), every);
    }, every * phase);
  }

  stops(): void {
    clearTimeout(this.#timer);
  }

  /** Types a word at the end, or anywhere else when `at` says so. */
  typesWord(at = this.pad.text.length): void {
    this.#count += 1;
    const word = `[${this.name}:${this.#count}]`;
    this.#words.typed(word);
    this.pad.text.insert(Math.min(at, this.pad.text.length), `${word} `);
    // What is typed while the connection is lost goes with the next one's first exchange, and isn't fenced.
    if (!this.#isConnected) return;
    const begun = performance.now();
    // Over a connection that is lost meanwhile no answer comes, and nothing is promised.
    void this.pad.saved().then(() => {
      this.savedAfter.push(performance.now() - begun);
      this.#words.saved([word]);
    });
  }

  get #isConnected(): boolean {
    const { provider } = this.pad;
    return provider.wsconnected && provider.ws?.readyState === WebSocket.OPEN;
  }

  /** Resolves when everything that was typed is on disk, over however many connections. */
  async isSaved(): Promise<void> {
    const { provider } = this.pad;
    for (let isSaved = false; !isSaved;) {
      await must(() => provider.synced && this.#isConnected, `${this.name} to be connected`);
      isSaved = await new Promise((resolve) => {
        const isLost = () => resolve(false);
        provider.once("connection-close", isLost);
        void this.pad.saved().then(() => {
          provider.off("connection-close", isLost);
          resolve(true);
        });
      });
    }
  }

  /** Stays away until `comesBack`; resolves when all that had arrived has been seen. */
  async goesAway(): Promise<void> {
    await must(() => !this.pad.provider.wsconnected, `${this.name}'s connection to end`);
    this.pad.provider.disconnect();
  }

  comesBack(): void {
    this.pad.provider.connect();
  }

  leaves(): void {
    this.stops();
    this.pad.close();
  }
}
