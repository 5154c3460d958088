import { PAD_CLOSE } from "../../shared/notes/pad-frames.ts";

/** What somebody may do with a pad. `removed`: the person was removed from its meetup; `former`: they are nobody any more. */
export type PadRight = "unknown" | "removed" | "former" | "read" | "write";

/** Who may do what with a pad; its meetup knows. */
export interface PadAccess {
  /** `personId` is undefined for someone without a name. Rejects when it can't be found out now. */
  check(padId: string, personId: string | undefined): Promise<PadRight>;
  /** Where moments of a pad's history have to end: at its named versions. Rejects when it can't be found out now. */
  endsOf(padId: string): Promise<number[]>;
}

/** Nobody is let in while nothing can be written. */
export const CANNOT_STORE = { code: PAD_CLOSE.cannotStore, reason: "the server can't store edits now" };

/** Whoever has this connection has another id by now. */
export const OTHER_PERSON = { code: PAD_CLOSE.otherPerson, reason: "this device is another person's now" };

/** With which close code somebody is refused, if they are. */
export function refusalOf(right: PadRight): { code: number; reason: string } | undefined {
  switch (right) {
    case "unknown":
      return { code: PAD_CLOSE.unknownPad, reason: "unknown pad" };
    case "removed":
      return { code: PAD_CLOSE.removedPerson, reason: "you were removed from this meetup" };
    case "former":
      return OTHER_PERSON;
    case "read":
    case "write":
      return undefined;
  }
}
