import type { MeetupState } from "../../../shared/meetup/meetup-state.ts";
import type { NameOf } from "../../../shared/meetup/view-of/people-view-of.ts";
import { MeetupStory, nameOf } from "../../helpers/meetup-story.ts";

/** Everyone's name; Eve was erased. */
export const nameOfAllButEve: NameOf = (id) => (id === "eve" ? undefined : nameOf(id));

/**
 * A meetup with one of everything that exports write in a way of its own, on the night in which Lisbon's clocks go forward.
 */
export function wholeMeetup(): MeetupState {
  const meetup = new MeetupStory();
  const olga = (...commands: Parameters<MeetupStory["does"]>[1][]) =>
    commands.forEach((each) => meetup.does("olga", each));
  olga(
    {
      type: "meetup.edit",
      title: "Ops & friends, *Porto*",
      place: "Alfândega [left door]",
      description: "Bring logs.\n\n# Getting there\n\nBy tram.",
      startsOn: "2026-03-28",
      endsOn: "2026-03-29",
    },
    { type: "room.add", id: "room-dom", name: "Dom; <left>", where: "First floor" },
    { type: "room.add", id: "room-neude", name: "Neude" },
    { type: "slot.add", id: "slot-late", startsAt: "2026-03-28T22:00:00.000Z", endsAt: "2026-03-28T23:15:00.000Z" },
    { type: "slot.add", id: "slot-night", startsAt: "2026-03-29T00:30:00.000Z", endsAt: "2026-03-29T01:45:30.000Z" },
    {
      type: "slot.add",
      id: "slot-break",
      startsAt: "2026-03-29T02:00:00.000Z",
      endsAt: "2026-03-29T03:00:00.000Z",
      kind: "break",
    },
  );
  for (const [at, title] of ["Rabbit HA", "Puppet", "Queues", "Ironic", "Fax", "Gopher", "Ceph"].entries())
    meetup.does(at === 4 ? "eve" : "ana", { type: "topic.propose", id: `topic-00${at + 1}`, title });
  meetup.does("ana", { type: "topic.edit", topicId: "topic-001", description: "## Why\n\nIt *fell*.", tags: ["ha"] });
  olga({
    type: "topic.propose",
    id: "topic-008",
    title: "Bare metal",
    forName: "Cleo, by phone",
    description: "Boxes",
  });
  for (const who of ["ben", "chi", "eve"]) meetup.does(who, { type: "vote.cast", topicId: "topic-002" });
  meetup.does("ben", { type: "vote.cast", topicId: "topic-004" });
  const session = (n: number, topicIds: string[], roomId: string, slotId: string, title?: string) =>
    ({ type: "session.schedule", id: `session-${n}`, topicIds, roomId, slotId, ...(title && { title }) }) as const;
  olga(
    { type: "topic.merge", from: "topic-003", into: "topic-001" },
    { type: "topic.park", topicId: "topic-004" },
    session(1, ["topic-001", "topic-007"], "room-neude", "slot-night"),
    session(2, [], "room-neude", "slot-late", "Welcome, all"),
    session(3, ["topic-008"], "room-dom", "slot-late"),
    session(4, ["topic-005", "topic-002"], "room-dom", "slot-night"),
    { type: "session.cancel", sessionId: "session-4" },
    {
      type: "session.edit",
      sessionId: "session-1",
      moderators: [{ personId: "mo" }, { personId: "eve" }, { name: "Ada_L" }],
    },
    { type: "session.setState", sessionId: "session-1", state: "running" },
    { type: "session.setFull", sessionId: "session-1", full: true },
    { type: "session.setState", sessionId: "session-2", state: "done" },
    { type: "outcome.set", sessionId: "session-2", text: "1. Say *hello*; then go" },
    { type: "schedule.publish" },
  );
  meetup.does("ana", { type: "topic.withdraw", topicId: "topic-006" });
  const start = { type: "sideGroup.start", capacity: 3 } as const;
  meetup.does("ben", {
    ...start,
    id: "group-001",
    topicId: "topic-002",
    place: "Lobby | sofa",
    startsAt: "2026-03-29T00:45:00.000Z",
  });
  meetup.does("eve", { ...start, id: "group-002", title: "Lunch", startsAt: "2026-03-28T22:00:00.000Z" });
  meetup.does("chi", { ...start, id: "group-003", title: "Runbooks", startsAt: "2026-03-29T02:00:00.000Z" });
  meetup.does("dan", { type: "sideGroup.join", sideGroupId: "group-003" });
  meetup.does("eve", { type: "sideGroup.end", sideGroupId: "group-002", outcome: "Pasta" });
  meetup.does("chi", { type: "sideGroup.merge", from: "group-003", into: "group-001" });
  return meetup.state;
}
