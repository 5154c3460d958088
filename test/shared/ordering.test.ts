import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cutAfter, lateButWanted, placesOf } from "../../shared/meetup/cut-line.ts";
import { inOrder, votesOfGroups, type Ordering } from "../../shared/meetup/ordering.ts";
import { wilsonLowerBound } from "../../shared/meetup/ranking.ts";
import type { RoomView, SessionView, SlotView, TopicView } from "../../shared/meetup/view.ts";

function topic(id: string, number: number, more: Partial<TopicView> = {}): TopicView {
  const { votes = 0, shown = 0 } = more;
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
    picks: 0,
    lens: null,
    comments: 0,
    commentedAt: null,
    volunteers: [],
    mergedInto: null,
    mergedFrom: [],
    padId: "pad",
    locked: false,
    lockedBy: null,
    support: wilsonLowerBound(votes ?? 0, shown ?? 0),
    ...more,
    votes,
    shown,
  };
}

const ids = (topics: readonly TopicView[], ordering: Ordering) => inOrder(topics, ordering).map(({ id }) => id);
const many = (count: number) => Array.from({ length: count }, (_, at) => topic(`topic-${at}`, at + 1, { shown: 10 }));
const yours = (seed: string, before: readonly string[] = []): Ordering => ({ by: "yours", seed, before });

describe("the orders of the agenda", () => {
  it("go by the number that is shown, then by support, then by who was first", () => {
    const topics = [
      topic("a", 1, { votes: 3, shown: 30 }),
      topic("b", 2, { votes: 9, shown: 90 }),
      topic("c", 3, { votes: 3, shown: 3 }),
      topic("d", 4, { votes: 3, shown: 30 }),
    ];
    expect(ids(topics, { by: "votes" })).toEqual(["b", "c", "a", "d"]);
    expect(ids(topics, { by: "support" })).toEqual(["c", "b", "a", "d"]);
    expect(ids(topics, { by: "newest" })).toEqual(["d", "c", "b", "a"]);
    expect(ids(topics, { by: "number" })).toEqual(["a", "b", "c", "d"]);
  });

  it("put what was withdrawn or merged last", () => {
    const topics = [
      topic("a", 1, { votes: 9, status: "withdrawn" }),
      topic("b", 2, { votes: 8, status: "merged" }),
      topic("c", 3),
    ];
    for (const by of ["votes", "support", "newest", "number"] as const) expect(ids(topics, { by })[0]).toBe("c");
    expect(ids(topics, yours("ana"))).toEqual(["c", "a", "b"]);
  });

  it("rank by the groups of a lens; what is withheld counts as nobody", () => {
    const lens = (small: number | null, large: number | null) => ({
      scale: { small, medium: null, large, unknown: 3 },
      maturity: { starting: null, growing: null, established: null, unknown: 9 },
    });
    const topics = [
      topic("a", 1, { votes: 12, lens: lens(9, null) }),
      topic("b", 2, { votes: 9, lens: lens(null, 6) }),
      topic("c", 3, { votes: 20 }),
    ];
    expect(ids(topics, { by: "groups", groups: { lens: "scale", shown: ["large"] } })).toEqual(["b", "c", "a"]);
    expect(votesOfGroups(topics[0]!, { lens: "scale", shown: ["small", "large"] })).toBe(9);
    expect(votesOfGroups(topics[2]!, { lens: "maturity", shown: ["growing"] })).toBe(0);
  });
});

describe("one's own shuffle", () => {
  it("is the same every time, and another for everyone else", () => {
    const topics = many(40);
    expect(ids(topics, yours("ana"))).toEqual(ids(topics, yours("ana")));
    expect(ids(topics, yours("ana"))).not.toEqual(ids(topics, yours("bo")));
    expect(ids(topics, yours("ana")).toSorted()).toEqual(topics.map(({ id }) => id).toSorted());
  });

  it("gives every topic the top about equally often", () => {
    const topics = many(8);
    const tops = new Map<string, number>();
    for (let person = 0; person < 4000; person++) {
      const [top] = ids(topics, yours(`person-${person}`));
      tops.set(top!, (tops.get(top!) ?? 0) + 1);
    }
    // 500 each are expected; the standard deviation is 21.
    for (const { id } of topics) {
      expect(tops.get(id)).toBeGreaterThan(390);
      expect(tops.get(id)).toBeLessThan(610);
    }
  });

  it("keeps what was shown where it was, new topics come in front", () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 30 }), fc.integer({ min: 0, max: 5 }), (seed, old, added) => {
        const before = ids(many(old), yours(seed));
        const after = ids(many(old + added), yours(seed, before));
        expect(after.slice(added)).toEqual(before);
        expect(new Set(after).size).toBe(old + added);
      }),
    );
  });

  it("begins with what few have seen", () => {
    const topics = [...many(20), topic("late-one", 21, { shown: 2 }), topic("late-two", 22)];
    expect(ids(topics, yours("ana")).slice(0, 2).toSorted()).toEqual(["late-one", "late-two"]);
  });

  it("looks at each topic a few times, however many there are", () => {
    const looksPerTopic = (count: number) => {
      let looks = 0;
      const topics = many(count).map(
        (one) => new Proxy(one, { get: (target, key) => ((looks += 1), Reflect.get(target, key)) }),
      );
      inOrder(topics, yours("ana"));
      return looks / count;
    };
    // Sorting takes a logarithm more; twice as much for each would be all pairs.
    expect(looksPerTopic(1000)).toBeLessThan(1.5 * looksPerTopic(500));
  });
});

const room = (id: string): RoomView => ({ id, name: id, capacity: null, where: "", link: null });
const slot = (id: string, kind: SlotView["kind"] = "sessions"): SlotView => ({
  id,
  startsAt: "2026-03-09T10:00:00Z",
  endsAt: "2026-03-09T11:00:00Z",
  label: "",
  kind,
});
const session = (roomId: string, slotId: string, topicIds: string[] = []): SessionView => ({
  id: `${roomId}-${slotId}`,
  title: "",
  topicIds,
  roomId,
  slotId,
  startsAt: "",
  endsAt: "",
  moderators: [],
  padId: "",
  locked: false,
  lockedBy: null,
  state: "planned",
  full: false,
  outcome: null,
});

describe("the cut line", () => {
  it("counts rooms times slots for sessions, and what is still free of them", () => {
    const rooms = [room("hall"), room("attic")];
    const slots = [slot("ten"), slot("noon", "break"), slot("two")];
    const sessions = [session("hall", "ten"), session("hall", "noon")];
    expect(placesOf({ rooms, slots, sessions })).toEqual({ fits: 4, free: 3 });
    expect(placesOf({ rooms: [], slots, sessions: [] })).toEqual({ fits: 0, free: 0 });
  });

  it("stands below the last topic that fits; what is on the agenda has its place", () => {
    const topics = [
      topic("a", 1),
      topic("b", 2, { status: "scheduled" }),
      topic("c", 3, { status: "parked" }),
      topic("d", 4),
      topic("e", 5),
    ];
    expect(cutAfter(topics, { fits: 3, free: 2 })).toBe(4);
    expect(cutAfter(topics, { fits: 1, free: 0 })).toBe(0);
    expect(cutAfter(topics, { fits: 9, free: 3 })).toBeUndefined();
    expect(cutAfter(topics, { fits: 0, free: 0 })).toBeUndefined();
  });

  it("lets no more topics above it than there are free places, and as many as there are", () => {
    const status = fc.constantFrom("proposed", "scheduled", "parked", "side-group", "withdrawn", "merged");
    fc.assert(
      fc.property(fc.array(status, { maxLength: 20 }), fc.nat(20), (statuses, free) => {
        const topics = statuses.map((each, at) => topic(`${at}`, at, { status: each as TopicView["status"] }));
        const waits = (each: TopicView) => each.status === "proposed" || each.status === "side-group";
        const cut = cutAfter(topics, { fits: 20, free });
        const above = topics.slice(0, cut).filter(waits).length;
        expect(above).toBe(Math.min(free, topics.filter(waits).length));
      }),
    );
  });

  it("names what is late, but wanted: above it by support, below it by votes", () => {
    const topics = [
      topic("early", 1, { votes: 60, shown: 110 }),
      topic("meh", 2, { votes: 40, shown: 110 }),
      topic("late", 3, { votes: 31, shown: 40 }),
    ];
    const view = { topics, rooms: [room("hall")], slots: [slot("ten"), slot("two")], sessions: [] };
    expect([...lateButWanted(view)]).toEqual(["late"]);
    expect([...lateButWanted({ ...view, rooms: [] })]).toEqual([]);
    expect([...lateButWanted({ ...view, rooms: [room("hall"), room("attic")] })]).toEqual([]);
  });
});
