import { describe, expect, test } from "vitest";
import { surelyRefused } from "../../client/replica/surely-refused.ts";
import { validationProblem } from "../../shared/validation-problem.ts";
import { commandSchema, type CommandInput } from "../../shared/meetup/commands.ts";

const startsAt = "2026-03-09T10:00:00.000Z";
const endsAt = "2026-03-09T10:45:00.000Z";
const long = (length: number) => "x".repeat(length);
/** What text may not hold, though it looks like nothing. */
const BELL = "Ring\u0007";

const wrong: [string, CommandInput][] = [
  ["a room without a name", { type: "room.add", id: "main-hall", name: " " }],
  ["seats that are no number", { type: "room.add", id: "main-hall", name: "Hall", capacity: Number("about 40") }],
  ["no seats and no name", { type: "room.edit", roomId: "main-hall", name: "", capacity: 0 }],
  ["half a seat", { type: "room.edit", roomId: "main-hall", capacity: 1.5 }],
  ["more seats than anywhere", { type: "room.edit", roomId: "main-hall", capacity: 100_001 }],
  ["a time that ends as it starts", { type: "slot.add", id: "slot-ten", startsAt, endsAt: startsAt }],
  ["a time that ends before", { type: "slot.edit", slotId: "slot-ten", startsAt: endsAt, endsAt: startsAt }],
  [
    "a time with a wrong name",
    { type: "slot.edit", slotId: "slot-ten", startsAt: endsAt, endsAt: startsAt, label: BELL },
  ],
  ["a session with a short title", { type: "session.edit", sessionId: "session-1", title: "ha" }],
  ["a session that ends before", { type: "session.edit", sessionId: "session-1", startsAt: endsAt, endsAt: startsAt }],
  [
    "a session placed with a short title",
    { type: "session.schedule", id: "session-1", topicIds: [], roomId: "main-hall", slotId: "slot-ten", title: "ha" },
  ],
  ["a shift by nothing", { type: "schedule.shift", from: startsAt, minutes: 0 }],
  ["a shift by no number", { type: "schedule.shift", from: startsAt, minutes: Number.NaN }],
  ["a shift by days", { type: "schedule.shift", from: startsAt, minutes: -3000 }],
  ["a note that is too long", { type: "schedule.publish", note: long(201) }],
  ["a topic", { type: "topic.edit", topicId: "rabbit-ha", title: "", description: BELL, tags: ["", "a"] }],
  ["a topic that is proposed", { type: "topic.propose", id: "topic-001", title: "ha", tags: ["a", long(31)] }],
  ["too many tags", { type: "topic.edit", topicId: "rabbit-ha", tags: ["a", "b", "c", "d", "e", "f"] }],
  ["a room code that is none", { type: "roomCode.enter", code: " " }],
  ["an empty announcement", { type: "announcement.add", id: "lunch-001", text: "", until: endsAt }],
  ["an outcome that is too long", { type: "outcome.set", sessionId: "session-1", text: long(501) }],
  ["a side group", { type: "sideGroup.start", id: "group-001", title: "ha", place: long(101), capacity: 1 }],
  ["a side group that is changed", { type: "sideGroup.edit", sideGroupId: "group-001", title: "", capacity: 1.5 }],
  ["a question", { type: "hands.ask", id: "hands-001", sessionId: "session-1", question: "", answers: ["Yes", ""] }],
  [
    "a meetup",
    {
      type: "meetup.edit",
      title: "",
      description: BELL,
      timezone: "Moon/Base",
      place: BELL,
      places: ["Lobby", long(101)],
      practical: { wifiName: long(65), wifiPassword: BELL, food: BELL },
      voting: { picks: 21 },
    },
  ],
  ["top picks that are none", { type: "meetup.edit", voting: { picks: Number.NaN } }],
  ["a last day before the first", { type: "meetup.edit", startsOn: "2026-03-10", endsOn: "2026-03-09" }],
];

const right: [string, CommandInput][] = [
  ["a room", { type: "room.add", id: "main-hall", name: "Hall" }],
  ["a room that loses its seats", { type: "room.edit", roomId: "main-hall", capacity: null }],
  ["a time", { type: "slot.add", id: "slot-ten", startsAt, endsAt, label: "" }],
  ["an end alone", { type: "slot.edit", slotId: "slot-ten", endsAt }],
  ["a session with its slot’s times", { type: "session.edit", sessionId: "session-1", startsAt: null, endsAt: null }],
  ["a shift", { type: "schedule.shift", from: startsAt, minutes: -10 }],
  ["a room code", { type: "roomCode.enter", code: "kite 42" }],
  ["no outcome", { type: "outcome.set", sessionId: "session-1", text: "" }],
  ["a side group without a limit", { type: "sideGroup.edit", sideGroupId: "group-001", capacity: null }],
  ["a topic", { type: "topic.propose", id: "topic-001", title: "HA?", description: "All\nof it", tags: [long(30)] }],
  ["a meetup", { type: "meetup.edit", place: "", timezone: "Europe/Lisbon", practical: { food: "Soup\nBread" } }],
];

describe("what the server will surely refuse is known without asking it", () => {
  test.each(wrong)("[A45] in its words: %s", (_what, command) => {
    const { error } = commandSchema.safeParse(command);
    expect(surelyRefused(command)).toEqual(validationProblem(error!));
  });

  test.each(right)("and nothing else is: %s", (_what, command) => {
    expect(commandSchema.safeParse(command).success).toBe(true);
    expect(surelyRefused(command)).toBeUndefined();
  });
});
