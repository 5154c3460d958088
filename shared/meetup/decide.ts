import { assertNever } from "../assert-never.ts";
import { problem, type Problem, type Reason } from "../problem.ts";
import type { Command, CommandOf } from "./commands.ts";
import type { Fact } from "./entries.ts";
import { contentOf } from "./evolve.ts";
import { padInUse, sessionOf, sessionTitle, type MeetupState, type SideGroup, type Topic } from "./meetup-state.ts";

/** What a person may ask inside a meetup; deleting it whole is not a matter of its log. */
export type LoggedCommand = Exclude<Command, { type: "meetup.delete" }>;

/** What follows from a command: facts for the log, nothing because it is already so, or a refusal. */
export type Decision = { kind: "facts"; facts: Fact[] } | { kind: "nothing" } | { kind: "refusal"; problem: Problem };

/** Who asks, and the ids that a pure function can't make. */
export interface Asker {
  personId: string;
  /** A pad id that nobody can guess; asked for only when a new pad is needed. */
  newPadId: () => string;
}

const NOTHING: Decision = { kind: "nothing" };

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
      return asOrganizer(state, asker, () => make(state, asker, room, () => fact({ type: "room.added", room })));
    }
    case "slot.add": {
      const { type: _, ...slot } = command;
      return asOrganizer(state, asker, () => make(state, asker, slot, () => fact({ type: "slot.added", slot })));
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
      return state.facts.phase === command.phase ? NOTHING : fact({ type: "phase.set", phase: command.phase });
    default:
      return assertNever(command);
  }
}

function proposeTopic(state: MeetupState, command: CommandOf<"topic.propose">, asker: Asker): Decision {
  const { type: _, ...topic } = command;
  return make(state, asker, topic, () => {
    if (isClosed(state)) return refuse("meetup-closed");
    if (!state.facts.proposalsOpen && !isOrganizer(state, asker)) return refuse("proposals-closed");
    return fact({ type: "topic.proposed", topic, padId: asker.newPadId() });
  });
}

function editTopic(state: MeetupState, command: CommandOf<"topic.edit">, asker: Asker): Decision {
  const topic = state.topics.get(command.topicId);
  if (!topic) return refuse("unknown-topic", "topicId");
  if (!mayChange(state, topic.proposedBy, asker)) return refuse("not-yours");
  const { title, description, tags } = command;
  const set = {
    ...(title !== undefined && title !== topic.title && { title }),
    ...(description !== undefined && description !== topic.description && { description }),
    ...(tags !== undefined && JSON.stringify(tags) !== JSON.stringify(topic.tags) && { tags }),
  };
  if (Object.keys(set).length === 0) return NOTHING;
  if (isClosed(state)) return refuse("meetup-closed");
  if (topic.withdrawn) return refuse("topic-withdrawn", "topicId");
  return fact({ type: "topic.edited", topicId: topic.id, set });
}

function withdrawTopic(state: MeetupState, command: CommandOf<"topic.withdraw">, asker: Asker): Decision {
  const topic = state.topics.get(command.topicId);
  if (!topic) return refuse("unknown-topic", "topicId");
  if (!mayChange(state, topic.proposedBy, asker)) return refuse("not-yours");
  if (topic.withdrawn) return NOTHING;
  if (isClosed(state)) return refuse("meetup-closed");
  if (sessionOf(state, topic.id))
    return refuse("topic-scheduled", "topicId", "This topic is on the agenda. An organizer can cancel its session first.");
  return fact({ type: "topic.withdrawn", topicId: topic.id });
}

function castVote(state: MeetupState, { topicId, as }: CommandOf<"vote.cast">, { personId }: Asker): Decision {
  const topic = state.topics.get(topicId);
  if (!topic) return refuse("unknown-topic", "topicId");
  if (as === "pick" ? topic.picks.has(personId) : topic.voters.has(personId)) return NOTHING;
  const no = whyNoVote(state, topic);
  if (no) return refuse(no, "topicId");
  if (as === "pick" && picksOf(state, personId) >= state.facts.picks) return refuse("no-picks-left", "topicId");
  return fact({ type: "vote.cast", topicId, as });
}

function retractVote(state: MeetupState, { topicId, as }: CommandOf<"vote.retract">, { personId }: Asker): Decision {
  const topic = state.topics.get(topicId);
  if (!topic) return refuse("unknown-topic", "topicId");
  if (as === "pick" ? !topic.picks.has(personId) : !topic.voters.has(personId)) return NOTHING;
  const no = whyNoVote(state, topic);
  if (no) return refuse(no, "topicId");
  return fact({ type: "vote.retracted", topicId, as });
}

function addComment(state: MeetupState, command: CommandOf<"comment.add">, asker: Asker): Decision {
  const { type: _, ...comment } = command;
  const topic = state.topics.get(command.topicId);
  if (!topic) return refuse("unknown-topic", "topicId");
  if (command.replyTo && !topic.comments.some(({ id }) => id === command.replyTo))
    return refuse("unknown-comment", "replyTo");
  return make(state, asker, comment, () =>
    isClosed(state) ? refuse("meetup-closed") : fact({ type: "comment.added", comment }),
  );
}

function scheduleSession(state: MeetupState, command: CommandOf<"session.schedule">, asker: Asker): Decision {
  const { type: _, ...session } = command;
  const unknown = command.topicIds.findIndex((id) => !state.topics.has(id));
  if (unknown >= 0) return refuse("unknown-topic", `topicIds.${unknown}`);
  if (!state.rooms.has(command.roomId)) return refuse("unknown-room", "roomId");
  if (!state.slots.has(command.slotId)) return refuse("unknown-slot", "slotId");
  return asOrganizer(state, asker, () =>
    make(state, asker, session, () => {
      const topics = command.topicIds.map((id) => state.topics.get(id)!);
      const withdrawn = topics.findIndex((topic) => topic.withdrawn);
      if (withdrawn >= 0) return refuse("topic-withdrawn", `topicIds.${withdrawn}`);
      const scheduled = topics.findIndex((topic) => sessionOf(state, topic.id));
      if (scheduled >= 0) return refuse("topic-scheduled", `topicIds.${scheduled}`);
      for (const other of state.sessions.values())
        if (other.roomId === command.roomId && other.slotId === command.slotId) return refuse("cell-taken", "slotId");
      return fact({ type: "session.scheduled", session, ...padFor(state, topics, session.title, asker) });
    }),
  );
}

function cancelSession(state: MeetupState, { sessionId }: CommandOf<"session.cancel">, asker: Asker): Decision {
  if (!state.sessions.has(sessionId) && !state.cancelled.has(sessionId)) return refuse("unknown-session", "sessionId");
  return asOrganizer(state, asker, () =>
    state.cancelled.has(sessionId) ? NOTHING : fact({ type: "session.cancelled", sessionId }),
  );
}

function startSideGroup(state: MeetupState, command: CommandOf<"sideGroup.start">, asker: Asker): Decision {
  const { type: _, ...sideGroup } = command;
  const topic = command.topicId ? state.topics.get(command.topicId) : undefined;
  if (command.topicId && !topic) return refuse("unknown-topic", "topicId");
  if (command.sessionId && !state.sessions.has(command.sessionId) && !state.made.has(command.id))
    return refuse("unknown-session", "sessionId");
  return make(state, asker, sideGroup, () => {
    if (isClosed(state)) return refuse("meetup-closed");
    if (topic?.withdrawn) return refuse("topic-withdrawn", "topicId");
    const from = state.sessions.get(command.sessionId ?? "");
    const title = sideGroup.title ?? (from && sessionTitle(state, from));
    return fact({ type: "sideGroup.started", sideGroup, ...padFor(state, topic ? [topic] : [], title, asker) });
  });
}

function joinSideGroup(state: MeetupState, command: CommandOf<"sideGroup.join">, { personId }: Asker): Decision {
  return withSideGroup(state, command.sideGroupId, (group) => {
    if (group.members.has(personId)) return NOTHING;
    if (isClosed(state)) return refuse("meetup-closed");
    if (group.ended) return refuse("side-group-ended", "sideGroupId");
    if (group.capacity !== null && group.members.size >= group.capacity) return refuse("side-group-full", "sideGroupId");
    return fact({ type: "sideGroup.joined", sideGroupId: group.id });
  });
}

function leaveSideGroup(state: MeetupState, command: CommandOf<"sideGroup.leave">, { personId }: Asker): Decision {
  return withSideGroup(state, command.sideGroupId, (group) => {
    if (!group.members.has(personId)) return NOTHING;
    if (isClosed(state)) return refuse("meetup-closed");
    if (group.ended) return refuse("side-group-ended", "sideGroupId");
    if (group.host === personId) return refuse("side-group-host", "sideGroupId");
    return fact({ type: "sideGroup.left", sideGroupId: group.id });
  });
}

function endSideGroup(state: MeetupState, command: CommandOf<"sideGroup.end">, asker: Asker): Decision {
  return withSideGroup(state, command.sideGroupId, (group) => {
    if (!mayChange(state, group.host, asker)) return refuse("not-yours");
    if (group.ended) return NOTHING;
    if (isClosed(state)) return refuse("meetup-closed");
    const { outcome } = command;
    return fact({ type: "sideGroup.ended", sideGroupId: group.id, ...(outcome ? { outcome } : {}) });
  });
}

function fact(...facts: Fact[]): Decision {
  return { kind: "facts", facts };
}

function refuse(reason: Reason, path?: string, detail?: string): Decision {
  const refusal = problem(reason, detail === undefined ? {} : { detail });
  return {
    kind: "refusal",
    problem: path === undefined ? refusal : { ...refusal, errors: [{ path, message: refusal.title }] },
  };
}

/** The same id with the same content from the same person changes nothing; anything else under it is refused. */
function make(state: MeetupState, { personId }: Asker, made: { id: string }, decision: () => Decision): Decision {
  const known = state.made.get(made.id);
  if (!known) return decision();
  return known.by === personId && known.content === contentOf(made) ? NOTHING : refuse("id-taken", "id");
}

function asOrganizer(state: MeetupState, asker: Asker, decision: () => Decision): Decision {
  if (!isOrganizer(state, asker)) return refuse("organizers-only");
  const decided = decision();
  return decided.kind === "facts" && isClosed(state) ? refuse("meetup-closed") : decided;
}

function withSideGroup(state: MeetupState, id: string, decision: (group: SideGroup) => Decision): Decision {
  const group = state.sideGroups.get(id);
  return group ? decision(group) : refuse("unknown-side-group", "sideGroupId");
}

function isOrganizer(state: MeetupState, { personId }: Asker): boolean {
  return state.organizers.has(personId);
}

function mayChange(state: MeetupState, maker: string, asker: Asker): boolean {
  return maker === asker.personId || isOrganizer(state, asker);
}

function isClosed(state: MeetupState): boolean {
  return state.facts.phase === "closed";
}

function whyNoVote(state: MeetupState, topic: Topic): Reason | undefined {
  if (topic.withdrawn) return "topic-withdrawn";
  return state.facts.votingOpen ? undefined : "voting-closed";
}

function picksOf(state: MeetupState, personId: string): number {
  let picks = 0;
  for (const topic of state.topics.values()) if (topic.picks.has(personId) && !topic.withdrawn) picks += 1;
  return picks;
}

/** A session or side group of one topic takes over the topic's pad, unless another has it; others get their own. */
function padFor(
  state: MeetupState,
  topics: Topic[],
  title: string | undefined,
  asker: Asker,
): { padId: string; newPadTitle?: string } {
  const [topic] = topics;
  if (topic && topics.length === 1 && !padInUse(state, topic.padId)) return { padId: topic.padId };
  return { padId: asker.newPadId(), newPadTitle: title ?? topics.map((each) => each.title).join(" + ") };
}
