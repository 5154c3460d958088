import { beforeEach, expect, test } from "vitest";
import type { MeetupAnswer } from "../../server/http/meetup-answers.ts";
import { MeetupAnswers } from "../../server/http/meetup-answers.ts";
import type { LiveMeetup } from "../../server/meetups/live-meetup.ts";
import { LiveMeetups } from "../../server/meetups/live-meetups.ts";
import { People } from "../../server/people/people.ts";
import { InMemoryLogStore } from "../helpers/in-memory-log-store.ts";
import type { Person } from "../../shared/person.ts";
import type { Look } from "../together/support/contract-types.ts";

const DUE = Date.parse("2026-03-04T12:00:00Z");
let people: People;
let meetups: LiveMeetups;
let meetup: LiveMeetup;
let answers: MeetupAnswers;
let ana: Person;
let bo: Person;

beforeEach(async () => {
  const store = new InMemoryLogStore();
  people = new People(store);
  [ana, bo] = [(await people.create("Ana", undefined)).person, (await people.create("Bo", undefined)).person];
  const clock = { now: () => DUE, after: () => () => undefined };
  const report = (_where: string, error: unknown) => {
    throw error;
  };
  meetups = new LiveMeetups({ store, clock, report, people, onPadRights: async () => undefined }, () => undefined);
  const wish = { title: "Porto", timezone: "UTC", place: "", description: "", listed: false };
  const made = await meetups.create(wish, ana);
  if ("problem" in made) throw new Error(made.problem.detail);
  meetup = (await meetups.bySlug(made.slug))!;
  for (const id of ["topic-one", "topic-two"])
    await meetup.handle({ type: "topic.propose", id, title: `About ${id}`, description: "", tags: [] }, ana);
  answers = new MeetupAnswers(meetups);
});

function read({ shared, own }: MeetupAnswer): Look {
  return JSON.parse(Buffer.concat([shared.bytes, own]).toString("utf8")) as Look;
}

test("[C9] all who ask while a meetup is the same are sent one view, those without a name another", async () => {
  const all = await Promise.all([ana, bo, ana, undefined, undefined].map((person) => answers.of(meetup, person)));
  const [forAna, forBo, again, forNobody, forNobodyElse] = all.map(({ shared }) => shared);
  expect([forBo, again]).toEqual([forAna, forAna]);
  expect([forBo === forAna, again === forAna, forNobodyElse === forNobody]).toEqual([true, true, true]);
  expect(forNobody === forAna).toBe(false);
});

test("[C9] each with their own part, which nobody else is sent", async () => {
  await meetup.handle({ type: "vote.cast", topicId: "topic-one", as: "come" }, ana);
  await meetup.handle({ type: "vote.cast", topicId: "topic-two", as: "come" }, bo);
  const [forAna, forBo, forNobody] = await Promise.all([ana, bo, undefined].map((each) => answers.of(meetup, each)));
  expect(read(forAna!).me).toMatchObject({ id: ana.id, role: "organizer", votes: ["topic-one"] });
  expect(read(forBo!).me).toMatchObject({ id: bo.id, role: "participant", votes: ["topic-two"] });
  expect(read(forNobody!).me).toBeNull();
  for (const { shared } of [forAna!, forBo!, forNobody!]) {
    expect(shared.bytes.includes(bo.id)).toBe(false);
    expect(shared.bytes.includes(`"votes":[`)).toBe(false);
  }
  expect(new Set([forAna, forBo, forNobody].map((each) => each!.tag)).size).toBe(3);
});

test("[C9] whoever asks after something has changed, a name too, is sent what is so now", async () => {
  const before = await answers.of(meetup, bo);
  await meetup.handle({ type: "vote.cast", topicId: "topic-one", as: "come" }, ana);
  const voted = await answers.of(meetup, bo);
  expect(read(voted).view.topics[0]).toMatchObject({ votes: 1 });
  await meetups.rename((await people.rename(ana, "Ana Maria", undefined))!);
  const renamed = await answers.of(meetup, bo);
  expect(read(renamed).view.people.names[ana.id]?.name).toBe("Ana Maria");
  expect(new Set([before, voted, renamed].map(({ tag }) => tag)).size).toBe(3);
});
