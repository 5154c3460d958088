import { expect, test } from "vitest";
import { wordsOf } from "../../client/meetup/copy-written.ts";
import type { CommandInput } from "../../shared/meetup/commands.ts";

test("of what was refused, all that its person has written can be taken along, and nothing else", () => {
  const sideGroup: CommandInput = { type: "sideGroup.start", id: "group-0001", title: "Ceph ", place: "Third table" };
  expect(wordsOf(sideGroup)).toBe("Ceph\n\nThird table");
  const topic: CommandInput = {
    type: "topic.propose",
    id: "topic-0001",
    title: "Ceph",
    description: "At two sites",
    tags: ["storage", "sites"],
    forName: "Ben",
  };
  expect(wordsOf(topic)).toBe("Ceph\n\nAt two sites\n\nBen\n\nstorage, sites");
  const settings: CommandInput = {
    type: "meetup.edit",
    place: "Porto",
    places: ["Sofa", "Stairs"],
    practical: { food: "At noon", wifiName: "" },
  };
  expect(wordsOf(settings)).toBe("Porto\n\nSofa\nStairs\n\nAt noon");
  expect(wordsOf({ type: "room.add", id: "room-0001", name: "Attic", where: "Upstairs" })).toBe("Attic\n\nUpstairs");
  expect(wordsOf({ type: "vote.cast", topicId: "topic-0001" })).toBe("");
});
