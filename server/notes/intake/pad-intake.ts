import { assertNever } from "../../../shared/assert-never.ts";
import { PAD_CLOSE } from "../../../shared/notes/pad-frames.ts";
import type { PadConnection } from "../pad-connection.ts";
import type { PadLanes } from "../queue/pad-lanes.ts";
import type { Member } from "../queue/pad-member.ts";
import { permissionDenied, type PadUpdate } from "../pad-messages.ts";
import type { PadPresence } from "../pad-presence.ts";
import type { PadState } from "../text/pad-state.ts";
import { binaryFrame } from "../../connections/websocket-frame.ts";

/** What somebody sends that may not be so: edits and presence are taken, refused, or end the connection. */
export class PadIntake {
  readonly #state: PadState;
  readonly #lanes: PadLanes;
  readonly #presence: PadPresence<PadConnection>;
  readonly #introducerOf: (client: number) => string | undefined;
  readonly #expel: (member: Member, code: number, reason: string) => void;

  /** `expel` ends somebody's connection. */
  constructor(tools: {
    state: PadState;
    lanes: PadLanes;
    presence: PadPresence<PadConnection>;
    expel: (member: Member, code: number, reason: string) => void;
  }) {
    this.#state = tools.state;
    this.#lanes = tools.lanes;
    this.#presence = tools.presence;
    this.#introducerOf = (client) => this.#presence.introducerOf(client);
    this.#expel = tools.expel;
  }

  /** Takes an edit. True: it waits with the others now. */
  edit(message: PadUpdate, member: Member): boolean {
    const { person, mayWrite } = member.connection;
    if (person === undefined || !mayWrite) {
      this.#refuse(message, member);
      return false;
    }
    const { update, scanned } = message;
    const admission = this.#state.admit(update, person.id, this.#introducerOf, scanned);
    switch (admission.outcome) {
      case "edit":
        for (const piece of admission.pieces) this.#lanes.enqueue(member, { type: "edit", piece, personId: person.id });
        return true;
      case "nothing-new":
        return false;
      case "refused":
        this.#expel(member, PAD_CLOSE.refused, admission.reason);
        return false;
      default:
        return assertNever(admission);
    }
  }

  /** Takes what somebody says of where they are. */
  presence(states: Uint8Array, member: Member): void {
    const outcome = this.#presence.receive(states, member.connection);
    if (outcome === "fine") return;
    const code = outcome === "undecodable" ? PAD_CLOSE.undecodable : PAD_CLOSE.refused;
    this.#expel(member, code, `presence: ${outcome}`);
  }

  /** Readers may say what they have; only what would change the text is refused. */
  #refuse({ update, scanned }: PadUpdate, member: Member): void {
    const brings = this.#state.brings(update, scanned);
    if (brings === "nothing") return;
    if (typeof brings === "object") return this.#expel(member, PAD_CLOSE.refused, brings.refused);
    member.wasRefused = true;
    member.connection.send(binaryFrame(permissionDenied("permission denied")));
  }
}
