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

  test("[N44] are the same on all pages: what each has chosen for its own person, and of two who chose the same, the later chooses anew", () => {
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
      expect(["ana", "ben"].map((id) => page.colorOf(id, 1))).toEqual([5, 5]);
      expect(page.wishFor("ana")).toBeUndefined();
      expect(page.wishFor("ben")).toBe(1);
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

  /** Pages that hear of each other at once; each says its person's colour when it has been told all there is. */
  class Room {
    readonly pages = new Map<string, PadColors>();
    readonly said = new Map<string, number>();
    readonly #people = new Map<string, Colored>();

    join(...people: readonly Colored[]): void {
      for (const each of people) {
        this.#people.set(each.id, each);
        this.pages.set(each.id, new PadColors());
      }
      this.#settle();
    }

    leave(id: string): void {
      this.#people.delete(id);
      this.pages.delete(id);
      this.#settle();
    }

    /** What the pages show of all; one line where they show the same. */
    get shown(): Set<string> {
      return new Set([...this.pages.values()].map((page) => String(this.seenBy(page))));
    }

    seenBy(page = [...this.pages.values()][0]): number[] {
      return [...this.#people.keys()].map((id) => page!.colorOf(id, 1));
    }

    #settle(): void {
      for (let left = 10; left > 0; left--) {
        for (const page of this.pages.values()) page.meet([...this.#people.values()]);
        const wishes = [...this.pages].flatMap(([id, page]) => ({ id, worn: page.wishFor(id) }));
        const chosen = wishes.filter(({ worn }) => worn !== undefined);
        if (chosen.length === 0) return;
        for (const { id, worn } of chosen) {
          this.said.set(id, (this.said.get(id) ?? 0) + 1);
          this.#people.set(id, { ...this.#people.get(id)!, worn });
        }
      }
      expect.unreachable("pages never stop saying colours");
    }
  }

  const many = (count: number) =>
    Array.from({ length: count }, (_, at) => person(`${(at * 7919) % 997}`, 1 + (at % 5)));

  test.each([20, 150])("[N44] of %i people who come one by one are said once each, shown alike, and kept", (count) => {
    const room = new Room();
    const people = many(count);
    for (const each of people) {
      const before = room.pages.size === 0 ? [] : room.seenBy();
      room.join(each);
      expect(room.seenBy().slice(0, before.length)).toEqual(before);
    }
    for (const { id } of people.slice(0, -5)) {
      const before = room.seenBy();
      room.leave(id);
      expect(room.seenBy()).toEqual(before.slice(1));
    }
    expect(room.shown.size).toBe(1);
    expect(Math.max(...room.said.values())).toBe(1);
    expect(room.said.size).toBe(count);
  });

  test.each([20, 150])("[N44] of %i people who come at once are said once each, and shown alike", (count) => {
    const room = new Room();
    room.join(...many(count));
    expect(room.shown.size).toBe(1);
    expect([...room.said.values()]).toEqual(Array.from({ length: count }, () => 1));
  });

  test("[N44] of twelve who come at once differ in the end", () => {
    const room = new Room();
    room.join(...many(12).map(({ id }) => person(id, 3)));
    expect(room.shown.size).toBe(1);
    expect(new Set(room.seenBy()).size).toBe(12);
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
