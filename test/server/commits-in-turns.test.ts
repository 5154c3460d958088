import { expect, test } from "vitest";
import { LiveMeetups } from "../../server/meetups/live-meetups.ts";
import { People } from "../../server/people/people.ts";
import { InMemoryLogStore } from "../helpers/in-memory-log-store.ts";
import type { Write } from "../../server/store/log-store.ts";

test("[C8] however much is asked for while a meetup commits, little of it is decided in one turn, and all of it in order", async () => {
  const commits: number[] = [];
  class NotedStore extends InMemoryLogStore {
    override write(write: Write): Promise<number[]> {
      commits.push(write.appends?.[0]?.entries.length ?? 0);
      return super.write(write);
    }
  }
  const store = new NotedStore();
  const people = new People(store);
  const { person: ana } = await people.create("Ana", undefined);
  const clock = { now: () => Date.parse("2026-03-04T12:00:00Z"), after: () => () => undefined };
  const report = (_where: string, error: unknown) => {
    throw error;
  };
  const meetups = new LiveMeetups(
    { store, clock, report, people, onPadRights: async () => undefined },
    () => undefined,
  );
  const made = await meetups.create(
    { title: "Porto", timezone: "UTC", place: "", description: "", listed: false },
    ana,
  );
  if ("problem" in made) throw new Error(made.problem.detail);
  const meetup = (await meetups.bySlug(made.slug))!;
  commits.length = 0;
  const topics = (batch: number) =>
    Array.from({ length: 20 }, (_, n) => ({
      type: "topic.propose" as const,
      id: `topic-${batch}-${n}`,
      title: `About ${batch} ${n}`,
      description: "",
      tags: [],
    }));
  const answers = await Promise.all([
    ...Array.from({ length: 30 }, (_, batch) => meetup.handle({ type: "batch", commands: topics(batch) }, ana)),
    ...Array.from({ length: 300 }, (_, n) => meetup.handle({ type: "meetup.edit", title: `Porto ${n}` }, ana)),
  ]);
  expect(Math.max(...commits.slice(0, 30))).toBe(1);
  expect(Math.max(...commits)).toBeLessThanOrEqual(256);
  const seqs = answers.map((answer) => ("seq" in answer ? answer.seq : NaN));
  expect(seqs).toEqual(seqs.map((_, index) => seqs[0]! + index));
  expect(await meetup.read((state) => [state.topics.size, state.facts.title])).toEqual([600, "Porto 299"]);
});
