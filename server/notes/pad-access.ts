/** What somebody may do with a pad. `removed`: the person was removed from its meetup. */
export type PadRight = "unknown" | "removed" | "read" | "write";

/** Who may do what with a pad; its meetup knows. */
export interface PadAccess {
  /** `personId` is undefined for someone without a name. Rejects when it can't be found out now. */
  check(padId: string, personId: string | undefined): Promise<PadRight>;
  /** Where moments of a pad's history have to end: at its named versions. Rejects when it can't be found out now. */
  endsOf(padId: string): Promise<number[]>;
}
