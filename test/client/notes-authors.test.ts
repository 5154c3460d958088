import { ChangeSet, EditorState, RangeSet } from "@codemirror/state";
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import * as Y from "yjs";
import { spansOf, whoIn } from "../../client/notes/editor/author-marks.ts";
import { PadAuthors, type PadAuthorsTools } from "../../client/notes/pad-authors.ts";
import { PadColors } from "../../client/notes/pad-colors.ts";
import { afterChanges, clientsIn, placeAt, textClients, type ByClient } from "../../client/notes/text-clients.ts";
import type { ClientWriter } from "../../shared/notes/client-writer.ts";

/** One letter a character: whose it is. */
function picture(ranges: RangeSet<ByClient>, length: number): string {
  const letters = Array.from({ length }, () => "·");
  ranges.between(0, length, (from, to, { client }) => {
    for (let at = from; at < to; at++) letters[at] = String.fromCodePoint(96 + client);
  });
  return letters.join("");
}

function docOf(client: number): Y.Text {
  const doc = new Y.Doc();
  doc.clientID = client;
  return doc.getText("markdown");
}

describe("whose each character is", () => {
  test("follows every edit, whoever makes it, as the document has it", () => {
    const edit = fc.record({
      client: fc.integer({ min: 1, max: 3 }),
      at: fc.nat(1000),
      remove: fc.nat(6),
      insert: fc.string({ maxLength: 4 }),
    });
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 60 }), (edits) => {
        const text = docOf(9);
        let ranges: RangeSet<ByClient> = RangeSet.empty;
        for (const { client, at, remove, insert } of edits) {
          const { length } = text;
          const from = at % (length + 1);
          const to = Math.min(length, from + remove);
          const changes = ChangeSet.of({ from, to, insert: insert.replaceAll("\n", " ") }, length);
          text.doc!.clientID = client;
          text.doc!.transact(() => {
            text.delete(from, to - from);
            text.insert(from, insert.replaceAll("\n", " "));
          });
          ranges = afterChanges(ranges, changes, client);
          expect(picture(ranges, text.length)).toBe(picture(clientsIn(text), text.length));
        }
      }),
    );
  });

  test("is the page's own for what is typed there", () => {
    const text = docOf(1);
    text.insert(0, "abc");
    text.doc!.clientID = 2;
    const { field } = textClients(text);
    const state = EditorState.create({ doc: "abc", extensions: field });
    const after = state.update({ changes: { from: 1, insert: "xy" } }).state;
    expect(picture(after.field(field), 5)).toBe("abbaa");
  });

  test("is known by its clock for every place", () => {
    const text = docOf(1);
    text.insert(0, "abcdef");
    text.delete(1, 2);
    expect([0, 1, 3, 4].map((at) => placeAt(text, at))).toEqual([
      { client: 1, clock: 0 },
      { client: 1, clock: 3 },
      { client: 1, clock: 5 },
      undefined,
    ]);
  });
});

describe("who wrote it", () => {
  const people: Record<string, { name: string; color: string }> = {
    ana: { name: "Ana Alves", color: "#bc4945" },
    ben: { name: "Ben Berg", color: "#017797" },
  };
  let clock = 1000;

  function authors(answers: ClientWriter[][], tools: Partial<PadAuthorsTools> = {}) {
    const doc = tools.doc ?? docOf(7).doc!;
    return new PadAuthors({
      doc,
      ask: () => Promise.resolve(answers.shift()),
      me: () => ({ id: "ana", name: "Ana Alves", color: "#bc4945" }),
      nameOf: (id) => people[id],
      colors: new PadColors(),
      now: () => clock,
      ...tools,
    });
  }

  test("[W9] is who the server says, whatever a page says of itself; the server's own hand is nobody's", async () => {
    const known = authors([
      [
        { client: 0, person: null, runs: [[0, 1]] },
        { client: 1, person: "ben", runs: [[0, 5]] },
      ],
    ]);
    await settled(known);
    expect(known.writerOf(1)).toEqual({ id: "ben", name: "Ben Berg", initials: "BB", color: 7 });
    expect(known.writerOf(0)).toBeUndefined();
    expect(known.writerOf(3)).toBeUndefined();
    expect(known.writerOf(7)?.name).toBe("Ana Alves");
    known.close();
  });

  test("who was erased has a colour still, and no name", async () => {
    const known = authors([[{ client: 1, person: "gone-person", runs: [] }]]);
    await settled(known);
    expect(known.writerOf(1)).toMatchObject({ name: "Someone", id: "gone-person" });
    known.close();
  });

  test("and when, by the server's clock; what arrives meanwhile was written now", async () => {
    const text = docOf(7);
    const known = authors(
      [
        [
          {
            client: 1,
            person: "ben",
            runs: [
              [0, 100],
              [4, 200],
            ],
          },
        ],
      ],
      { doc: text.doc! },
    );
    await settled(known);
    expect([0, 3, 4, 9].map((at) => known.writtenAt({ client: 1, clock: at }))).toEqual([100, 100, 200, 200]);
    clock = 5000;
    text.insert(0, "now");
    expect(known.writtenAt({ client: 7, clock: 1 })).toBe(5000);
    known.close();
  });

  test("is bound to a client once, and asked for when a new one shows up", async () => {
    const text = docOf(7);
    const known = authors([[]], { doc: text.doc! });
    await settled(known);
    known.bind(5, "ben");
    known.bind(5, "ana");
    expect(known.writerOf(5)?.name).toBe("Ben Berg");
    known.close();
  });

  test("is asked for at once when the connection is back, however long it was away", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      const known = authors([]);
      // Each question that gets no answer has the next wait longer.
      for (let asked = 0; asked < 6; asked += 1) {
        await settled(known);
        vi.advanceTimersToNextTimer();
      }
      await settled(known);
      known.refresh();
      vi.advanceTimersByTime(1);
      await settled(known);
      known.close();
    } finally {
      vi.useRealTimers();
    }
  });

  test("shows a line's writers, who wrote most first, and spans of one person's devices as one", () => {
    const text = docOf(1);
    const write = (client: number, at: number, words: string) => {
      text.doc!.clientID = client;
      text.insert(at, words);
    };
    write(1, 0, "aa");
    write(2, 2, "bbbb");
    write(3, 6, "cc");
    const people3 = { 1: "ana", 2: "ben", 3: "ben" } as Record<number, string>;
    const looks = {
      writerOf: (client: number) => ({ id: people3[client]!, name: people3[client]!, initials: "", color: client }),
    };
    expect(whoIn(clientsIn(text), 0, 8, looks).map(({ id }) => id)).toEqual(["ben", "ana"]);
    expect(spansOf(clientsIn(text), 1, 8, looks).map(({ from, to, writer }) => [from, to, writer.id])).toEqual([
      [1, 2, "ana"],
      [2, 8, "ben"],
    ]);
  });
});

function settled(authors: PadAuthors): Promise<void> {
  return new Promise((resolve) => {
    const stop = authors.subscribe(() => {
      stop();
      resolve();
    });
  });
}
