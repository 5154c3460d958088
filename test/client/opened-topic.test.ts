import { expect, test } from "vitest";
import { OpenedTopic } from "../../client/agenda/opened-topic.ts";
import { MeetupStory } from "../helpers/meetup-story.ts";

test("a topic that was opened before the server had numbered it stays open when somebody else's has its number", () => {
  const story = new MeetupStory("olga");
  const propose = (id: string) => story.does("olga", { type: "topic.propose", id, title: id });
  propose("topic-0001");
  propose("topic-mine");
  const [first, mine] = story.view().topics;
  const others = { ...mine!, id: "topic-theirs" };
  const later = { ...mine!, number: 3 };
  const opened = new OpenedTopic();
  expect(opened.at(2, [first!, mine!])?.id).toBe("topic-mine");
  expect(opened.at(2, [first!, others, later])).toBe(later);
  expect(opened.at(3, [first!, others, later])).toBe(later);
  expect(opened.at(2, [first!, others, later])).toBe(others);
  // Refused, it is gone; so is what was open once the address names none.
  expect(opened.at(2, [first!])).toBe(undefined);
  expect(opened.at(undefined, [first!, others])).toBe(undefined);
});
