import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FEWEST } from "../../shared/meetup/fewest.ts";
import {
  emptyLens,
  maturityOf,
  noteInLens,
  releaseLens,
  scaleOf,
  type LensView,
  type Profile,
} from "../../shared/meetup/lens.ts";

const profile: fc.Arbitrary<Profile> = fc.record(
  {
    people: fc.constantFrom("1-4" as const, "5-15" as const, "over-15" as const),
    fixes: fc.constantFrom("file" as const, "some" as const, "patches" as const, "upstream" as const),
    automation: fc.constantFrom("little" as const, "some" as const, "most" as const),
  },
  { requiredKeys: [] },
);

/** What is released of voters with these profiles. */
function lensOf(profiles: readonly Profile[]): LensView | null {
  const lens = emptyLens();
  releaseLens(lens, new Set(profiles.map((_, at) => String(at))), (id) => profiles[Number(id)]);
  return lens.shown;
}

describe("answers", () => {
  it.each<[Profile, string | undefined]>([
    [{}, undefined],
    [{ services: ["compute"] }, undefined],
    [{ people: "1-4" }, "small"],
    [{ people: "5-15" }, "medium"],
    [{ people: "over-15" }, "large"],
    [{ people: "1-4", services: ["compute", "storage", "network", "dns", "database"] }, "small"],
    [{ people: "1-4", services: ["compute", "storage", "network", "dns", "database", "firewall"] }, "medium"],
    [{ people: "over-15", services: ["compute", "storage", "network", "dns", "database", "firewall"] }, "large"],
  ])("%j are of scale %s", (answers, scale) => {
    expect(scaleOf(answers)).toBe(scale);
  });

  it.each<[Profile, string | undefined]>([
    [{}, undefined],
    [{ fixes: "some" }, "starting"],
    [{ fixes: "patches" }, "growing"],
    [{ fixes: "upstream" }, "established"],
    [{ fixes: "upstream", deployment: "by-hand" }, "starting"],
    [{ fixes: "upstream", deployment: "scripted" }, "growing"],
    [{ fixes: "upstream", deployment: "by-hand", automation: "some" }, "growing"],
    [{ fixes: "upstream", deployment: "continuous", automation: "little" }, "established"],
  ])("%j are of maturity %s", (answers, maturity) => {
    expect(maturityOf(answers)).toBe(maturity);
  });
});

describe("the lens", () => {
  const people = (small: number, medium: number, large: number, silent: number): Profile[] => [
    ...Array<Profile>(small).fill({ people: "1-4" }),
    ...Array<Profile>(medium).fill({ people: "5-15" }),
    ...Array<Profile>(large).fill({ people: "over-15" }),
    ...Array<Profile>(silent).fill({}),
  ];

  it("is null until three people have voted", () => {
    expect(lensOf(people(1, 1, 0, 0))).toBeNull();
    expect(lensOf(people(3, 0, 0, 0))).not.toBeNull();
  });

  it.each([
    [people(10, 5, 4, 6), { small: 10, medium: 5, large: 4, unknown: 6 }],
    [people(10, 5, 4, 0), { small: 10, medium: 5, large: 4, unknown: 0 }],
    [people(10, 5, 2, 1), { small: 10, medium: 5, large: null, unknown: 3 }],
    [people(10, 5, 2, 0), { small: 10, medium: null, large: null, unknown: 7 }],
    [people(10, 5, 4, 1), { small: 10, medium: 5, large: null, unknown: 5 }],
    [people(3, 0, 0, 0), { small: 3, medium: null, large: null, unknown: 0 }],
  ])("[A22] withholds small cells (%#)", (profiles, scale) => {
    expect(lensOf(profiles)?.scale).toEqual(scale);
  });

  it("[A22] has no cell of one or two, unknown included, and adds up", () => {
    fc.assert(
      fc.property(fc.array(profile, { minLength: FEWEST, maxLength: 40 }), (profiles) => {
        const lens = lensOf(profiles)!;
        for (const cells of [lens.scale, lens.maturity]) {
          const shown = Object.values(cells).filter((count) => count !== null);
          expect(shown.filter((count) => count === 1 || count === 2)).toEqual([]);
          expect(shown.reduce((sum, count) => sum + count, 0)).toBe(profiles.length);
        }
      }),
    );
  });

  it("[A22] comes out only when three or more people differ from what was last shown", () => {
    const deed = fc.tuple(fc.nat(11), fc.constantFrom("vote", "retract", "profile"), profile);
    fc.assert(
      fc.property(fc.array(deed, { maxLength: 80 }), (deeds) => {
        const lens = emptyLens();
        const voters = new Set<string>();
        const profiles = new Map<string, Profile>();
        const kind = (id: string) =>
          voters.has(id) ? `${scaleOf(profiles.get(id) ?? {})} ${maturityOf(profiles.get(id) ?? {})}` : "none";
        let shown = new Map<string, string>();
        for (const [n, what, answers] of deeds) {
          const id = `person-${n}`;
          if (what === "vote") voters.add(id);
          if (what === "retract") voters.delete(id);
          if (what === "profile") profiles.set(id, answers);
          const before = lens.shown;
          const released = noteInLens(lens, [id], voters, (who) => profiles.get(who));
          if (!released) {
            expect(lens.shown).toBe(before);
            continue;
          }
          const everyone = Array.from({ length: 12 }, (_, each) => `person-${each}`);
          const differing = everyone.filter((each) => kind(each) !== (shown.get(each) ?? "none"));
          expect(differing.length).toBeGreaterThanOrEqual(FEWEST);
          shown = new Map(everyone.map((each) => [each, kind(each)]));
        }
      }),
    );
  });

  it("[A22] can't be stepped by voting to and fro around one other person", () => {
    const lens = emptyLens();
    const voters = new Set(["a", "b", "c", "d", "e"]);
    const profiles = new Map<string, Profile>([["victim", { people: "over-15" }]]);
    const note = (id: string) => noteInLens(lens, [id], voters, (who) => profiles.get(who));
    for (const id of voters) note(id);
    note("d");
    const before = lens.shown;
    voters.add("victim");
    note("victim");
    for (let round = 0; round < 10; round++) {
      for (const id of ["a", "b"]) {
        voters.delete(id);
        note(id);
        voters.add(id);
        note(id);
      }
    }
    expect(lens.shown).toBe(before);
  });
});
