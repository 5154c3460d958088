import { expect, test } from "vitest";
import { fewOfEach } from "../../client/wall/few-of-each.ts";
import { MeetupStory } from "../helpers/meetup-story.ts";

test("[A66] on the wall one person's many side groups leave room for those of others; organizers' all stand there", () => {
  const meetup = new MeetupStory();
  const start = (host: string, n: number) =>
    meetup.does(host, { type: "sideGroup.start", id: `group-of-${host}-${n}`, title: `${host} ${n}` });
  for (let n = 0; n < 9; n += 1) start("mallory", n);
  start("ana", 0);
  for (let n = 0; n < 5; n += 1) start("olga", n);
  start("ana", 1);
  const { sideGroups, people } = meetup.view("nameless");
  const { shown, more } = fewOfEach(sideGroups, people.organizers);
  const titles = ["mallory 0", "mallory 1", "mallory 2", "ana 0", ...[0, 1, 2, 3, 4].map((n) => `olga ${n}`), "ana 1"];
  expect(shown.map(({ title }) => title)).toEqual(titles);
  expect(more).toBe(6);
});
