import { assertNever } from "../../assert-never.ts";
import type { Fact } from "../entries.ts";
import { remember } from "./made.ts";
import { loggedSession, loggedSideGroup } from "./logged-things.ts";
import type { MeetupState, SideGroup } from "../meetup-state.ts";
import { endsLater, ownTimesOf } from "../moderators.ts";
import type { Touch } from "../touch.ts";

const DAY_FACTS = [
  "session.edited",
  "session.stateSet",
  "session.extended",
  "session.fullSet",
  "session.outcomeSet",
  "sideGroup.outcomeSet",
  "sideGroup.edited",
  "sideGroup.handedOver",
  "sideGroup.merged",
  "sideGroup.unmerged",
  "announcement.added",
  "announcement.removed",
] as const satisfies Fact["type"][];

/** What happens while the meetup runs: to sessions and side groups that are there, and what everyone is told. */
export type DayFact = Extract<Fact, { type: (typeof DAY_FACTS)[number] }>;

/** Whether a fact is about the running of the day. */
export function isDayFact(fact: Fact): fact is DayFact {
  return (DAY_FACTS as readonly string[]).includes(fact.type);
}

/** Folds a fact about the running of the day into the state. */
export function evolveDay(
  state: MeetupState,
  fact: DayFact,
  { by, at }: { by: string; at: string },
  touched: Set<Touch>,
): void {
  switch (fact.type) {
    case "session.edited": {
      Object.assign(loggedSession(state, fact.sessionId), fact.set);
      touched.add(`session:${fact.sessionId}`);
      for (const group of state.sideGroups.values())
        if (group.sessionId === fact.sessionId) touched.add(`sideGroup:${group.id}`);
      if (!fact.set.moderators) return;
      touched.add("names");
      // Who moderates takes part, whether or not they have done anything here yet.
      for (const moderator of fact.set.moderators)
        if ("personId" in moderator && !state.people.has(moderator.personId)) {
          state.people.add(moderator.personId);
          touched.add("people");
        }
      return;
    }
    case "session.stateSet":
      loggedSession(state, fact.sessionId).state = fact.state;
      touched.add(`session:${fact.sessionId}`);
      return;
    case "session.extended": {
      const session = loggedSession(state, fact.sessionId);
      // A start that counted no more isn't brought back by the new end.
      if (!endsLater(ownTimesOf(state, session))) session.startsAt = null;
      session.endsAt = fact.endsAt;
      touched.add(`session:${fact.sessionId}`);
      return;
    }
    case "session.fullSet":
      loggedSession(state, fact.sessionId).full = fact.full;
      touched.add(`session:${fact.sessionId}`);
      return;
    case "session.outcomeSet":
      loggedSession(state, fact.sessionId).outcome = fact.outcome;
      touched.add(`session:${fact.sessionId}`);
      return;
    case "sideGroup.outcomeSet":
      loggedSideGroup(state, fact.sideGroupId).outcome = fact.outcome;
      touched.add(`sideGroup:${fact.sideGroupId}`);
      return;
    case "sideGroup.edited":
      Object.assign(loggedSideGroup(state, fact.sideGroupId), fact.set);
      touched.add(`sideGroup:${fact.sideGroupId}`);
      return;
    case "sideGroup.handedOver":
      Object.assign(loggedSideGroup(state, fact.sideGroupId), { host: fact.personId, handedOver: { by, at } });
      touched.add("names").add(`sideGroup:${fact.sideGroupId}`);
      return;
    case "sideGroup.merged": {
      const [from, into] = [loggedSideGroup(state, fact.from), loggedSideGroup(state, fact.into)];
      from.movedMembers = new Set([...from.members].filter((member) => !into.members.has(member)));
      for (const member of from.members) into.members.add(member);
      from.ended = true;
      from.mergedInto = into.id;
      touched.add("mine").add(`sideGroup:${from.id}`).add(`sideGroup:${into.id}`);
      return;
    }
    case "sideGroup.unmerged": {
      const from = loggedSideGroup(state, fact.sideGroupId);
      const into = loggedSideGroup(state, from.mergedInto ?? "");
      from.members = new Set(stillTogether(from, into));
      if (!from.members.has(from.host)) from.host = [...from.members][0]!;
      // Whoever hosts the other one by now stays in it too.
      for (const member of from.movedMembers) if (member !== into.host) into.members.delete(member);
      Object.assign(from, { ended: false, mergedInto: null, movedMembers: new Set() });
      touched.add("names").add("mine").add(`sideGroup:${from.id}`).add(`sideGroup:${into.id}`);
      return;
    }
    case "announcement.added":
      state.announcements.set(fact.announcement.id, fact.announcement);
      remember(state, by, { type: "announcement.add", ...fact.announcement });
      touched.add(`announcement:${fact.announcement.id}`);
      return;
    case "announcement.removed":
      state.announcements.delete(fact.announcementId);
      touched.add(`announcement:${fact.announcementId}`);
      return;
    default:
      assertNever(fact);
  }
}

/** Those of a merged side group who have not left the one it went on in. */
export function stillTogether(from: SideGroup, into: SideGroup): string[] {
  return [...from.members].filter((member) => into.members.has(member));
}
