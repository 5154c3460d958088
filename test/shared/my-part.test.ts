import { describe, expect, it } from "vitest";
import { myPart } from "../../shared/meetup/my-part.ts";
import type { MeView } from "../../shared/meetup/view.ts";
import { MeetupStory } from "../helpers/meetup-story.ts";

/** Five topics, the third of them in a session; Ana proposed the second, and offers to moderate it. */
function meetup(): MeetupStory {
  const story = new MeetupStory();
  for (const [id, by] of [
    ["topic-001", "ben"],
    ["topic-002", "ana"],
    ["topic-003", "ben"],
    ["topic-004", "ben"],
    ["topic-005", "ana"],
  ] as const)
    story.does(by, { type: "topic.propose", id, title: `About ${id}` });
  story.does("ana", { type: "topic.withdraw", topicId: "topic-005" });
  story.does("ana", { type: "volunteer.offer", topicId: "topic-002", as: "moderator" });
  story.does("olga", { type: "room.add", id: "room-one", name: "Dom" });
  const times = { startsAt: "2026-03-09T10:00:00Z", endsAt: "2026-03-09T10:45:00Z" };
  story.does("olga", { type: "slot.add", id: "slot-one", ...times });
  const cell = { roomId: "room-one", slotId: "slot-one" };
  story.does("olga", { type: "session.schedule", id: "session-1", topicIds: ["topic-003"], ...cell });
  story.does("ana", { type: "sideGroup.start", id: "group-001", title: "At the sofa" });
  return story;
}

const view = meetup().view();
const ana: MeView = {
  id: "ana",
  role: "participant",
  votes: ["topic-001", "topic-003", "topic-004"],
  picks: ["topic-004"],
  picksLeft: 2,
  plan: ["session-1"],
  hands: {},
  takeHome: [null, null, null],
  lastTime: [],
  invitedTo: [],
  queue: [],
  profile: null,
};

describe("one's own part of a meetup", () => {
  it("[A41] has top picks apart from other votes, what is on the schedule first", () => {
    const { picks, votes } = myPart(view, ana);
    expect(picks.map(({ topic }) => topic.id)).toEqual(["topic-004"]);
    expect(votes.map(({ topic, session }) => [topic.id, session?.id])).toEqual([
      ["topic-003", "session-1"],
      ["topic-001", undefined],
    ]);
  });

  it("[A41] has what one proposed and not withdrew, offered, planned and is in", () => {
    const { proposed, offers, things } = myPart(view, ana);
    expect(proposed.map(({ topic }) => topic.id)).toEqual(["topic-002"]);
    expect(offers.map(({ topic, as }) => [topic.id, as])).toEqual([["topic-002", ["moderator"]]]);
    expect(things.map(({ thing, because }) => [thing.id, because])).toEqual([
      ["session-1", "planned"],
      ["group-001", "in"],
    ]);
  });
});
