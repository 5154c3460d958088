import { expect, test } from "vitest";
import type { CommandInput } from "../../shared/meetup/commands.ts";
import { MeetupStory } from "../helpers/meetup-story.ts";

test("[C3] what was removed is removed again; under the id of something else there is nothing to remove", () => {
  const meetup = new MeetupStory();
  const until = "2026-03-10T10:00:00Z";
  const [topicId, startsAt] = ["topic-one", "2026-03-10T09:00:00Z"];
  const made = [
    // What people write in it looks like what is kept of another one.
    { type: "topic.propose", id: topicId, title: "Packaging", tags: ["type", "room.add"] },
    { type: "room.add", id: "room-one", name: "Hall" },
    { type: "slot.add", id: "slot-one", startsAt, endsAt: until },
    { type: "comment.add", id: "comment-1", topicId, body: "Yes" },
    { type: "announcement.add", id: "notice-1", text: "Lunch", until },
  ] satisfies CommandInput[];
  for (const command of made) expect(meetup.does("olga", command)).toHaveProperty("touched");
  const removals = (id: string) =>
    [
      { type: "room.remove", roomId: id },
      { type: "slot.remove", slotId: id },
      { type: "comment.remove", commentId: id },
      { type: "announcement.remove", announcementId: id },
    ] satisfies CommandInput[];
  const ids = ["room-one", "slot-one", "comment-1", "notice-1"];
  for (const [at, id] of ids.entries()) expect(meetup.does("olga", removals(id)[at]!)).toHaveProperty("touched");
  for (const [at, id] of [topicId, ...ids].entries())
    for (const [kind, command] of removals(id).entries())
      if (kind === at - 1) expect(meetup.does("olga", command)).toBe("nothing");
      else expect(meetup.does("olga", command)).toMatchObject({ refused: expect.stringMatching(/^unknown-/u) });
});
