/**
 * Text that people go on typing. It counts as in the pad, and is put into the document when somebody looks at that: what
 * one client typed in a row is then one insertion, where each keystroke alone costs Yjs more than all that the server
 * does with it.
 */
import type { Insertion } from "./insertion.ts";
import type { StructId } from "../intake/scanned-struct.ts";

/** At most this much of each client waits, in UTF-16 units. */
const MOST_UNITS = 1024;

export class TypingRuns {
  /** What waits, by client. */
  readonly #runs = new Map<number, Insertion>();
  readonly #mostRuns: number;
  #units = 0;

  /** At most `mostRuns` clients' wait: few where each may have to pass much on the way to its place. */
  constructor(mostRuns: number) {
    this.#mostRuns = mostRuns;
  }

  /** How much text waits, in UTF-16 units. */
  get units(): number {
    return this.#units;
  }

  /** The clock behind what waits of this client; undefined when nothing does. */
  reachOf(client: number): number | undefined {
    const run = this.#runs.get(client);
    return run && run.clock + run.units;
  }

  /** Whether it goes on with what waits. */
  continues(insertion: Insertion): boolean {
    const run = this.#runs.get(insertion.client);
    return run !== undefined && goesOn(run, insertion);
  }

  /** Whether this character waits. */
  holds(id: StructId | undefined): boolean {
    if (id === undefined) return false;
    const run = this.#runs.get(id.client);
    return run !== undefined && id.clock >= run.clock;
  }

  /** Takes an insertion that follows what is there. False: what waits has to be put into the document first. */
  add(insertion: Insertion): boolean {
    const run = this.#runs.get(insertion.client);
    if (run === undefined) {
      if (this.#runs.size === this.#mostRuns || this.holds(insertion.origin) || this.holds(insertion.rightOrigin))
        return false;
      this.#runs.set(insertion.client, { ...insertion });
    } else {
      if (run.units >= MOST_UNITS || !goesOn(run, insertion)) return false;
      run.units += insertion.units;
      run.text += insertion.text;
    }
    this.#units += insertion.units;
    return true;
  }

  /** All that waits, which then doesn't any more; in an order in which it can be put in. */
  take(): Insertion[] {
    const runs = [...this.#runs.values()];
    this.#runs.clear();
    this.#units = 0;
    return runs;
  }
}

/** Whether `next` is right behind the last character of `run`, before the same one: Yjs would join the two. */
function goesOn(run: Insertion, { client, clock, origin, rightOrigin }: Insertion): boolean {
  return (
    clock === run.clock + run.units &&
    origin?.client === client &&
    origin.clock === clock - 1 &&
    rightOrigin?.client === run.rightOrigin?.client &&
    rightOrigin?.clock === run.rightOrigin?.clock
  );
}
