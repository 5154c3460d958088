import { LIMITS } from "../../shared/limits.ts";
import type { CommandInput } from "../../shared/meetup/commands.ts";
import type { MeetupView, MeView, SideGroupView, TopicView } from "../../shared/meetup/view.ts";
import type { Person } from "../../shared/person.ts";
import { asTaken } from "./as-taken.ts";
import { dayAfter } from "./optimistic-day.ts";
import { factsAfter, given } from "./optimistic-facts.ts";
import { planAfter, timesAfterShift, withTimes } from "./optimistic-plan.ts";
import {
  approvedAfter,
  isLookedAtFirst,
  waiting,
  withoutWaiting,
  withProposed,
  withWaiting,
} from "./optimistic-queue.ts";
import { havingTold, takingHome } from "./optimistic-take-home.ts";
import { counted, mergedAfter, statusIn, withId, withoutId, withTopic } from "./optimistic-topics.ts";
import type { PendingCommand } from "./pending-commands.ts";
import { surelyRefused } from "./surely-refused.ts";

/** The shared view and one's own part of it, as one picture. */
export interface Picture {
  view: MeetupView;
  me: MeView | null;
}

/** The picture as it will be once the server has confirmed what is pending; what it will surely refuse changes nothing. */
export function withPending(confirmed: Picture, pending: readonly PendingCommand[], person: Person): Picture {
  return pending.reduce(
    (picture, each) =>
      surelyRefused(each.command) ? picture : withOne(picture, { ...each, command: asTaken(each.command) }, person),
    confirmed,
  );
}

/** One's own part after a command that the server has accepted. */
export function meAfter(me: MeView, command: CommandInput): MeView {
  if (command.type === "vote.cast") {
    const isPick = command.as === "pick" && !me.picks.includes(command.topicId);
    return {
      ...me,
      votes: withId(me.votes, command.topicId),
      picks: isPick ? [...me.picks, command.topicId] : me.picks,
      picksLeft: isPick ? Math.max(0, me.picksLeft - 1) : me.picksLeft,
    };
  }
  if (command.type === "vote.retract") {
    const wasPick = me.picks.includes(command.topicId);
    return {
      ...me,
      votes: command.as === "pick" ? me.votes : withoutId(me.votes, command.topicId),
      picks: withoutId(me.picks, command.topicId),
      picksLeft: wasPick ? me.picksLeft + 1 : me.picksLeft,
    };
  }
  if (command.type === "plan.add" || command.type === "plan.remove") {
    const id = command.sessionId ?? command.sideGroupId ?? "";
    return { ...me, plan: command.type === "plan.add" ? withId(me.plan, id) : withoutId(me.plan, id) };
  }
  if (command.type === "takeHome.set") return takingHome(me, command);
  if (command.type === "lastTime.tell") return havingTold(me, command);
  if (command.type === "roomCode.enter") return { ...me, inRoom: true };
  if (command.type === "hands.answer") return { ...me, hands: { ...me.hands, [command.handsId]: command.answer } };
  if (command.type === "topic.approve" || command.type === "topic.decline") return withoutWaiting(me, command.topicId);
  return me;
}

function withOne({ view, me }: Picture, { command, at, topicId, times }: PendingCommand, person: Person): Picture {
  switch (command.type) {
    case "vote.cast":
    case "vote.retract": {
      const mine = me ?? nothingOf(person, view);
      const next = meAfter(mine, command);
      const difference = Number(next.votes.includes(command.topicId)) - Number(mine.votes.includes(command.topicId));
      const picks = Number(next.picks.includes(command.topicId)) - Number(mine.picks.includes(command.topicId));
      return { view: withTopic(view, command.topicId, (topic) => counted(topic, difference, picks)), me: next };
    }
    case "topic.propose": {
      const isThere = ({ id }: { id: string }) => id === command.id;
      if (view.topics.some(isThere) || me?.queue.some(isThere)) return { view, me };
      const mine = me ?? nothingOf(person, view);
      if (isLookedAtFirst(view, mine)) return { view, me: withWaiting(mine, command, at) };
      return { me, view: named(withProposed(view, waiting(command, at, person.id), command.forName), person) };
    }
    case "topic.approve":
      return approvedAfter({ view, me }, command.topicId);
    case "topic.decline":
      return { view, me: me && meAfter(me, command) };
    case "topic.edit": {
      const { type: _, topicId: id, ...set } = command;
      return { view: withTopic(view, id, (topic) => ({ ...topic, ...given(set) })), me };
    }
    case "topic.withdraw":
      return { view: withTopic(view, command.topicId, (topic) => withdrawn(topic, person)), me };
    case "topic.park":
    case "topic.restore": {
      const otherwise = command.type === "topic.park" ? "parked" : "proposed";
      const set = (topic: TopicView) => ({ ...topic, status: statusIn(view, topic, otherwise), withdrawnBy: null });
      return { view: withTopic(view, command.topicId, set), me };
    }
    case "topic.merge":
    case "topic.unmerge":
      return { view: mergedAfter(view, command), me };
    case "meetup.setPhase":
    case "meetup.edit":
      return { view: { ...view, meetup: factsAfter(view.meetup, command) }, me };
    case "volunteer.offer":
    case "volunteer.withdraw": {
      const { as } = command;
      const offers = command.type === "volunteer.offer";
      const change = (topic: TopicView) => {
        const others = topic.volunteers.filter((each) => each.as !== as || each.personId !== person.id);
        return { ...topic, volunteers: offers ? [...others, { personId: person.id, as }] : others };
      };
      return { view: named(withTopic(view, command.topicId, change), person), me };
    }
    case "comment.add":
      return {
        view: named(
          withTopic(view, command.topicId, (topic) => ({ ...topic, comments: topic.comments + 1 })),
          person,
        ),
        me,
      };
    case "comment.remove": {
      const fewer = (topic: TopicView) => ({ ...topic, comments: Math.max(0, topic.comments - 1) });
      return { view: topicId === undefined ? view : withTopic(view, topicId, fewer), me };
    }
    case "sideGroup.start":
      if (view.sideGroups.some(({ id }) => id === command.id)) return { view, me };
      return { view: named(withStarted(view, started(view, command, person)), person), me };
    case "sideGroup.join":
      return {
        view: named(
          withGroup(view, command.sideGroupId, (ids) => withId(ids, person.id)),
          person,
        ),
        me: me && { ...me, invitedTo: withoutId(me.invitedTo, command.sideGroupId) },
      };
    case "sideGroup.leave":
      return { view: withGroup(view, command.sideGroupId, (ids) => withoutId(ids, person.id)), me };
    case "hands.answer": {
      const mine = me ?? nothingOf(person, view);
      const isFirst = mine.hands[command.handsId] === undefined;
      const hands = view.hands.map((each) =>
        each.id === command.handsId && isFirst ? { ...each, answered: each.answered + 1 } : each,
      );
      return { view: { ...view, hands }, me: meAfter(mine, command) };
    }
    case "plan.add":
    case "plan.remove":
    case "roomCode.enter":
    case "takeHome.set":
    case "lastTime.tell":
      return { view, me: meAfter(me ?? nothingOf(person, view), command) };
    case "profile.set": {
      const { type: _, ...said } = command;
      const mine = me ?? nothingOf(person, view);
      return { view, me: { ...mine, profile: { ...mine.profile, ...given(said) } } };
    }
    case "session.edit":
    case "session.setState":
    case "session.extend":
    case "session.setFull":
    case "outcome.set":
    case "announcement.add":
    case "announcement.remove":
    case "sideGroup.edit":
    case "sideGroup.handOver":
    case "sideGroup.merge":
    case "sideGroup.unmerge":
    case "sideGroup.end":
      return { view: dayAfter(view, command), me };
    case "room.add":
    case "room.edit":
    case "room.remove":
    case "slot.add":
    case "slot.edit":
    case "slot.remove":
    case "session.schedule":
    case "session.move":
    case "session.cancel":
      return { view: planAfter(view, command), me };
    case "schedule.shift":
      return { view: withTimes(view, times ?? timesAfterShift(view, command)), me };
    default:
      // What else organizers arrange shows once it is so.
      return { view, me };
  }
}

/** One's own part before one did anything here. */
function nothingOf({ id }: Person, { meetup }: MeetupView): MeView {
  return {
    id,
    role: "participant",
    votes: [],
    picks: [],
    picksLeft: meetup.voting.picks,
    plan: [],
    takeHome: Array.from({ length: LIMITS.takeHomeThings }, () => null),
    lastTime: [],
    hands: {},
    invitedTo: [],
    queue: [],
    profile: null,
  };
}

function withStarted(view: MeetupView, group: SideGroupView): MeetupView {
  const next = { ...view, sideGroups: [...view.sideGroups, group] };
  const set = (topic: TopicView) => ({ ...topic, status: statusIn(next, topic, topic.status) });
  return group.topicId === null ? next : withTopic(next, group.topicId, set);
}

function started(
  view: MeetupView,
  command: Extract<CommandInput, { type: "sideGroup.start" }>,
  person: Person,
): SideGroupView {
  const from =
    view.topics.find(({ id }) => id === command.topicId)?.title ??
    view.sessions.find(({ id }) => id === command.sessionId)?.title;
  return {
    id: command.id,
    title: command.title ?? from ?? "",
    topicId: command.topicId ?? null,
    sessionId: command.sessionId ?? null,
    place: command.place ?? "",
    startsAt: command.startsAt ?? null,
    capacity: command.capacity ?? null,
    host: person.id,
    members: [person.id],
    padId: "",
    locked: false,
    lockedBy: null,
    state: "open",
    outcome: null,
    mergedInto: null,
  };
}

function named(view: MeetupView, { id, name, color }: Person): MeetupView {
  if (view.people.names[id]) return view;
  return { ...view, people: { ...view.people, names: { ...view.people.names, [id]: { name, color } } } };
}

function withGroup(view: MeetupView, groupId: string, change: (members: string[]) => string[]): MeetupView {
  const sideGroups = view.sideGroups.map((group) =>
    group.id === groupId && Array.isArray(group.members) ? { ...group, members: change(group.members) } : group,
  );
  return { ...view, sideGroups };
}

function withdrawn(topic: TopicView, { id }: Person): TopicView {
  return { ...topic, status: "withdrawn", withdrawnBy: topic.proposedBy === id ? "proposer" : "organizer" };
}
