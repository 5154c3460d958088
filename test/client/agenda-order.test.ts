import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { filterCount, holdOrder, lookedFor, NO_FILTER } from "../../client/agenda/agenda-order.ts";
import { ReaderOrder } from "../../client/agenda/reader-order.ts";
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
    withdrawnBy: null,
    votes: 0,
    picks: 0,
    shown: 0,
    support: 0,
    lens: null,
    comments: 0,
    commentedAt: null,
    volunteers: [],
    mergedInto: null,
    mergedFrom: [],
    padId: "pad",
    locked: false,
    lockedBy: null,
    ...more,
  };
}

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

describe("the order as its reader sees it", () => {
  it("moves, unless it is held, until the news are taken or it is let go", () => {
    let drawn = 0;
    const order = new ReaderOrder(() => (drawn += 1));
    const before = [topic("a", 1, { votes: 2 }), topic("b", 2, { votes: 1 })];
    const after = [topic("a", 1, { votes: 2 }), topic("b", 2, { votes: 3 }), topic("c", 3)];
    const byVotes = { by: "votes" } as const;
    const { ids } = order.of(before, byVotes, "ben");
    order.hold(ids);
    order.hold(["something", "else"]);
    expect(order.of(after, byVotes, "ben")).toEqual({ ids: ["a", "b"], added: 1, moved: 1 });
    order.takeNews(after, byVotes);
    expect(order.of(after, byVotes, "ben").ids).toEqual(["b", "a", "c"]);
    expect(order.of(before, byVotes, "ben")).toEqual({ ids: ["b", "a"], added: 0, moved: 1 });
    order.letGo();
    order.letGo();
    expect(order.of(before, byVotes, "ben").ids).toEqual(["a", "b"]);
    expect(drawn).toBe(3);
  });
});

describe("looking for a topic", () => {
  const rabbit = topic("RabbitMQ in production", 1, { tags: ["Messaging"], status: "scheduled" });
  const ceph = topic("Ceph", 2, {
    tags: ["Storage"],
    proposedBy: "bo",
    volunteers: [{ personId: "bo", as: "moderator" }],
  });
  const gone = topic("Gone", 3, { status: "withdrawn", proposedBy: "bo" });
  const reader = {
    isMine: ({ proposedBy }: TopicView) => proposedBy === "ana",
    isSeen: ({ id }: TopicView) => id === "Ceph",
  };
  const found = (filter: Partial<typeof NO_FILTER>, words = "") =>
    lookedFor([rabbit, ceph, gone], { ...NO_FILTER, ...filter }, words, reader).map(({ number }) => number);

  it("finds all words anywhere, whatever their case, and the number people say", () => {
    expect(found({}, "messaging RABBIT")).toEqual([1]);
    expect(found({}, "rabbit ceph")).toEqual([]);
    expect(found({}, "#2")).toEqual([2]);
    expect(found({}, "  ")).toEqual([1, 2, 3]);
  });

  it("narrows by status, tag, moderator, whose it is and what was seen, all at once", () => {
    expect(found({ statuses: ["scheduled", "proposed"] })).toEqual([1, 2]);
    expect(found({ tags: ["Storage", "Messaging"] })).toEqual([1, 2]);
    expect(found({ needsModerator: true })).toEqual([1]);
    expect(found({ isMine: true })).toEqual([1]);
    expect(found({ isUnseen: true })).toEqual([1, 3]);
    expect(found({ isUnseen: true, tags: ["Storage"] })).toEqual([]);
    expect(filterCount({ ...NO_FILTER, isUnseen: true, tags: ["Storage"] })).toBe(2);
  });
});
