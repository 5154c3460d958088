import { expect, test } from "vitest";
import type { Reader } from "../../shared/meetup/view-of/people-view-of.ts";
import { commentsOf } from "../../shared/meetup/view-of/topic-view-of.ts";
import { MeetupStory } from "../helpers/meetup-story.ts";

/** A meetup with one of everything. */
function wholeStory(): MeetupStory {
  const story = new MeetupStory();
  const [startsAt, endsAt] = ["2026-03-09T09:00:00Z", "2026-03-09T10:00:00Z"];
  const [topicId, roomId, slotId, sessionId] = ["topic-one", "room-one", "slot-one", "session-one"];
  story.does("pete", { type: "topic.propose", id: topicId, title: "Backups" });
  story.does("pete", { type: "comment.add", id: "comment-one", topicId, body: "Tapes?" });
  story.does("pete", { type: "volunteer.offer", topicId, as: "notes" });
  story.does("olga", { type: "room.add", id: roomId, name: "Hall" });
  story.does("olga", { type: "slot.add", id: slotId, startsAt, endsAt });
  story.does("olga", { type: "session.schedule", id: sessionId, topicIds: [topicId], roomId, slotId });
  story.does("olga", { type: "session.setState", sessionId, state: "running" });
  story.does("olga", { type: "hands.ask", id: "hands-one", sessionId, question: "Tapes?", answers: ["Yes", "No"] });
  story.does("pete", { type: "sideGroup.start", id: "group-one", topicId });
  story.does("olga", { type: "meetup.edit", previous: "lisbon-2025" });
  for (const by of ["ana", "ben", "chi"]) {
    story.does(by, { type: "takeHome.set", number: 1, text: "Sandwiches" });
    story.does(by, { type: "lastTime.tell", text: "Soup", became: "done" });
  }
  story.does("olga", { type: "announcement.add", id: "notice-one", text: "Lunch", until: endsAt });
  return story;
}

test.each<Reader>(["named", "nameless"])("of what the state holds only what was chosen is seen, %s", (reader) => {
  const story = wholeStory();
  const { state } = story;
  const topic = state.topics.get("topic-one")!;
  const seen = () =>
    JSON.stringify([
      story.view(reader),
      commentsOf(state, topic),
      story.changes(
        [
          "meetup",
          "people",
          "schedule",
          "takenHome",
          "lastTime",
          "room:room-one",
          "slot:slot-one",
          "topic:topic-one",
          "session:session-one",
          "sideGroup:group-one",
          "hands:hands-one",
          "announcement:notice-one",
        ],
        reader,
      ),
    ]);
  const before = seen();
  const { facts, schedule, rooms, slots, sessions, sideGroups, hands, announcements, takenHome, lastTime } = state;
  const firsts = [rooms, slots, sessions, sideGroups, hands, announcements].map((all) => [...all.values()][0]!);
  const shown = [takenHome, takenHome.shown, ...takenHome.shown.things, lastTime, lastTime.shown];
  for (const thing of [...firsts, topic, ...topic.comments, ...topic.volunteers.values(), facts, schedule, ...shown])
    Object.assign(thing, { secret: "for nobody" });
  expect(seen()).toBe(before);
  expect(before).toContain("Lunch");
  expect(before).toContain("Sandwiches");
});
