import { LIMITS } from "../../limits.ts";
import type { CommandOf } from "../commands.ts";
import { setOutcome } from "./decide-day.ts";
import { goneFor, fact, isClosed, make, mayChange, NOTHING, refuse, type Asker, type Decision } from "./decisions.ts";
import type { FactOf } from "../entries.ts";
import { stillTogether } from "../evolve/evolve-day.ts";
import type { MeetupState, SideGroup } from "../meetup-state.ts";
import { padFor } from "../pad-for.ts";
import { sessionTitle } from "../titles.ts";

/** Anyone starts a side group, from a topic, a session or nothing, and hosts it. */
export function startSideGroup(state: MeetupState, command: CommandOf<"sideGroup.start">, asker: Asker): Decision {
  const { type: _, ...sideGroup } = command;
  const topic = command.topicId ? state.topics.get(command.topicId) : undefined;
  if (command.topicId && !topic) return refuse("unknown-topic", "topicId");
  if (command.sessionId && !state.sessions.has(command.sessionId)) return refuse("unknown-session", "sessionId");
  return make(state, sideGroup, () => {
    if (isClosed(state)) return refuse("meetup-closed");
    const gone = topic && goneFor(topic);
    if (gone) return refuse(gone, "topicId");
    if (state.sideGroups.size >= LIMITS.sideGroups) return refuse("too-many-side-groups");
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

/** Its host or an organizer ends it, with what came out; where it has ended without a word, that is added. */
export function endSideGroup(state: MeetupState, command: CommandOf<"sideGroup.end">, asker: Asker): Decision {
  return withSideGroup(state, command.sideGroupId, (group) => {
    if (!mayChange(state, group.host, asker)) return refuse("not-yours", "sideGroupId");
    const { outcome } = command;
    if (group.ended) {
      if (!outcome || group.outcome === outcome) return NOTHING;
      if (group.outcome !== null)
        return refuse("side-group-ended", "outcome", "This side group has ended, with another outcome.");
      return setOutcome(state, { type: "outcome.set", sideGroupId: group.id, text: outcome }, asker);
    }
    if (isClosed(state)) return refuse("meetup-closed");
    return fact({
      type: "sideGroup.ended",
      sideGroupId: group.id,
      ...(outcome ? { outcome } : {}),
    });
  });
}

/** Its host or an organizer renames or moves it, or sets how many fit: never fewer than are in it. */
export function editSideGroup(state: MeetupState, command: CommandOf<"sideGroup.edit">, asker: Asker): Decision {
  const { type: _, sideGroupId, ...wish } = command;
  return withSideGroup(state, sideGroupId, (group) => {
    if (!mayChange(state, group.host, asker)) return refuse("not-yours", "sideGroupId");
    const set = Object.fromEntries(
      Object.entries(wish).filter(([key, value]) => value !== undefined && value !== group[key as keyof SideGroup]),
    ) as FactOf<"sideGroup.edited">["set"];
    if (Object.keys(set).length === 0) return NOTHING;
    if (isClosed(state)) return refuse("meetup-closed");
    if (group.ended) return refuse("side-group-ended", "sideGroupId");
    if (set.capacity && set.capacity < group.members.size) return refuse("side-group-seats", "capacity");
    return fact({ type: "sideGroup.edited", sideGroupId, set });
  });
}

/** How long whoever handed a side group over may take it back. Milliseconds. */
const TAKE_BACK_MS = 2 * 60_000;

/** Its host or an organizer makes another member its host; who did so may take it back for a moment. */
export function handOverSideGroup(
  state: MeetupState,
  { sideGroupId, personId }: CommandOf<"sideGroup.handOver">,
  asker: Asker,
): Decision {
  return withSideGroup(state, sideGroupId, (group) => {
    // First, so that who handed it over can repeat it.
    if (group.host === personId) return NOTHING;
    const takesBack = personId === asker.personId && mayTakeBack(group, asker);
    if (!takesBack && !mayChange(state, group.host, asker)) return refuse("not-yours", "sideGroupId");
    if (isClosed(state)) return refuse("meetup-closed");
    if (group.ended) return refuse("side-group-ended", "sideGroupId");
    if (state.removed.has(personId)) return refuse("is-removed", "personId");
    if (!group.members.has(personId)) return refuse("not-a-member", "personId");
    return fact({ type: "sideGroup.handedOver", sideGroupId, personId });
  });
}

/** The host of one, or an organizer, has it go on in another, if that holds everyone; their notes stay apart. */
export function mergeSideGroups(
  state: MeetupState,
  { into, ...command }: CommandOf<"sideGroup.merge">,
  asker: Asker,
): Decision {
  const [field, from = ""] = command.from === undefined ? ["sideGroupId", command.sideGroupId] : ["from", command.from];
  const [one, other] = [state.sideGroups.get(from), state.sideGroups.get(into)];
  if (!one) return refuse("unknown-side-group", field);
  if (!other) return refuse("unknown-side-group", "into");
  if (!mayChange(state, one.host, asker)) return refuse("not-yours", field);
  if (one.mergedInto === into) return NOTHING;
  if (isClosed(state)) return refuse("meetup-closed");
  if (one.ended) return refuse("side-group-ended", field);
  if (other.ended) return refuse("side-group-ended", "into");
  if (other.capacity !== null && new Set([...one.members, ...other.members]).size > other.capacity)
    return refuse("side-group-full", "into", "There are not enough places for everyone in both.");
  return fact({ type: "sideGroup.merged", from, into });
}

/** Its host or an organizer parts what was merged: each has its own people again, without those who left since. */
export function unmergeSideGroup(
  state: MeetupState,
  { sideGroupId }: CommandOf<"sideGroup.unmerge">,
  asker: Asker,
): Decision {
  return withSideGroup(state, sideGroupId, (group) => {
    if (!mayChange(state, group.host, asker)) return refuse("not-yours", "sideGroupId");
    if (group.mergedInto === null) return NOTHING;
    if (isClosed(state)) return refuse("meetup-closed");
    const into = state.sideGroups.get(group.mergedInto)!;
    if (into.ended)
      return refuse("side-group-ended", "sideGroupId", "The side group that this one went on in has ended.");
    return stillTogether(group, into).length === 0
      ? refuse("side-group-empty", "sideGroupId")
      : fact({ type: "sideGroup.unmerged", sideGroupId });
  });
}

function mayTakeBack({ handedOver }: SideGroup, { personId, at }: Asker): boolean {
  return handedOver?.by === personId && Date.parse(at) - Date.parse(handedOver.at) <= TAKE_BACK_MS;
}

function withSideGroup(state: MeetupState, id: string, decision: (group: SideGroup) => Decision): Decision {
  const group = state.sideGroups.get(id);
  return group ? decision(group) : refuse("unknown-side-group", "sideGroupId");
}
