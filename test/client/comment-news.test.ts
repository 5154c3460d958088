import { describe, expect, test } from "vitest";
import { CommentNews } from "../../client/notes/panel/comment-news.ts";
import type { CommandInput } from "../../shared/meetup/commands.ts";
import type { TopicView } from "../../shared/meetup/view.ts";

const topic = (comments: number, id = "topic-1") => ({ id, comments }) as TopicView;
const comment = (id: string): CommandInput => ({ type: "comment.add", topicId: "topic-1", id, body: "x" });
const [a, b] = [comment("a"), comment("b")];
/** What waits, and what was accepted. */
const asked = (waiting: CommandInput[] = [], accepted: CommandInput[] = []) => ({
  unconfirmed: waiting.map((command) => ({ key: "", by: "ana", at: "", command, topicId: "topic-1" })),
  hasAccepted: (command: CommandInput) => accepted.includes(command),
});

describe("[N47] news of comments", () => {
  test("are those of others that came since one looked", () => {
    const news = new CommentNews();
    expect(news.heed(topic(5), asked(), false)).toBe(0);
    expect(news.heed(topic(6), asked(), false)).toBe(1);
    expect(news.heed(topic(8), asked(), false)).toBe(2);
    expect(news.unread).toBe(3);
    expect(news.heed(topic(8), asked(), true)).toBe(0);
    expect(news.unread).toBe(3);
    news.looked();
    expect(news.unread).toBe(0);
    expect(news.heed(topic(9), asked(), true)).toBe(1);
    expect(news.unread).toBe(0);
  });

  test("are none of one's own, however long they wait", () => {
    const news = new CommentNews();
    news.heed(topic(5), asked(), false);
    expect(news.heed(topic(6), asked([a]), false)).toBe(0);
    expect(news.heed(topic(7), asked([a, b]), false)).toBe(0);
    expect(news.heed(topic(7), asked([b], [a]), false)).toBe(0);
    // Somebody else said something meanwhile.
    expect(news.heed(topic(8), asked([], [a, b]), false)).toBe(1);
  });

  test("are all of others', also where one's own was refused meanwhile", () => {
    const news = new CommentNews();
    news.heed(topic(5), asked(), false);
    expect(news.heed(topic(6), asked([a]), false)).toBe(0);
    expect(news.heed(topic(7), asked([a]), false)).toBe(0);
    expect(news.heed(topic(6), asked(), false)).toBe(1);
  });

  test("are none where one's own goes, also where the server has taken it off and the page does once more", () => {
    const removal: CommandInput = { type: "comment.remove", commentId: "a" };
    const news = new CommentNews();
    news.heed(topic(5), asked(), false);
    expect(news.heed(topic(4), asked([removal]), false)).toBe(0);
    expect(news.heed(topic(3), asked([removal]), false)).toBe(0);
    expect(news.heed(topic(4), asked([], [removal]), false)).toBe(0);
    news.heed(topic(3), asked([removal]), false);
    // Refused, it is no news either; somebody else's that came meanwhile is.
    expect(news.heed(topic(4), asked(), false)).toBe(0);
    news.heed(topic(3), asked([removal]), false);
    expect(news.heed(topic(4), asked([], [removal]), false)).toBe(1);
  });

  test("are not made up of what is refused, removed or another topic's", () => {
    const news = new CommentNews();
    news.heed(topic(2), asked(), false);
    news.heed(topic(3), asked([a]), false);
    expect(news.heed(topic(2), asked(), false)).toBe(0);
    expect(news.heed(topic(3), asked(), false)).toBe(1);
    expect(news.heed(topic(0), asked(), false)).toBe(0);
    expect(news.unread).toBe(0);
    expect(news.heed(topic(7, "topic-2"), asked(), false)).toBe(0);
  });
});
