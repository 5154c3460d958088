import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { copyOnWrite } from "../../shared/copy-on-write.ts";

interface Agenda {
  title: string;
  people: Set<string>;
  topics: Map<string, { title: string; voters: Set<string>; tags: string[] }>;
  given: Map<string, number>;
}

function agenda(): Agenda {
  return {
    title: "Porto",
    people: new Set(["ana", "ben"]),
    topics: new Map([
      ["one", { title: "One", voters: new Set(["ana"]), tags: ["nova"] }],
      ["two", { title: "Two", voters: new Set(["ana", "ben"]), tags: [] }],
    ]),
    given: new Map([["ana", 1]]),
  };
}

/** What is done to an agenda, and what it says: in one order or another, so that some comes before a part was looked at and some after. */
const deeds: ((agenda: Agenda) => unknown)[] = [
  (all) => all.people.add("chi").size,
  (all) => all.people.delete("ana"),
  (all) => [...all.people],
  (all) => all.people.has("ana"),
  (all) => new Set(all.people),
  (all) => [...all.people.keys(), ...all.people.entries()],
  (all) => all.topics.get("one")?.voters.add("dan").size,
  (all) => all.topics.get("one")?.tags.push("ops"),
  (all) => [...all.topics.values()].map(({ voters }) => [...voters]),
  (all) => {
    for (const topic of all.topics.values()) topic.title += "!";
  },
  (all) => all.topics.forEach((topic) => topic.voters.clear()),
  (all) => all.topics.delete("two"),
  (all) => all.topics.set("three", { title: "Three", voters: new Set(), tags: [] }).size,
  (all) => [...all.topics.keys()],
  (all) => all.topics.get("none"),
  (all) => all.given.get("ana"),
  (all) => [...all.given.set("ben", 2).entries()],
  (all) => new Map(all.given),
  (all) => all.given.clear(),
  (all) => [all.people.size, all.topics.size, all.given.size, all.given.has("ben")],
  (all) => (all.title += "!"),
];

describe("what is copied on write", () => {
  it("answers as a copy would, and stays as it was", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...deeds), { maxLength: 20 }), (all) => {
        const original = agenda();
        const [trial, copy] = [copyOnWrite(original), structuredClone(original)];
        for (const deed of all) expect(deed(trial)).toEqual(deed(copy));
        expect(structuredClone(plain(trial))).toEqual(copy);
        expect(original).toEqual(agenda());
      }),
    );
  });
});

/** With sets and maps that are nothing but that. */
function plain({ title, people, topics, given }: Agenda): Agenda {
  const plainTopics = [...topics].map(([id, topic]) => [id, { ...topic, voters: new Set(topic.voters) }] as const);
  return { title, people: new Set(people), topics: new Map(plainTopics), given: new Map(given) };
}
