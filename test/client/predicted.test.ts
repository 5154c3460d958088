import { expect, test } from "vitest";
import { withPending, type Picture } from "../../client/replica/optimistic-view.ts";
import { commandSchema, type CommandInput } from "../../shared/meetup/commands.ts";
import { meOf } from "../../shared/meetup/view-of/me-of.ts";
import { MeetupStory, nameOf } from "../helpers/meetup-story.ts";
import { at, meetupWithSessions } from "../shared/support/meetup-with-sessions.ts";

/** Who asks for what, and what of it comes only with the answer. */
type Row = [by: string, command: CommandInput, later?: string[]];

/** How many take part comes with the answer, always. */
const LATER = ["count", "voted", "crowd"];

const rows: Row[] = [
  [
    "olga",
    { type: "meetup.edit", title: " Porto ", place: " Here ", places: [" Bar ", "Bar"], voting: { picks: 2 } },
    ["picksLeft"],
  ],
  ["olga", { type: "meetup.edit", practical: { food: " At noon\r\n" }, proposals: { open: true } }],
  [
    "olga",
    { type: "meetup.edit", endsOn: "2026-03-11", notesUntil: null, description: " Two days\r\nof talks " },
    ["notesUntil"],
  ],
  [
    "dora",
    {
      type: "topic.propose",
      id: "ceph-0001",
      title: " Ceph ",
      description: " When\r\nto split ",
      tags: [" storage", "storage"],
    },
    ["padId"],
  ],
  ["olga", { type: "topic.propose", id: "otel-0001", title: "Tracing", forName: " Tom " }, ["padId"]],
  [
    "dora",
    { type: "topic.edit", topicId: "ceph-0001", title: " Ceph now ", description: " Now\r\n", tags: [" a ", "a"] },
  ],
  ["eva", { type: "vote.cast", topicId: "ceph-0001", as: "pick" }],
  ["eva", { type: "vote.cast", topicId: "ceph-0001" }],
  ["eva", { type: "vote.cast", topicId: "otel-0001" }],
  ["eva", { type: "vote.cast", topicId: "otel-0001", as: "pick" }],
  ["eva", { type: "vote.retract", topicId: "otel-0001", as: "pick" }],
  ["eva", { type: "vote.retract", topicId: "ceph-0001" }],
  ["eva", { type: "profile.set", people: "1-4", services: [] }],
  ["eva", { type: "takeHome.set", number: 2, text: " Ten alerts " }],
  ["eva", { type: "takeHome.set", number: 2, text: "  " }],
  ["olga", { type: "meetup.edit", previous: "lisbon-2025" }],
  ["eva", { type: "lastTime.tell", text: " Soup ", became: "partly" }],
  ["eva", { type: "lastTime.tell", text: "Bread", became: "done" }],
  ["eva", { type: "lastTime.tell", text: "Tea", became: "done" }],
  ["eva", { type: "lastTime.tell", text: "Wine", became: "not-yet" }],
  ["eva", { type: "lastTime.tell", text: "bread", became: null }],
  ["eva", { type: "volunteer.offer", topicId: "ceph-0001", as: "notes" }],
  ["eva", { type: "volunteer.withdraw", topicId: "ceph-0001", as: "notes" }, ["names"]],
  ["finn", { type: "comment.add", topicId: "ceph-0001", id: "comment-01", body: " Yes " }, ["commentedAt"]],
  ["finn", { type: "comment.edit", commentId: "comment-01", body: "No" }, ["commentedAt"]],
  ["finn", { type: "comment.remove", commentId: "comment-01" }, ["commentedAt", "names"]],
  ["olga", { type: "topic.park", topicId: "ceph-0001" }],
  ["olga", { type: "topic.restore", topicId: "ceph-0001" }],
  ["olga", { type: "topic.merge", from: "otel-0001", into: "ceph-0001" }, ["votes", "support"]],
  ["olga", { type: "topic.unmerge", topicId: "otel-0001" }, ["votes", "support"]],
  ["olga", { type: "room.add", id: "room-three", name: " Room 3 ", where: " Up " }],
  ["olga", { type: "room.edit", roomId: "room-three", name: " Attic ", where: " Top ", capacity: 9 }],
  ["olga", { type: "slot.add", id: "slot-lunch", startsAt: at(105), endsAt: at(165), label: " Lunch ", kind: "break" }],
  ["olga", { type: "slot.add", id: "slot-three", startsAt: at(180), endsAt: at(225) }],
  ["olga", { type: "slot.edit", slotId: "slot-lunch", label: " Food ", endsAt: at(160) }],
  [
    "olga",
    { type: "session.schedule", id: "session-3", topicIds: ["ceph-0001"], roomId: "room-three", slotId: "slot-three" },
  ],
  [
    "olga",
    {
      type: "session.schedule",
      id: "session-4",
      topicIds: [],
      roomId: "room-two0",
      slotId: "slot-three",
      title: " Open ",
    },
    ["padId"],
  ],
  ["olga", { type: "session.move", sessionId: "session-3", roomId: "main-hall", slotId: "slot-three" }],
  [
    "olga",
    {
      type: "session.edit",
      sessionId: "session-3",
      title: " Ceph, late ",
      startsAt: at(185),
      moderators: [{ name: " Guest " }, { personId: "eva" }],
    },
    ["names"],
  ],
  ["olga", { type: "slot.edit", slotId: "slot-three", startsAt: at(175), endsAt: at(230) }],
  ["olga", { type: "schedule.shift", from: at(100), minutes: 10 }],
  ["olga", { type: "meetup.edit", voting: { roomCode: true } }, ["roomCode"]],
  ["eva", { type: "roomCode.enter", code: " room 01 " }],
  ["eva", { type: "plan.add", sessionId: "session-3" }],
  ["eva", { type: "plan.remove", sessionId: "session-3" }],
  ["olga", { type: "session.setState", sessionId: "session-1", state: "running" }],
  ["olga", { type: "session.extend", sessionId: "session-1", minutes: 5, from: at(45) }],
  ["olga", { type: "session.setFull", sessionId: "session-1", full: true }],
  ["olga", { type: "outcome.set", sessionId: "session-1", text: " We wait. " }],
  ["olga", { type: "session.cancel", sessionId: "session-4" }],
  ["olga", { type: "session.cancel", sessionId: "session-3" }, ["names"]],
  ["olga", { type: "slot.remove", slotId: "slot-lunch" }],
  ["olga", { type: "room.remove", roomId: "room-three" }],
  ["olga", { type: "announcement.add", id: "lunch-001", text: " Lunch is late ", until: at(120) }],
  ["olga", { type: "announcement.remove", announcementId: "lunch-001" }],
  [
    "eva",
    { type: "sideGroup.start", id: "group-001", title: " Ceph at lunch ", place: " Bar ", startsAt: at(120) },
    ["padId"],
  ],
  ["finn", { type: "sideGroup.start", id: "group-002", topicId: "ceph-0001" }, ["padId"]],
  ["gert", { type: "sideGroup.start", id: "group-003", sessionId: "session-1", capacity: 5 }, ["padId"]],
  ["hans", { type: "sideGroup.join", sideGroupId: "group-001" }],
  ["hans", { type: "plan.add", sideGroupId: "group-001" }],
  ["eva", { type: "sideGroup.edit", sideGroupId: "group-001", title: " Ceph, outside ", place: " Yard ", capacity: 4 }],
  ["eva", { type: "sideGroup.handOver", sideGroupId: "group-001", personId: "hans" }],
  ["eva", { type: "sideGroup.leave", sideGroupId: "group-001" }, ["names"]],
  ["olga", { type: "sideGroup.merge", from: "group-001", into: "group-002" }],
  ["olga", { type: "sideGroup.unmerge", sideGroupId: "group-001" }, ["members"]],
  ["olga", { type: "sideGroup.end", sideGroupId: "group-002", outcome: " Split late. " }],
  ["olga", { type: "outcome.set", sideGroupId: "group-002", text: "" }],
  ["dora", { type: "topic.withdraw", topicId: "ceph-0001" }],
  ["olga", { type: "meetup.edit", proposals: { moderated: true } }],
  ["ida", { type: "topic.propose", id: "waits-001", title: " Waiting ", tags: [" a "] }, ["proposer"]],
  ["olga", { type: "topic.approve", topicId: "waits-001" }, ["padId"]],
  ["ida", { type: "topic.propose", id: "waits-002", title: "Waiting on" }, ["proposer"]],
  ["ida", { type: "topic.decline", topicId: "waits-002" }],
  ["ida", { type: "topic.propose", id: "waits-004", title: "Not for us" }, ["proposer"]],
  ["olga", { type: "topic.decline", topicId: "waits-004" }],
  ["ida", { type: "topic.decline", topicId: "waits-004" }],
  ["olga", { type: "topic.propose", id: "waits-003", title: "An organizer’s" }, ["padId"]],
  [
    "olga",
    { type: "hands.ask", id: "hands-001", sessionId: "session-1", question: "Who?", answers: ["I", "Not I"] },
    ["hands"],
  ],
  ["eva", { type: "hands.answer", handsId: "hands-001", answer: 1 }],
  ["eva", { type: "hands.answer", handsId: "hands-001", answer: 0 }],
  ["olga", { type: "meetup.setPhase", phase: "voting" }],
  ["olga", { type: "meetup.setPhase", phase: "running" }],
  ["olga", { type: "meetup.setPhase", phase: "closed" }, ["hands"]],
  ["olga", { type: "meetup.setPhase", phase: "gathering" }],
];

/** What shows once it is so. */
const NOT_AT_ONCE = [
  "ballots.count",
  "ballots.void",
  "hands.end",
  "meetup.delete",
  "pad.lock",
  "pad.nameVersion",
  "pad.removeVersion",
  "pad.unlock",
  "person.bringBack",
  "person.putAside",
  "person.remove",
  "person.restore",
  "person.setRole",
  "roomCode.renew",
  "schedule.arrange",
  "schedule.publish",
  "session.restore",
  "topic.markShown",
];

test("[A46] what is asked shows as it will be", () => {
  const meetup = meetupWithSessions();
  rows.forEach(([by, command, later = []], at) => {
    const topicId = "topicId" in command ? command.topicId : "ceph-0001";
    const pending = { key: "", by, at: meetup.now(), command, ...(topicId && { topicId }) };
    const early = withPending(pictureOf(meetup, by), [pending], { id: by, ...nameOf(by) });
    const what = `${at}: ${command.type}`;
    expect(meetup.does(by, command), what).not.toHaveProperty("refused");
    expect(without(early, later), what).toEqual(without(pictureOf(meetup, by), later));
  });
});

test("[A46] whoever is new has as many top picks left as the meetup gives", () => {
  const meetup = meetupWithSessions();
  meetup.does("olga", { type: "meetup.edit", voting: { picks: 5 } });
  const command: CommandInput = { type: "vote.cast", topicId: "rabbit-ha", as: "pick" };
  const before = { ...pictureOf(meetup, "eva"), me: null };
  const early = withPending(before, [{ key: "", by: "eva", at: meetup.now(), command }], {
    id: "eva",
    ...nameOf("eva"),
  });
  meetup.does("eva", command);
  expect(early.me).toEqual(meOf(meetup.state, "eva"));
});

test("every command is shown as it will be, or known to show once it is so", () => {
  const types = commandSchema.options.map(({ shape }) => shape.type.value);
  expect([...new Set(rows.map(([, { type }]) => type)), ...NOT_AT_ONCE].toSorted()).toEqual(types.toSorted());
});

function pictureOf(meetup: MeetupStory, personId: string): Picture {
  return structuredClone({ view: meetup.view(), me: meOf(meetup.state, personId, nameOf) });
}

function without(picture: Picture, later: readonly string[]): unknown {
  const hidden = new Set([...LATER, ...later]);
  return JSON.parse(JSON.stringify(picture, (key, value: unknown) => (hidden.has(key) ? undefined : value)));
}
