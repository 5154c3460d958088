import type { CommandInput } from "../../shared/meetup/commands.ts";
import type { MeetupView, SessionView, SideGroupView } from "../../shared/meetup/view.ts";
import { given } from "./optimistic-facts.ts";

const MINUTE_MS = 60_000;

/** What is asked while the meetup runs, besides starting, joining and leaving side groups. */
export type DayCommand = Extract<
  CommandInput,
  {
    type:
      | "session.edit"
      | "session.setState"
      | "session.extend"
      | "session.setFull"
      | "outcome.set"
      | "announcement.add"
      | "announcement.remove"
      | "sideGroup.edit"
      | "sideGroup.handOver"
      | "sideGroup.merge"
      | "sideGroup.unmerge"
      | "sideGroup.end";
  }
>;

/** The view as it will be once the server has confirmed what is asked. */
export function dayAfter(view: MeetupView, command: DayCommand): MeetupView {
  switch (command.type) {
    case "session.edit": {
      const { title, startsAt, endsAt, moderators } = command;
      return withSession(view, command.sessionId, (session) => ({
        ...session,
        ...(title !== undefined && { title }),
        // Without times of its own it has the slot's, which the answer brings.
        ...(startsAt && { startsAt }),
        ...(endsAt && { endsAt }),
        ...(moderators && { moderators }),
      }));
    }
    case "session.setState":
      return withSession(view, command.sessionId, (session) => ({ ...session, state: command.state }));
    case "session.setFull":
      return withSession(view, command.sessionId, (session) => ({ ...session, full: command.full }));
    case "session.extend":
      return withSession(view, command.sessionId, (session) => {
        const present = Date.parse(session.endsAt);
        const wished = Date.parse(command.from ?? session.endsAt) + command.minutes * MINUTE_MS;
        const end = command.minutes > 0 ? Math.max(present, wished) : Math.min(present, wished);
        return { ...session, endsAt: new Date(end).toISOString() };
      });
    case "outcome.set": {
      const outcome = command.text || null;
      return command.sessionId !== undefined
        ? withSession(view, command.sessionId, (session) => ({ ...session, outcome }))
        : withGroup(view, command.sideGroupId ?? "", (group) => ({ ...group, outcome }));
    }
    case "announcement.add": {
      const { type: _, ...announcement } = command;
      const others = view.announcements.filter(({ id }) => id !== announcement.id);
      return { ...view, announcements: [...others, announcement] };
    }
    case "announcement.remove":
      return { ...view, announcements: view.announcements.filter(({ id }) => id !== command.announcementId) };
    case "sideGroup.edit": {
      const { type: _, sideGroupId, ...set } = command;
      return withGroup(view, sideGroupId, (group) => ({ ...group, ...given(set) }));
    }
    case "sideGroup.handOver":
      return withGroup(view, command.sideGroupId, (group) => ({ ...group, host: command.personId }));
    case "sideGroup.end":
      return withGroup(view, command.sideGroupId, (group) => ({
        ...group,
        state: "ended",
        outcome: command.outcome || group.outcome,
      }));
    case "sideGroup.unmerge":
      // Who is in which then comes with the answer.
      return withGroup(view, command.sideGroupId, (group) => ({ ...group, state: "open", mergedInto: null }));
    case "sideGroup.merge": {
      const fromId = command.from ?? command.sideGroupId ?? "";
      const from = view.sideGroups.find(({ id }) => id === fromId);
      const joined = withGroup(view, command.into, (group) =>
        Array.isArray(group.members) && Array.isArray(from?.members)
          ? { ...group, members: [...new Set([...group.members, ...from.members])] }
          : group,
      );
      return withGroup(joined, fromId, (group) => ({ ...group, state: "ended", mergedInto: command.into }));
    }
  }
}

function withSession(view: MeetupView, id: string, change: (session: SessionView) => SessionView): MeetupView {
  return { ...view, sessions: view.sessions.map((each) => (each.id === id ? change(each) : each)) };
}

function withGroup(view: MeetupView, id: string, change: (group: SideGroupView) => SideGroupView): MeetupView {
  return { ...view, sideGroups: view.sideGroups.map((each) => (each.id === id ? change(each) : each)) };
}
