import { stretchOf } from "./pad-moment.ts";

/** What one Yjs client wrote: from which of its clocks on, and when. `at` in ms since 1970. */
export type WrittenRun = [clock: number, at: number];

export interface ClientWriting {
  client: number;
  /** Undefined: the server itself. */
  personId: string | undefined;
  runs: WrittenRun[];
}

/** Who wrote what in a pad, and roughly when, by Yjs client id: one run for each stretch of time. Only what is durable. */
export class PadAuthorship {
  readonly #byClient = new Map<number, ClientWriting>();

  /** Takes up what was worked out before. */
  constructor(writings: readonly ClientWriting[] = []) {
    for (const writing of writings) this.#byClient.set(writing.client, writing);
  }

  /** This client's text from `clock` on came at this time, from this person. A client id stays with who first had it. */
  note(client: number, clock: number, { personId, at }: { personId: string | undefined; at: number }): void {
    const known = this.#byClient.get(client);
    if (known === undefined) {
      this.#byClient.set(client, { client, personId, runs: [[clock, at]] });
      return;
    }
    const last = known.runs.at(-1);
    if (last === undefined || stretchOf(last[1]) !== stretchOf(at)) known.runs.push([clock, at]);
  }

  knows(client: number): boolean {
    return this.#byClient.has(client);
  }

  get all(): readonly ClientWriting[] {
    return [...this.#byClient.values()];
  }
}
