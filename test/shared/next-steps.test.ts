import { expect, test } from "vitest";
import type { CommandInput } from "../../shared/meetup/commands.ts";
import { nextSteps } from "../../shared/meetup/next-steps.ts";
import { MeetupStory } from "../helpers/meetup-story.ts";

test("[A68] each step of an organizer is done once the meetup has what it is for, and none are left of a closed one", () => {
  const meetup = new MeetupStory();
  const done = (isLinkKept = false) =>
    nextSteps(meetup.view(), { isLinkKept }).flatMap(({ name, isDone }) => (isDone ? name : []));
  const [startsAt, endsAt] = ["2026-03-09T10:00:00Z", "2026-03-09T10:45:00Z"];
  expect(done()).toEqual([]);
  expect(done(true)).toEqual(["wayBack"]);
  const story: [by: string, CommandInput, ...done: string[]][] = [
    // The organizers' own deeds bring nobody else.
    ["olga", { type: "topic.propose", id: "rabbit-ha", title: "Rabbit HA" }, "topics"],
    ["olga", { type: "topic.withdraw", topicId: "rabbit-ha" }],
    ["olga", { type: "topic.restore", topicId: "rabbit-ha" }, "topics"],
    ["olga", { type: "room.add", id: "room-one", name: "Hall" }, "topics"],
    ["olga", { type: "slot.add", id: "slot-one", startsAt, endsAt, kind: "break" }, "topics"],
    ["olga", { type: "slot.add", id: "slot-two", startsAt, endsAt }, "places", "topics"],
    ["ana", { type: "vote.cast", topicId: "rabbit-ha" }, "share", "places", "topics"],
    [
      "olga",
      { type: "person.setRole", personId: "ben", role: "organizer" },
      "share",
      "wayBack",
      "company",
      "places",
      "topics",
    ],
    ["olga", { type: "schedule.publish" }, "share", "wayBack", "company", "places", "topics", "publish"],
    [
      "olga",
      { type: "meetup.setPhase", phase: "running" },
      "share",
      "wayBack",
      "company",
      "places",
      "topics",
      "publish",
      "run",
    ],
    ["olga", { type: "meetup.setPhase", phase: "closed" }],
  ];
  for (const [by, command, ...expected] of story) {
    expect(meetup.does(by, command)).toHaveProperty("touched");
    expect(done()).toEqual(expected);
  }
  expect(nextSteps(meetup.view(), { isLinkKept: true })).toEqual([]);
});
