import { expect, it } from "vitest";
import { actionGroups } from "../../client/actions/action-groups.ts";
import type { ListedAction } from "../../shared/notes/action-list.ts";
import { MeetupStory } from "../helpers/meetup-story.ts";

/** Two topics: the second is on at ten, the first has a side group. */
function meetup(): MeetupStory {
  const story = new MeetupStory();
  for (const id of ["topic-001", "topic-002", "topic-003"])
    story.does("ana", { type: "topic.propose", id, title: `About ${id}` });
  story.does("olga", { type: "room.add", id: "room-one", name: "Dom" });
  const times = { startsAt: "2026-03-09T10:00:00Z", endsAt: "2026-03-09T10:45:00Z" };
  story.does("olga", { type: "slot.add", id: "slot-one", ...times });
  const cell = { roomId: "room-one", slotId: "slot-one" };
  story.does("olga", { type: "session.schedule", id: "session-1", topicIds: ["topic-002"], ...cell });
  story.does("ana", { type: "sideGroup.start", id: "group-001", topicId: "topic-001" });
  return story;
}

const view = meetup().view();
const [first, second, third] = view.topics.map(({ padId }) => padId);
const actions = (
  [
    [third, "Last", null],
    [first, "Beside", "ben"],
    [second, "Write it up", "Ana Lima"],
    [second, "Share it", "Ben"],
  ] as const
).map(([padId, text, owner], at): ListedAction => ({
  id: `action-${at}`,
  text,
  owner,
  due: null,
  state: "open",
  padId: padId!,
  line: at + 1,
}));
const named = (by: "session" | "person", me?: string) =>
  actionGroups(view, actions, { by, me }).map(({ title, isMine, actions: all }) => [
    title,
    all.map(({ text }) => text),
    isMine,
  ]);

it("[E8] actions stand with what they came out of: sessions, then side groups, then topics", () => {
  expect(named("session")).toEqual([
    ["About topic-002", ["Write it up", "Share it"], false],
    ["About topic-001", ["Beside"], false],
    ["About topic-003", ["Last"], false],
  ]);
});

it("[E8] actions stand with who does them: the reader first, nobody last, however a name is written", () => {
  expect(named("person", "BEN")).toEqual([
    ["Ben", ["Share it", "Beside"], true],
    ["Ana Lima", ["Write it up"], false],
    ["Nobody yet", ["Last"], false],
  ]);
  expect(named("person").map(([title]) => title)).toEqual(["Ana Lima", "Ben", "Nobody yet"]);
});
