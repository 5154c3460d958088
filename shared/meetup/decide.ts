import { assertNever } from "../assert-never.ts";
import type { Command } from "./commands.ts";
import {
  asOrganizer,
  fact,
  isOrganizer,
  make,
  NOTHING,
  refuse,
  type Asker,
  type Decision,
} from "./decisions.ts";
import { cancelSession, scheduleSession } from "./decide-schedule.ts";
import {
  endSideGroup,
  joinSideGroup,
  leaveSideGroup,
  startSideGroup,
} from "./decide-side-groups.ts";
import { addComment, editTopic, proposeTopic, withdrawTopic } from "./decide-topics.ts";
import { castVote, retractVote } from "./decide-votes.ts";
import type { MeetupState } from "./meetup-state.ts";

/** What a person may ask inside a meetup; deleting it whole is not a matter of its log. */
export type LoggedCommand = Exclude<Command, { type: "meetup.delete" }>;

/**
 * Decides a command on the state as it is: pure, no clock, no chance. Checks in the contract's
 * order: what is spoken of exists (404), the asker may (403), the state allows it (409). A repeat
 * of what is already so is `nothing`, whatever else has changed since.
 */
export function decide(state: MeetupState, command: LoggedCommand, asker: Asker): Decision {
  switch (command.type) {
    case "topic.propose":
      return proposeTopic(state, command, asker);
    case "topic.edit":
      return editTopic(state, command, asker);
    case "topic.withdraw":
      return withdrawTopic(state, command, asker);
    case "vote.cast":
      return castVote(state, command, asker);
    case "vote.retract":
      return retractVote(state, command, asker);
    case "comment.add":
      return addComment(state, command, asker);
    case "room.add": {
      const { type: _, ...room } = command;
      return asOrganizer(state, asker, () =>
        make(state, asker, room, () => fact({ type: "room.added", room })),
      );
    }
    case "slot.add": {
      const { type: _, ...slot } = command;
      return asOrganizer(state, asker, () =>
        make(state, asker, slot, () => fact({ type: "slot.added", slot })),
      );
    }
    case "session.schedule":
      return scheduleSession(state, command, asker);
    case "session.cancel":
      return cancelSession(state, command, asker);
    case "sideGroup.start":
      return startSideGroup(state, command, asker);
    case "sideGroup.join":
      return joinSideGroup(state, command, asker);
    case "sideGroup.leave":
      return leaveSideGroup(state, command, asker);
    case "sideGroup.end":
      return endSideGroup(state, command, asker);
    case "meetup.setPhase":
      if (!isOrganizer(state, asker)) return refuse("organizers-only");
      return state.facts.phase === command.phase
        ? NOTHING
        : fact({ type: "phase.set", phase: command.phase });
    default:
      return assertNever(command);
  }
}
