import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { agendaOrder, holdOrder, isLookedFor } from "../../client/meetup/agenda-order.ts";
import type { TopicView } from "../../shared/meetup/view.ts";

function topic(id: string, number: number, more: Partial<TopicView> = {}): TopicView {
  return {
    id,
    number,
    title: id,
    description: "",
    tags: [],
    proposedBy: "ana",
    forName: null,
    proposedAt: "2026-03-09T09:00:00Z",
    status: "proposed",
    votes: 0,
    picks: 0,
    shown: 0,
    support: 0,
    lens: null,
    comments: 0,
    volunteers: [],
    mergedInto: null,
    mergedFrom: [],
    padId: "pad",
    ...more,
  };
}

describe("the order of the agenda", () => {
  it("goes by the number that is shown, then by support, then by who was first", () => {
    const topics = [
      topic("a", 1, { votes: 3, support: 0.2 }),
      topic("b", 2, { votes: 9 }),
      topic("c", 3, { votes: 3, support: 0.4 }),
      topic("d", 4, { votes: 3, support: 0.2 }),
    ];
    expect(agendaOrder(topics, "wanted")).toEqual(["b", "c", "a", "d"]);
    expect(agendaOrder(topics, "newest")).toEqual(["d", "c", "b", "a"]);
  });

  it("goes by number while counts are withheld", () => {
    const topics = [topic("b", 2, { votes: null, support: null }), topic("a", 1, { votes: null, support: null })];
    expect(agendaOrder(topics, "wanted")).toEqual(["a", "b"]);
  });

  it("puts what was withdrawn last", () => {
    const topics = [topic("a", 1, { votes: 9, status: "withdrawn" }), topic("b", 2)];
    expect(agendaOrder(topics, "wanted")).toEqual(["b", "a"]);
    expect(agendaOrder(topics, "newest")).toEqual(["b", "a"]);
  });
});

describe("an order that someone points at", () => {
  const nobodysOwn = () => false;

  it("stays, and says what waits behind it", () => {
    expect(holdOrder(["a", "b", "c"], ["n", "c", "a", "b"], nobodysOwn)).toEqual({
      ids: ["a", "b", "c"],
      added: 1,
      moved: 1,
    });
  });

  it("says nothing when nothing waits", () => {
    expect(holdOrder(["a", "b"], ["a", "b"], nobodysOwn)).toEqual({ ids: ["a", "b"], added: 0, moved: 0 });
  });

  it("takes in one's own topic at once, and lets go of what is gone", () => {
    expect(holdOrder(["a", "b"], ["mine", "b"], (id) => id === "mine")).toEqual({
      ids: ["b", "mine"],
      added: 0,
      moved: 1,
    });
  });

  it("never shows a topic twice or one that isn't there", () => {
    const ids = fc.uniqueArray(fc.constantFrom(..."abcdefgh"));
    fc.assert(
      fc.property(ids, ids, ids, (held, current, own) => {
        const { ids: shown, added, moved } = holdOrder(held, current, (id) => own.includes(id));
        expect(new Set(shown).size).toBe(shown.length);
        expect(shown.every((id) => current.includes(id))).toBe(true);
        expect(shown.length + added).toBe(current.length);
        expect(moved).toBeLessThan(Math.max(1, shown.length));
      }),
    );
  });
});

describe("looking for a topic", () => {
  it("finds all words anywhere, whatever their case", () => {
    const rabbit = topic("RabbitMQ in production", 1, { tags: ["Messaging"], status: "scheduled" });
    expect(isLookedFor(rabbit, "all", "messaging RABBIT")).toBe(true);
    expect(isLookedFor(rabbit, "all", "rabbit ceph")).toBe(false);
    expect(isLookedFor(rabbit, "proposed", "")).toBe(false);
    expect(isLookedFor(rabbit, "scheduled", "")).toBe(true);
  });
});
