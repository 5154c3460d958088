import { Awareness } from "y-protocols/awareness";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { onNewestPlace } from "../../client/notes/reading/newest-place.ts";

/** A text that somebody else writes in, and the places that are told. */
function pad(start: string) {
  const doc = new Y.Doc();
  const text = doc.getText("markdown");
  text.insert(0, start);
  const awareness = new Awareness(doc);
  const told: number[] = [];
  let time = 0;
  const stop = onNewestPlace({ text, awareness, now: () => time }, (index) => told.push(index));
  const other = 4711;
  const cursor = (head: unknown) => {
    awareness.states.set(other, { cursor: { anchor: head, head } });
    awareness.emit("change", [{ added: [], updated: [other], removed: [] }, "remote"]);
  };
  return {
    text,
    told,
    cursorAt: (index: number) => cursor(Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(text, index))),
    cursor,
    passes: (ms: number) => (time += ms),
    close: () => {
      stop();
      awareness.destroy();
      doc.destroy();
    },
  };
}

describe("the newest place in a text", () => {
  it("[V7] is behind what was inserted last, or where it was deleted", () => {
    const { text, told, close } = pad("one two three");
    text.insert(4, "and ");
    text.delete(0, 4);
    text.applyDelta([{ insert: "so " }, { retain: 4 }, { insert: "then " }]);
    expect(told).toEqual([8, 0, 12]);
    close();
  });

  it("[V7] is a cursor only while nobody edits", () => {
    const { text, told, cursorAt, passes, close } = pad("one two three");
    cursorAt(3);
    text.insert(13, ".");
    cursorAt(5);
    passes(5000);
    cursorAt(7);
    expect(told).toEqual([3, 14, 7]);
    close();
  });

  it("is none where a cursor makes no sense", () => {
    const { told, cursor, close } = pad("one");
    for (const nonsense of [null, 7, "x", {}, { type: "elsewhere" }, { item: { client: -1, clock: "a" } }])
      cursor(nonsense);
    expect(told).toEqual([]);
    close();
  });
});
