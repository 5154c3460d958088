import { describe, expect, it } from "vitest";
import { reportOf } from "../../shared/meetup/report.ts";
import { MeetupStory } from "../helpers/meetup-story.ts";

/** Three topics, one withdrawn, two with votes; a session with an outcome, and two side groups that became one. */
function meetup(): MeetupStory {
  const story = new MeetupStory();
  for (const id of ["topic-001", "topic-002", "topic-003"])
    story.does("ana", { type: "topic.propose", id, title: `About ${id}` });
  for (const by of ["ana", "ben"]) story.does(by, { type: "vote.cast", topicId: "topic-002" });
  story.does("ben", { type: "vote.cast", topicId: "topic-001" });
  story.does("ana", { type: "topic.withdraw", topicId: "topic-003" });
  story.does("olga", { type: "room.add", id: "room-one", name: "Dom" });
  const times = { startsAt: "2026-03-09T10:00:00Z", endsAt: "2026-03-09T10:45:00Z" };
  story.does("olga", { type: "slot.add", id: "slot-one", ...times });
  const cell = { roomId: "room-one", slotId: "slot-one" };
  story.does("olga", { type: "session.schedule", id: "session-1", topicIds: ["topic-002"], ...cell });
  story.does("olga", { type: "outcome.set", sessionId: "session-1", text: "Move them last." });
  story.does("ana", { type: "sideGroup.start", id: "group-001", title: "At the sofa", place: "Lobby" });
  story.does("ben", { type: "sideGroup.start", id: "group-002", title: "At the window" });
  story.does("ben", { type: "sideGroup.merge", from: "group-002", into: "group-001" });
  return story;
}

describe("a report", () => {
  it("[A42] has what was wanted most, what came out of sessions and side groups, and how much of all there was", () => {
    const view = meetup().view();
    const [session] = view.sessions;
    const report = reportOf(view, [{ padId: session!.padId }, { padId: session!.padId }, { padId: "elsewhere" }]);
    expect(report).toMatchObject({ people: 3, topics: 2, votes: 3, actions: 3 });
    expect(report.wanted.map(({ id, votes }) => [id, votes])).toEqual([
      ["topic-002", 2],
      ["topic-001", 1],
    ]);
    expect(report.sessions).toMatchObject([{ id: "session-1", place: "Dom", outcome: "Move them last.", actions: 2 }]);
    expect(report.sideGroups).toMatchObject([{ id: "group-001", place: "Lobby", outcome: null, actions: 0 }]);
  });

  it("[A20] says nothing of votes while tallies are withheld", () => {
    const story = meetup();
    story.does("olga", { type: "meetup.edit", voting: { tallies: "closed" } });
    expect(reportOf(story.view(), [])).toMatchObject({ votes: null, wanted: [] });
  });
});
