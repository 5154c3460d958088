/** What a step may cost in a meetup of thousands of topics: how much is looked at, how it is parted, and how much of it is told. */
import { beforeEach, expect, test } from "vitest";
import { evolving } from "../../shared/meetup/evolve.ts";
import { copyOnWrite } from "../../shared/copy-on-write.ts";
import { MeetupStory } from "../helpers/meetup-story.ts";

const PEOPLE = ["ana", "ben", "chi", "dan"];
const TOPICS = Array.from({ length: 60 }, (_, at) => `topic-number-${at}`);
let meetup: MeetupStory;

beforeEach(() => {
  meetup = new MeetupStory();
  for (const id of TOPICS) {
    meetup.does("olga", { type: "topic.propose", id, title: `About ${id}`, description: "At length. ".repeat(50) });
    for (const person of PEOPLE) meetup.does(person, { type: "vote.cast", topicId: id });
  }
});

/** What the changes of topics set, by topic. */
function setOfTopics(touched: ReturnType<MeetupStory["record"]>): Map<string | undefined, string[]> {
  const changes = meetup.changes(touched);
  return new Map(
    changes.flatMap((each) =>
      each.kind === "topic" && "set" in each ? [[each.id, Object.keys(each.set)] as const] : [],
    ),
  );
}

const COUNTED = ["votes", "picks", "shown", "support", "lens"];

test("[A16] a picture that is released, and tallies that are withheld, are told as counts, not with all that topics say", () => {
  const closing = setOfTopics(meetup.record("olga", { type: "phase.set", phase: "running" }));
  // The fourth vote on each was not out yet.
  expect(closing).toEqual(new Map(TOPICS.map((id) => [id, COUNTED])));
  meetup.record("olga", { type: "phase.set", phase: "voting" });
  const withheld = setOfTopics(meetup.record("olga", { type: "meetup.edited", set: { tallies: "closed" } }));
  expect(withheld).toEqual(new Map(TOPICS.map((id) => [id, COUNTED])));
});

test("[C11] pictures of topics come out part by part when voting closes", () => {
  const closing = { at: meetup.now(), by: "olga", facts: [{ type: "phase.set" as const, phase: "running" as const }] };
  expect([...evolving(meetup.state, closing)].length).toBeGreaterThan(TOPICS.length);
});

test("[C11] editing the meetup concerns nobody's own part, unless the number of picks is another", () => {
  expect(meetup.record("olga", { type: "meetup.edited", set: { title: "Porto" } }).has("mine")).toBe(false);
  expect(meetup.record("olga", { type: "meetup.edited", set: { picks: 5 } }).has("mine")).toBe(true);
});

test("[C11] who is removed, and let back in, is looked up once in what many topics were merged into", () => {
  const [into, ...rest] = TOPICS;
  for (const from of rest) meetup.does("olga", { type: "topic.merge", from, into: into! });
  let looks = 0;
  for (const topic of meetup.state.topics.values()) {
    topic.voters = new (class extends Set<string> {
      override has(id: string): boolean {
        looks += 1;
        return super.has(id);
      }
    })(topic.voters);
  }
  meetup.does("olga", { type: "person.remove", personId: "ana" });
  meetup.does("olga", { type: "person.restore", personId: "ana" });
  expect(looks).toBeLessThan(4 * TOPICS.length);
});

test("[C11] a trial copies no set of which it takes somebody who isn't in it, nor one to which it adds somebody who is", () => {
  let copies = 0;
  class Counted extends Set<string> {
    override [Symbol.iterator](): SetIterator<string> {
      copies += 1;
      return super[Symbol.iterator]();
    }
  }
  const voters = new Counted(PEOPLE);
  const trial = copyOnWrite(voters);
  copies = 0;
  expect([trial.delete("eva"), trial.add("ana").size]).toEqual([false, 4]);
  expect(copies).toBe(0);
  expect([trial.delete("ana"), trial.add("eva").size, voters.size]).toEqual([true, 4, 4]);
  expect(copies).toBe(1);
});

test("[C11] what people take home comes out without all of it being looked at again", () => {
  meetup.does("olga", { type: "meetup.edit", previous: "lisbon-2025" });
  const names = (by: string, text: string) => {
    meetup.does(by, { type: "takeHome.set", number: 1, text });
    meetup.does(by, { type: "lastTime.tell", text, became: "done" });
  };
  for (const by of PEOPLE) names(by, "Ten alerts");
  class Unseen<K, V> extends Map<K, V> {
    override [Symbol.iterator](): never {
      throw new Error("All of it was looked at");
    }
    override entries = this[Symbol.iterator];
    override keys = this[Symbol.iterator];
    override values = this[Symbol.iterator];
    override forEach = this[Symbol.iterator];
  }
  const unseen = <K, V>(all: ReadonlyMap<K, V>): Map<K, V> => {
    const map = new Unseen<K, V>();
    for (const [key, value] of all) map.set(key, value);
    return map;
  };
  const { state } = meetup;
  state.takeHome = unseen(state.takeHome);
  state.told = unseen(state.told);
  state.toldCounts.of = unseen(state.toldCounts.of);
  Object.assign(state.named, { byKey: unseen(state.named.byKey), of: unseen(state.named.of) });
  for (const by of ["eva", "fay"]) names(by, "Ten alerts");
  const { takenHome, lastTime } = meetup.view();
  expect([takenHome.things[0]?.people, lastTime.done]).toEqual([6, 6]);
});
