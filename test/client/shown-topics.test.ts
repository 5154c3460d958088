import { describe, expect, it } from "vitest";
import { ShownTopics } from "../../client/agenda/shown-topics.ts";
import type { Keeper } from "../../client/replica/pending-commands.ts";
import type { CommandInput } from "../../shared/meetup/commands.ts";

/** A page that shows topics "a" to "e", with a clock that moves when told. */
function page(keeper: Keeper = memory()) {
  const told: string[][] = [];
  let listener = () => {};
  let timers: (() => void)[] = [];
  const replica = {
    slug: "porto",
    person: { id: "ana", name: "Ana", color: "#000000" } as { id: string; name: string; color: string } | null,
    reach: "live" as "live" | "offline",
    view: {
      meetup: { voting: { open: true } },
      topics: [..."abcde"].map((id) => ({ id, padId: "pad" })),
    },
    ask(command: CommandInput) {
      if (command.type === "topic.markShown") told.push(command.topicIds);
      return Promise.resolve({ seq: 1 });
    },
    subscribe(hears: () => void) {
      listener = hears;
      return () => {};
    },
  };
  const shown = new ShownTopics({
    replica: replica as never,
    keeper,
    clock: {
      after(_ms, run) {
        timers.push(run);
        return () => (timers = timers.filter((each) => each !== run));
      },
    },
  });
  return {
    shown,
    told,
    replica,
    sees: (...topics: string[]) => topics.forEach((id) => shown.note(id)),
    changes: (set: Partial<typeof replica>) => {
      Object.assign(replica, set);
      listener();
    },
    timePasses: () => timers.splice(0).forEach((run) => run()),
  };
}

function memory(): Keeper {
  const kept = new Map<string, string>();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
    key: (at) => [...kept.keys()][at] ?? null,
    get length() {
      return kept.size;
    },
  };
}

describe("what was shown", () => {
  it("is told once, together, and never again, in later visits either", () => {
    const keeper = memory();
    const first = page(keeper);
    first.sees("a", "b", "a");
    expect(first.told).toEqual([]);
    first.timePasses();
    expect(first.told).toEqual([["a", "b"]]);
    first.sees("b", "c");
    first.timePasses();
    expect(first.told).toEqual([["a", "b"], ["c"]]);
    const second = page(keeper);
    second.sees("a", "c", "d");
    second.timePasses();
    expect(second.told).toEqual([["d"]]);
  });

  it("waits for a name, a connection and open votes", () => {
    for (const without of [{ person: null }, { reach: "offline" as const }]) {
      const ana = page();
      const { person, reach } = ana.replica;
      ana.changes(without);
      ana.sees("a", "b");
      ana.timePasses();
      expect(ana.told).toEqual([]);
      ana.changes({ person, reach });
      ana.timePasses();
      expect(ana.told).toEqual([["a", "b"]]);
    }
    const late = page();
    late.replica.view.meetup.voting.open = false;
    late.sees("a");
    late.timePasses();
    late.shown.close();
    expect(late.told).toEqual([]);
  });

  it("is each person's own on a device that several use", () => {
    const { sees, changes, timePasses, told, shown } = page();
    sees("a");
    timePasses();
    changes({ person: null });
    changes({ person: { id: "bo", name: "Bo", color: "#000000" } });
    expect([...shown.seen]).toEqual([]);
    sees("a");
    timePasses();
    expect(told).toEqual([["a"], ["a"]]);
  });

  it("tells what is left when the page goes", () => {
    const { sees, shown, told } = page();
    sees("a");
    shown.close();
    expect(told).toEqual([["a"]]);
  });
});
