import { describe, expect, test } from "vitest";
import { CommentNews } from "../../client/notes/panel/comment-news.ts";
import type { MeetupReplica } from "../../client/replica/meetup-replica.ts";
import type { TopicView } from "../../shared/meetup/view.ts";

const topic = (comments: number, id = "topic-1") => ({ id, comments }) as TopicView;
const waiting = (...ids: string[]): MeetupReplica["unconfirmed"] =>
  ids.map(
    (id) =>
      ({ command: { type: "comment.add", topicId: "topic-1", id, body: "x" } }) as MeetupReplica["unconfirmed"][0],
  );

describe("[N47] news of comments", () => {
  test("are those of others that came since one looked", () => {
    const news = new CommentNews();
    expect(news.heed(topic(5), [], false)).toBe(0);
    expect(news.heed(topic(6), [], false)).toBe(1);
    expect(news.heed(topic(8), [], false)).toBe(2);
    expect(news.unread).toBe(3);
    news.looked();
    expect(news.unread).toBe(0);
    expect(news.heed(topic(9), [], true)).toBe(1);
    expect(news.unread).toBe(0);
  });

  test("are none of one's own, however long they wait", () => {
    const news = new CommentNews();
    news.heed(topic(5), [], false);
    expect(news.heed(topic(6), waiting("a"), false)).toBe(0);
    expect(news.heed(topic(7), waiting("a", "b"), false)).toBe(0);
    expect(news.heed(topic(7), waiting("b"), false)).toBe(0);
    // Somebody else said something meanwhile.
    expect(news.heed(topic(8), [], false)).toBe(1);
  });

  test("are not made up of what is refused, removed or another topic's", () => {
    const news = new CommentNews();
    news.heed(topic(2), [], false);
    news.heed(topic(3), waiting("a"), false);
    expect(news.heed(topic(2), [], false)).toBe(0);
    expect(news.heed(topic(3), [], false)).toBe(1);
    expect(news.heed(topic(0), [], false)).toBe(0);
    expect(news.unread).toBe(0);
    expect(news.heed(topic(7, "topic-2"), [], false)).toBe(0);
  });
});
