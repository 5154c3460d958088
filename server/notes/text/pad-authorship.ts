import { stretchOf } from "../past/pad-moment.ts";

/** What one Yjs client wrote: from which of its clocks on, and when. `at` in ms since 1970. */
export type WrittenRun = [clock: number, at: number];

export interface ClientWriting {
  client: number;
  /** Undefined: the server itself. */
  personId: string | undefined;
  runs: WrittenRun[];
}

/** The moment that goes on: all that is written in it counts as written when it began, as when it is drawn together. */
export interface GoingMoment {
  personId: string | undefined;
  at: number;
}

/** Part of an edit: a client's structs from this clock on. */
interface Begun {
  client: number;
  clock: number;
}

/** Who wrote what in a pad, and roughly when, by Yjs client id: one run for each stretch of time. Only what is durable. */
export class PadAuthorship {
  readonly #byClient = new Map<number, ClientWriting>();
  #moment: GoingMoment | undefined;

  /** Takes up what was worked out before. */
  constructor(writings: readonly ClientWriting[] = [], moment?: GoingMoment) {
    this.#moment = moment;
    for (const writing of writings) this.#byClient.set(writing.client, writing);
  }

  /** Takes an edit. Returns the client ids that are new, and from now on this person's. */
  note(groups: readonly Begun[], { personId, at }: { personId: string | undefined; at: number }): number[] {
    const moment = this.#moment;
    const goesOn = moment !== undefined && moment.personId === personId && stretchOf(moment.at) === stretchOf(at);
    const since = goesOn ? moment.at : at;
    if (!goesOn) this.#moment = { personId, at: since };
    const fresh: number[] = [];
    for (const group of groups) if (this.#noteClient(group, personId, since)) fresh.push(group.client);
    return fresh;
  }

  get moment(): GoingMoment | undefined {
    return this.#moment;
  }

  get all(): readonly ClientWriting[] {
    return [...this.#byClient.values()];
  }

  #noteClient({ client, clock }: Begun, personId: string | undefined, at: number): boolean {
    const known = this.#byClient.get(client);
    if (known === undefined) {
      this.#byClient.set(client, { client, personId, runs: [[clock, at]] });
      return true;
    }
    const last = known.runs.at(-1);
    if (last === undefined || stretchOf(last[1]) !== stretchOf(at)) known.runs.push([clock, at]);
    return false;
  }
}
