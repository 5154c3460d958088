import type { CommandOf } from "../commands.ts";
import { fact, isClosed, isOrganizer, make, NOTHING, refuse, type Asker, type Decision } from "./decisions.ts";
import type { Hands } from "../hands.ts";
import type { MeetupState } from "../meetup-state.ts";
import { isModeratorOf } from "../moderators.ts";

/** A moderator of the session, or an organizer, asks those in it one question at a time. */
export function askForHands(state: MeetupState, command: CommandOf<"hands.ask">, asker: Asker): Decision {
  const { type: _, ...hands } = command;
  if (!state.sessions.has(command.sessionId)) return refuse("unknown-session", "sessionId");
  if (!mayLead(state, command.sessionId, asker)) return refuse("moderators-only", "sessionId");
  return make(state, hands, () => {
    if (isClosed(state)) return refuse("meetup-closed");
    for (const each of state.hands.values())
      if (each.sessionId === command.sessionId && each.result === null) return refuse("hands-open", "sessionId");
    return fact({ type: "hands.asked", hands });
  });
}

/** Someone gives an answer, or another one instead, until it ends. */
export function answerHands(state: MeetupState, command: CommandOf<"hands.answer">, { personId }: Asker): Decision {
  return withHands(state, command.handsId, (hands) => {
    const { answer } = command;
    if (answer >= hands.answers.length) return refuse("unknown-answer", "answer");
    if (hands.given.get(personId) === answer) return NOTHING;
    if (hands.result) return refuse("hands-ended", "handsId");
    return isClosed(state) ? refuse("meetup-closed") : fact({ type: "hands.answered", handsId: hands.id, answer });
  });
}

/** A moderator of the session, or an organizer, ends it, in any phase: now everybody sees how many. */
export function endHands(state: MeetupState, command: CommandOf<"hands.end">, asker: Asker): Decision {
  return withHands(state, command.handsId, (hands) => {
    if (!mayLead(state, hands.sessionId, asker)) return refuse("moderators-only", "handsId");
    return hands.result ? NOTHING : fact({ type: "hands.ended", handsId: hands.id });
  });
}

function mayLead(state: MeetupState, sessionId: string, asker: Asker): boolean {
  const session = state.sessions.get(sessionId);
  return isOrganizer(state, asker) || (session !== undefined && isModeratorOf(session, asker.personId));
}

function withHands(state: MeetupState, id: string, decision: (hands: Hands) => Decision): Decision {
  const hands = state.hands.get(id);
  return hands ? decision(hands) : refuse("unknown-hands", "handsId");
}
