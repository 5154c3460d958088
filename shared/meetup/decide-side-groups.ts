import type { CommandOf } from "./commands.ts";
import { fact, isClosed, make, mayChange, NOTHING, refuse, type Asker, type Decision } from "./decisions.ts";
import { goneFor, padFor, sessionTitle, type MeetupState, type SideGroup } from "./meetup-state.ts";

/** Anyone starts a side group, from a topic, a session or nothing, and hosts it. */
export function startSideGroup(state: MeetupState, command: CommandOf<"sideGroup.start">, asker: Asker): Decision {
  const { type: _, ...sideGroup } = command;
  const topic = command.topicId ? state.topics.get(command.topicId) : undefined;
  if (command.topicId && !topic) return refuse("unknown-topic", "topicId");
  if (command.sessionId && !state.sessions.has(command.sessionId) && !state.made.has(command.id))
    return refuse("unknown-session", "sessionId");
  return make(state, asker, sideGroup, () => {
    if (isClosed(state)) return refuse("meetup-closed");
    const gone = topic && goneFor(topic);
    if (gone) return refuse(gone, "topicId");
    const from = state.sessions.get(command.sessionId ?? "");
    const title = sideGroup.title ?? (from && sessionTitle(state, from));
    return fact({
      type: "sideGroup.started",
      sideGroup,
      ...padFor(state, topic ? [topic] : [], title, asker),
    });
  });
}

/** One joins while there is a place. */
export function joinSideGroup(state: MeetupState, command: CommandOf<"sideGroup.join">, { personId }: Asker): Decision {
  return withSideGroup(state, command.sideGroupId, (group) => {
    if (group.members.has(personId)) return NOTHING;
    if (isClosed(state)) return refuse("meetup-closed");
    if (group.ended) return refuse("side-group-ended", "sideGroupId");
    if (group.capacity !== null && group.members.size >= group.capacity)
      return refuse("side-group-full", "sideGroupId");
    return fact({ type: "sideGroup.joined", sideGroupId: group.id });
  });
}

/** One leaves; the host ends it instead. */
export function leaveSideGroup(
  state: MeetupState,
  command: CommandOf<"sideGroup.leave">,
  { personId }: Asker,
): Decision {
  return withSideGroup(state, command.sideGroupId, (group) => {
    if (!group.members.has(personId)) return NOTHING;
    if (isClosed(state)) return refuse("meetup-closed");
    if (group.ended) return refuse("side-group-ended", "sideGroupId");
    if (group.host === personId) return refuse("side-group-host", "sideGroupId");
    return fact({ type: "sideGroup.left", sideGroupId: group.id });
  });
}

/** Its host or an organizer ends it, with what came out. */
export function endSideGroup(state: MeetupState, command: CommandOf<"sideGroup.end">, asker: Asker): Decision {
  return withSideGroup(state, command.sideGroupId, (group) => {
    if (!mayChange(state, group.host, asker)) return refuse("not-yours", "sideGroupId");
    if (group.ended) return NOTHING;
    if (isClosed(state)) return refuse("meetup-closed");
    const { outcome } = command;
    return fact({
      type: "sideGroup.ended",
      sideGroupId: group.id,
      ...(outcome ? { outcome } : {}),
    });
  });
}

function withSideGroup(state: MeetupState, id: string, decision: (group: SideGroup) => Decision): Decision {
  const group = state.sideGroups.get(id);
  return group ? decision(group) : refuse("unknown-side-group", "sideGroupId");
}
