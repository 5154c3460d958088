import type { Command, View } from "./contract-types.ts";
import type { Chance } from "./seeded-chance.ts";

type Weighted = [weight: number, make: () => Command];

/**
 * A command that somebody might send in step `n`, most of them sensible, given what everybody sees. `deep`: those of a long life
 * too, like merging topics, withholding tallies and several commands as one.
 */
export function anyCommand(chance: Chance, view: View, n: number, deep: boolean): Command {
  const id = `made-in-step-${n}`;
  const topicId = () => chance.oneOf(view.topics)?.id ?? "no-topic-yet";
  const sideGroupId = () => chance.oneOf(view.sideGroups)?.id ?? "no-group-yet";
  const hour = String(8 + (n % 12)).padStart(2, "0");
  const commands: Weighted[] = [
    [12, () => ({ type: "topic.propose", id, title: `Topic of step ${n}`, tags: n % 2 ? ["nova"] : [] })],
    [5, () => ({ type: "topic.edit", topicId: topicId(), title: `Edited in step ${n}` })],
    [3, () => ({ type: "topic.withdraw", topicId: topicId() })],
    [35, () => ({ type: "vote.cast", topicId: topicId(), as: chance.oneOf(["come", "pick"]) })],
    [12, () => ({ type: "vote.retract", topicId: topicId(), as: chance.oneOf(["come", "pick"]) })],
    [8, () => ({ type: "comment.add", id, topicId: topicId(), body: `Said in step ${n}` })],
    [4, () => ({ type: "room.add", id, name: `Room ${n}` })],
    [
      4,
      () => ({
        type: "slot.add",
        id,
        startsAt: `2026-12-01T${hour}:00:00+01:00`,
        endsAt: `2026-12-01T${hour}:45:00+01:00`,
      }),
    ],
    [
      10,
      () => ({
        type: "session.schedule",
        id,
        topicIds: [topicId()],
        roomId: chance.oneOf(view.rooms)?.id ?? "no-room-yet",
        slotId: chance.oneOf(view.slots)?.id ?? "no-slot-yet",
      }),
    ],
    [3, () => ({ type: "session.cancel", sessionId: chance.oneOf(view.sessions)?.id ?? "no-session" })],
    [5, () => ({ type: "sideGroup.start", id, topicId: topicId(), capacity: 3 })],
    [4, () => ({ type: "sideGroup.start", id, sessionId: chance.oneOf(view.sessions)?.id ?? "no-session" })],
    [10, () => ({ type: "sideGroup.join", sideGroupId: sideGroupId() })],
    [4, () => ({ type: "sideGroup.leave", sideGroupId: sideGroupId() })],
    [2, () => ({ type: "sideGroup.end", sideGroupId: sideGroupId(), outcome: `Ended in step ${n}` })],
    [2, () => ({ type: "meetup.setPhase", phase: chance.oneOf(["gathering", "gathering", "voting", "running"]) })],
    ...(deep ? deepCommands(chance, view, n, topicId) : []),
  ];
  let at = chance.below(commands.reduce((sum, [weight]) => sum + weight, 0));
  for (const [weight, make] of commands) if ((at -= weight) < 0) return make();
  throw new Error("The weights don't add up");
}

function deepCommands(chance: Chance, view: View, n: number, topicId: () => string): Weighted[] {
  const earlier = () => `made-in-step-${chance.below(n + 1)}`;
  const roomId = () => chance.oneOf(view.rooms)?.id ?? "no-room-yet";
  const slotId = () => chance.oneOf(view.slots)?.id ?? "no-slot-yet";
  const as = () => chance.oneOf(["moderator", "speaker", "notes"]);
  return [
    [6, () => ({ type: "topic.merge", from: topicId(), into: topicId() })],
    [4, () => ({ type: "topic.unmerge", topicId: topicId() })],
    [3, () => ({ type: "topic.park", topicId: topicId() })],
    [4, () => ({ type: "topic.restore", topicId: topicId() })],
    [8, () => ({ type: "topic.markShown", topicIds: view.topics.map(({ id }) => id).slice(0, 1 + chance.below(5)) })],
    [4, () => ({ type: "comment.edit", commentId: earlier(), body: `Said better in step ${n}` })],
    [3, () => ({ type: "comment.remove", commentId: earlier() })],
    [5, () => ({ type: "volunteer.offer", topicId: topicId(), as: as() })],
    [3, () => ({ type: "volunteer.withdraw", topicId: topicId(), as: as() })],
    [3, () => ({ type: "room.edit", roomId: roomId(), name: `Renamed in step ${n}` })],
    [1, () => ({ type: "room.remove", roomId: roomId() })],
    [3, () => ({ type: "slot.edit", slotId: slotId(), label: `Step ${n}`, kind: "everyone" })],
    [1, () => ({ type: "slot.remove", slotId: slotId() })],
    [
      4,
      () => ({
        type: "session.move",
        sessionId: chance.oneOf(view.sessions)?.id ?? "no-session",
        roomId: roomId(),
        slotId: slotId(),
      }),
    ],
    [
      3,
      () => ({
        type: "schedule.arrange",
        sessions: view.sessions
          .slice(0, 2)
          .map(({ id }) => ({ sessionId: id, roomId: roomId(), slotId: slotId() }))
          .concat(view.sessions.length === 0 ? [{ sessionId: "no-session", roomId: roomId(), slotId: slotId() }] : []),
      }),
    ],
    [4, () => ({ type: "meetup.edit", voting: { tallies: chance.oneOf(["live", "live", "closed"]) } })],
    [
      2,
      () => ({ type: "meetup.edit", title: `Called otherwise in step ${n}`, voting: { picks: 1 + chance.below(4) } }),
    ],
    [
      10,
      () => ({
        type: "profile.set",
        people: chance.oneOf(["1-4", "5-15", "over-15"]),
        deployment: chance.oneOf(["by-hand", "scripted"]),
      }),
    ],
    [5, () => ({ type: "batch", commands: [1, 2, 3].map((part) => anyCommand(chance, view, n * 1000 + part, false)) })],
    ...commandsOfTheDay(chance, view, n),
  ];
}

/** What is asked while sessions and side groups meet. */
function commandsOfTheDay(chance: Chance, view: View, n: number): Weighted[] {
  const sessionId = () => chance.oneOf(view.sessions)?.id ?? "no-session";
  const sideGroupId = () => chance.oneOf(view.sideGroups)?.id ?? "no-group-yet";
  const personId = () => chance.oneOf(Object.keys(view.people.names)) ?? "nobody-yet";
  return [
    [4, () => ({ type: "session.edit", sessionId: sessionId(), moderators: [{ personId: personId() }] })],
    [2, () => ({ type: "session.edit", sessionId: sessionId(), title: `Session of step ${n}` })],
    [
      4,
      () => ({ type: "session.setState", sessionId: sessionId(), state: chance.oneOf(["planned", "running", "done"]) }),
    ],
    [3, () => ({ type: "session.setFull", sessionId: sessionId(), full: chance.oneOf([true, false]) })],
    [3, () => ({ type: "session.extend", sessionId: sessionId(), minutes: chance.oneOf([5, 10, -5]) })],
    [3, () => ({ type: "outcome.set", sessionId: sessionId(), text: `Came out in step ${n}` })],
    [
      3,
      () => ({
        type: "sideGroup.edit",
        sideGroupId: sideGroupId(),
        place: `Table ${n}`,
        capacity: chance.oneOf([2, 9]),
      }),
    ],
    [3, () => ({ type: "sideGroup.handOver", sideGroupId: sideGroupId(), personId: personId() })],
    [2, () => ({ type: "sideGroup.merge", from: sideGroupId(), into: sideGroupId() })],
    [1, () => ({ type: "sideGroup.unmerge", sideGroupId: sideGroupId() })],
    [
      3,
      () => ({
        type: "announcement.add",
        id: `made-in-step-${n}`,
        text: `Said in step ${n}`,
        until: "2026-12-01T09:00:00Z",
      }),
    ],
    [
      2,
      () => ({ type: "announcement.remove", announcementId: chance.oneOf(view.announcements)?.id ?? "nothing-said" }),
    ],
  ];
}
