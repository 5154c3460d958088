import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PadAuthors } from "../../client/notes/pad-authors.ts";
import { PadColors, type Colored } from "../../client/notes/pad-colors.ts";
import { PERSON_COLORS } from "../../shared/person-look.ts";
import * as Y from "yjs";

const person = (id: string, own: number): Colored => ({ id, own });

describe("colours in a pad", () => {
  test("[N44] are one's own, unless somebody there has that: then one that is least like those taken", () => {
    const colors = new PadColors();
    colors.meet([person("ana", 1), person("ben", 7), person("cleo", 1)]);
    expect(["ana", "ben", "cleo"].map((id) => colors.colorOf(id, 1))).toEqual([1, 7, 4]);
  });

  test("[N44] of who comes at once go first to those who can have their own", () => {
    const colors = new PadColors();
    colors.meet([person("ana", 1), person("ben", 1), person("cleo", 6), person("dan", 12)]);
    expect([colors.colorOf("cleo", 6), colors.colorOf("dan", 12)]).toEqual([6, 12]);
    expect(new Set(["ana", "ben", "cleo", "dan"].map((id) => colors.colorOf(id, 0))).size).toBe(4);
  });

  test("[N44] stay as they are, whoever comes and goes", () => {
    const colors = new PadColors();
    colors.meet([person("ana", 1)]);
    colors.meet([person("ana", 1), person("ben", 1)]);
    const bens = colors.colorOf("ben", 1);
    colors.meet([person("ben", 1)]);
    colors.meet([person("ben", 1), person("ana", 1), person("cleo", bens)]);
    expect([colors.colorOf("ana", 1), colors.colorOf("ben", 1)]).toEqual([1, bens]);
    expect(colors.colorOf("ben", undefined)).toBe(bens);
  });

  test("[N44] are the same on all pages: what each has chosen for its own person, and of two who chose the same, the first's", () => {
    const pages = [new PadColors(), new PadColors()];
    const [ana, ben, cleo] = [person("ana", 1), person("ben", 1), { ...person("cleo", 3), worn: 9 }];
    pages[0]!.meet([ana]);
    pages[1]!.meet([ben]);
    for (const page of pages) page.meet([{ ...ana, worn: 1 }, ben, cleo]);
    const mine = pages[1]!.choiceFor("ben", 1);
    for (const page of pages) page.meet([{ ...ben, worn: mine }, { ...ana, worn: 1 }, cleo]);
    for (const page of pages) expect(["ana", "ben", "cleo"].map((id) => page.colorOf(id, 1))).toEqual([1, mine, 9]);
    const both = [
      { ...ana, worn: 5 },
      { ...ben, worn: 5 },
    ];
    for (const page of pages) {
      page.meet(both);
      expect(page.colorOf("ana", 1)).toBe(5);
      expect(page.colorOf("ben", 1)).not.toBe(5);
    }
    expect(new Set([1, mine, 9]).size).toBe(3);
  });

  test("[N44] differ among those who are there as far as they go, and change for nobody but who comes in", () => {
    const ids = Array.from({ length: 30 }, (_, at) => `person ${at}`);
    const ownOf = (id: string) => 1 + ((id.length * 5 + Number(id.slice(7)) * 7) % 4);
    fc.assert(
      fc.property(fc.array(fc.subarray(ids), { maxLength: 12 }), (visits) => {
        const colors = new PadColors();
        let before: readonly string[] = [];
        let haveDiffered = true;
        for (const there of visits) {
          const known = new Map(before.map((id) => [id, colors.colorOf(id, ownOf(id))]));
          colors.meet(there.map((id) => person(id, ownOf(id))));
          const stayed = there.filter((id) => before.includes(id));
          for (const id of stayed) expect(colors.colorOf(id, ownOf(id))).toBe(known.get(id));
          const shown = there.map((id) => colors.colorOf(id, ownOf(id)));
          for (const color of shown) expect(color >= 1 && color <= PERSON_COLORS.length).toBe(true);
          if (there.length <= PERSON_COLORS.length && (haveDiffered || stayed.length === 0))
            expect(new Set(shown).size).toBe(there.length);
          haveDiffered = new Set(shown).size === there.length;
          before = there;
        }
      }),
    );
  });

  test("[N44] of those who wrote differ too, who wrote first first, whatever the server lists first", async () => {
    const names: Record<string, { name: string; color: string }> = {
      ana: { name: "Ana", color: "#bc4945" },
      ben: { name: "Ben", color: "#bc4945" },
    };
    const authors = new PadAuthors({
      doc: new Y.Doc(),
      ask: async () => [
        { client: 1, person: "ben", runs: [[0, 20]] },
        { client: 2, person: "ana", runs: [[0, 10]] },
      ],
      me: () => null,
      nameOf: (id) => names[id],
      colors: new PadColors(),
      now: () => 0,
    });
    await new Promise<void>((resolve) => authors.subscribe(resolve));
    expect([authors.writerOf(1)?.color, authors.writerOf(2)?.color]).toEqual([6, 1]);
    authors.close();
  });
});
