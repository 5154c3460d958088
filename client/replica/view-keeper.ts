import type { KeptView, ViewMemory } from "./kept-views.ts";

/** What is known is kept this soon after it has become known, and this long after the time before. Milliseconds. */
const SOON_MS = 1000;
const AGAIN_MS = 20_000;

export interface ViewKeeperTools {
  slug: string;
  /** Where what is kept outlives the page; undefined keeps nothing. */
  memory: ViewMemory | undefined;
  clock: { now(): number; after(ms: number, run: () => void): () => void };
  /** What is known now; "gone" when the meetup is, undefined while it can't be told. */
  known: () => Omit<KeptView, "slug" | "at"> | "gone" | undefined;
}

/** Keeps what a replica knows of its meetup on the device: not at each vote, but before it could be lost. */
export class ViewKeeper {
  readonly #tools: ViewKeeperTools;
  #callOff: (() => void) | undefined;
  #keptAt = -Infinity;

  constructor(tools: ViewKeeperTools) {
    this.#tools = tools;
  }

  /** What this person's pages knew last on this device. */
  async recall(personId: string): Promise<KeptView | undefined> {
    const { memory, slug } = this.#tools;
    // Where a device keeps nothing there is nothing to show.
    const kept = await memory?.read(slug).catch(() => undefined);
    return kept?.personId === personId ? kept : undefined;
  }

  /** Something has changed. */
  later(): void {
    const { memory, clock } = this.#tools;
    if (!memory || this.#callOff) return;
    // Opened before it is needed: a page that goes doesn't wait.
    memory.open().catch(() => undefined);
    const wait = Math.max(SOON_MS, this.#keptAt + AGAIN_MS - clock.now());
    this.#callOff = clock.after(wait, () => this.now());
  }

  /** Keeps what is known. */
  now(): void {
    this.#callOff?.();
    this.#callOff = undefined;
    const { memory, clock, slug, known } = this.#tools;
    const what = known();
    if (!memory || !what) return;
    this.#keptAt = clock.now();
    const isKept = what === "gone" ? memory.forget(slug) : memory.write({ ...what, slug, at: this.#keptAt });
    // Where a device keeps nothing, pages need the network, and say so.
    isKept.catch(() => undefined);
  }

  /** Keeps what would be kept later, because there may be no later. */
  nowIfDue(): void {
    if (this.#callOff) this.now();
  }
}
