import fc from "fast-check";
import { expect, test } from "vitest";
import { KnownDeletions } from "../../server/notes/text/known-deletions.ts";

test("stretches of deleted text that overlap or follow each other are one, those apart stay apart, whatever the order", () => {
  const stretch = fc.tuple(fc.nat(60), fc.integer({ min: 1, max: 9 }));
  fc.assert(
    fc.property(fc.array(stretch, { maxLength: 30 }), (added) => {
      const known = new KnownDeletions();
      const deleted = new Set<number>();
      for (const [clock, length] of added) {
        known.add(7, clock, clock + length);
        for (let at = clock; at < clock + length; at += 1) deleted.add(at);
      }
      for (let at = 0; at < 80; at += 1) {
        const found = known.from(7, at);
        const first = [...deleted].filter((each) => each >= at).toSorted((a, b) => a - b)[0];
        if (first === undefined) {
          expect(found).toBeUndefined();
          continue;
        }
        let end = first;
        while (deleted.has(end)) end += 1;
        let clock = first;
        while (deleted.has(clock - 1)) clock -= 1;
        expect(found).toEqual({ clock, end });
      }
      expect(known.from(8, 0)).toBeUndefined();
    }),
  );
});
