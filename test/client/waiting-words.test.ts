import { expect, test } from "vitest";
import type { CommandInput } from "../../shared/meetup/commands.ts";
import { waitingWords } from "../../client/meetup/waiting-words.ts";

const vote = (topicId: string): { command: CommandInput } => ({ command: { type: "vote.cast", topicId } });
const seen: { command: CommandInput } = { command: { type: "topic.markShown", topicIds: ["topic-one"] } };

test("what waits for the connection is what one did, not what the page tells by itself", () => {
  expect(waitingWords([seen])).toBe("");
  expect(waitingWords([vote("topic-one"), seen])).toBe("One thing you did waits here and is sent then.");
  expect(waitingWords([vote("topic-one"), seen, vote("topic-two")])).toBe(
    "2 things you did wait here and are sent then.",
  );
});
