import type { InParts } from "../../shared/in-parts.ts";
import type { Batch } from "../../shared/meetup/commands.ts";
import { decidingBatch } from "../../shared/meetup/decide/decide-batch.ts";
import { closeWhatIsDue } from "../../shared/meetup/decide/decide-meetup.ts";
import { decide, type LoggedCommand } from "../../shared/meetup/decide.ts";
import {
  fact,
  isOrganizer,
  NOTHING,
  refuse,
  unlessRemoved,
  type Asker,
  type Decision,
} from "../../shared/meetup/decide/decisions.ts";
import type { MeetupState } from "../../shared/meetup/meetup-state.ts";

/** What the server itself asks of a meetup, besides people's commands. Same path, same log. */
export type InternalCommand =
  | { type: "organizer.join" }
  | { type: "organizerLink.add"; tokenHash: string }
  | { type: "organizerLink.renew"; tokenHash: string }
  | { type: "person.rename" }
  | { type: "person.join"; personId: string; into: string }
  | { type: "person.erase"; personId: string }
  | { type: "notes.write"; padId: string }
  | { type: "closing.due" };

/** Anything that a live meetup may be asked. */
export type AnyCommand = LoggedCommand | Batch | InternalCommand;

/** Decides a command, whoever it comes from; the state must stay as it is until that is done. */
export function* decidingAny(state: MeetupState, command: AnyCommand, asker: Asker): InParts<Decision> {
  // Each command of a batch is refused by itself, so that it is named.
  if (command.type === "batch") return yield* decidingBatch(state, command, asker);
  return unlessRemoved(state, asker, decideOne(state, command, asker));
}

function decideOne(state: MeetupState, command: Exclude<AnyCommand, Batch>, asker: Asker): Decision {
  switch (command.type) {
    case "organizer.join":
      return isOrganizer(state, asker) ? NOTHING : fact({ type: "organizer.joined" });
    case "organizerLink.add":
      if (!isOrganizer(state, asker)) return refuse("organizers-only");
      return fact({ type: "organizerLink.added", tokenHash: command.tokenHash });
    case "organizerLink.renew":
      if (!isOrganizer(state, asker)) return refuse("organizers-only");
      return fact({ type: "organizerLink.renewed", tokenHash: command.tokenHash });
    case "person.rename":
      return state.people.has(asker.personId) ? fact({ type: "person.renamed" }) : NOTHING;
    case "person.join": {
      const { personId, into } = command;
      return takesPart(state, personId) ? fact({ type: "person.joined", personId, into }) : NOTHING;
    }
    case "person.erase": {
      const { personId } = command;
      return takesPart(state, personId) ? fact({ type: "person.erased", personId }) : NOTHING;
    }
    case "notes.write":
      return state.writers.get(command.padId)?.has(asker.personId)
        ? NOTHING
        : fact({ type: "notes.written", padId: command.padId });
    case "closing.due":
      return closeWhatIsDue(state, asker.at);
    default:
      return decide(state, command, asker);
  }
}

/** Everyone whom the meetup knows in any way is among these. */
function takesPart({ people, removed }: MeetupState, personId: string): boolean {
  return people.has(personId) || removed.has(personId);
}
