/** Whose a Yjs client id is, and from which of its clocks on what was written when. */
export interface ClientWriter {
  client: number;
  /** Null is the server's own hand: the headings that a pad starts with. */
  person: string | null;
  /** `[clock, milliseconds since 1970]`, ascending. */
  runs: readonly (readonly [number, number])[];
}
