import { expect, test } from "vitest";
import { askedSchema } from "../../shared/meetup/commands.ts";
import { configFrom } from "../../server/config.ts";
import { PersonalLimits } from "../../server/meetups/personal-limits.ts";
import { MeetupStory } from "../helpers/meetup-story.ts";
import { MovableClock } from "../helpers/movable-clock.ts";

const LIMITS = { MIDCYCLE_LIMIT_COMMENT_BURST: "4", MIDCYCLE_LIMIT_COMMENTS_PER_MINUTE: "6" };

function limited() {
  const story = new MeetupStory();
  story.does("ana", { type: "topic.propose", id: "rabbit-ha", title: "Rabbit HA" });
  const clock = new MovableClock("2026-03-09T10:00:00Z");
  const limits = new PersonalLimits({ limits: configFrom(LIMITS).limits, clock });
  const say = (id: string) => ({ type: "comment.add" as const, id, topicId: "rabbit-ha", body: "Yes" });
  const check = (by: string, ...ids: string[]) => {
    const asked = ids.length === 1 ? say(ids[0]!) : { type: "batch", commands: ids.map(say) };
    const refused = limits.check(story.state, { id: by, name: by, color: "#bc4945" }, askedSchema.parse(asked));
    return refused && { ...refused.problem, retryAfter: refused.retryAfter };
  };
  return { story, clock, check, say };
}

test("[A66] one person writes so many comments at once, then more as time goes by; organizers as many as they like", () => {
  const { clock, check } = limited();
  for (let n = 0; n < 4; n += 1) expect(check("mallory", `comment-${n}`)).toBeUndefined();
  // As everything that is too much only for now: a page that was offline waits and goes on with it.
  const refused = { type: "urn:midcycle:problem:too-many", status: 429, retryAfter: 10 };
  expect(check("mallory", "comment-4")).toMatchObject(refused);
  expect(check("ben", "comment-5")).toBeUndefined();
  for (let n = 10; n < 20; n += 1) expect(check("olga", `comment-${n}`)).toBeUndefined();
  clock.moves(10_000);
  expect(check("mallory", "comment-4")).toBeUndefined();
  expect(check("mallory", "comment-6")).toMatchObject(refused);
});

test("[A2] [A66] a comment that was made before takes nothing of what one may write at once", () => {
  const { story, check, say } = limited();
  story.does("ana", say("comment-0"));
  for (let n = 0; n < 9; n += 1) expect(check("ana", "comment-0")).toBeUndefined();
  for (let n = 1; n < 5; n += 1) expect(check("ana", `comment-${n}`)).toBeUndefined();
});

test("[A66] a batch of too many comments at once is refused whole and takes nothing", () => {
  const { check } = limited();
  const ids = Array.from({ length: 5 }, (_, n) => `comment-${n}`);
  expect(check("mallory", ...ids)).toMatchObject({ status: 429, errors: [{ path: "commands.4" }] });
  expect(check("mallory", ...ids.slice(1))).toBeUndefined();
});
