import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { similarTopics } from "../../shared/meetup/paste/similar.ts";

const AGENDA = [
  "Rabbit HA and queue issues",
  "OVS issues, fixes, best practices",
  "Rolling upgrades with N-1 compatibility",
  "Database maintenance",
  "HA mode for every service",
  "Operators review new features",
  "Fix bad defaults",
  "Group to work on operations tools",
  "Group to work on a packaging toolchain",
  "Actionable error messages",
  "IPv6 in all projects",
  "Distributed image service",
].map((title, at) => ({ id: `topic-${at}`, title }));

const agenda = similarTopics(AGENDA);
const titles = (title: string) => agenda.like(title).map(({ topic }) => topic.title);

describe("similar topics", () => {
  it.each([
    ["rabbit", "Rabbit HA and queue issues"],
    ["Rabit HA", "Rabbit HA and queue issues"],
    ["Maintaining databases", "Database maintenance"],
    ["IPV6 for every project", "IPv6 in all projects"],
    ["upgrade compatibility", "Rolling upgrades with N-1 compatibility"],
    ["Better error messages", "Actionable error messages"],
  ])("are found for %s", (typed, title) => expect(titles(typed)[0]).toBe(title));

  it.each(["", "a", "the", "How do you do it?", "Billing and quotas", "Lunch"])("are none for %j", (typed) =>
    expect(titles(typed)).toEqual([]),
  );

  const word = fc.string({
    unit: fc.constantFrom(..."abcdefghijklmnopqrstuvwxyzäéßøñ日本語"),
    minLength: 4,
    maxLength: 12,
  });
  const title = fc.array(word, { minLength: 1, maxLength: 8 }).map((words) => words.join(" "));

  /** Titles that have words in common. */
  const known = fc
    .array(fc.constantFrom("rabbit", "queue", "issues", "upgrade", "quota", "images"), { minLength: 1, maxLength: 4 })
    .map((words) => words.join(" "));

  it("always find the same title first, whatever its case, marks, accents and order of words", () => {
    fc.assert(
      fc.property(fc.uniqueArray(title, { minLength: 1, maxLength: 20 }), fc.nat(), (all, at) => {
        const wanted = all[at % all.length] ?? "";
        const found = similarTopics(all.map((each) => ({ title: each }))).like(
          `¿${wanted.toUpperCase().split(" ").toReversed().join(", ")}?`,
          all.length,
        );
        expect(found[0]?.score).toBeCloseTo(1);
        expect(found.map(({ topic }) => topic.title)).toContain(wanted);
      }),
    );
  });

  it("come the most alike first, each once, no more than asked for", () => {
    let most = 0;
    fc.assert(
      fc.property(
        fc.array(fc.oneof(title, known), { maxLength: 30 }),
        fc.oneof(fc.string(), known),
        fc.integer({ min: 0, max: 5 }),
        (all, typed, limit) => {
          const found = similarTopics(all.map((each, id) => ({ id, title: each }))).like(typed, limit);
          expect(found.length).toBeLessThanOrEqual(limit);
          expect(new Set(found.map(({ topic }) => topic.id)).size).toBe(found.length);
          const scores = found.map(({ score }) => score);
          expect(scores).toEqual(scores.toSorted((a, b) => b - a));
          for (const score of scores) expect(score > 0 && score <= 1).toBe(true);
          most = Math.max(most, found.length);
        },
      ),
    );
    expect(most).toBeGreaterThan(1);
  });

  it("are prepared once, and whatever is typed is compared only with those that have some of it", () => {
    let [reads, looks] = [0, 0];
    const words = "abcdefghij".split("").map((letter) => letter.repeat(5));
    const many = Array.from({ length: 500 }, (_, n) => ({
      get title() {
        reads += 1;
        return `${words[n % 10]} ${n}`;
      },
    }));
    const counted = new Proxy(many, {
      get: (topics, key) => {
        if (/^\d+$/u.test(String(key))) looks += 1;
        return Reflect.get(topics, key) as unknown;
      },
    });
    const index = similarTopics(counted);
    expect(reads).toBe(500);
    looks = 0;
    for (let at = 4; at <= 5; at += 1) expect(index.like("ccccc".slice(0, at))).toHaveLength(3);
    expect([reads, looks]).toEqual([500, 2 * 50]);
  });
});
