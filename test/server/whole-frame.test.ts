import fc from "fast-check";
import { expect, it } from "vitest";
import { wholeMessage } from "../../server/connections/whole-frame.ts";
import { clientFrame } from "../faults/support/raw-pad.ts";

const short = fc.uint8Array({ minLength: 1, maxLength: 125 });

it("the message of a frame that is all of it is read, whatever it says", () => {
  fc.assert(
    fc.property(short, (message) => {
      expect(wholeMessage(clientFrame(message))).toEqual(Buffer.from(message));
    }),
  );
});

it("everything else stays as it was: parts, other kinds, unmasked, long, empty, cut off or with something behind it", () => {
  const others = fc.oneof(
    short.map((message) => clientFrame(message, { fin: false })),
    short.map((message) => clientFrame(message, { masked: false })),
    fc.tuple(short, fc.constantFrom(0, 1, 3, 8, 9, 10)).map(([message, opcode]) => clientFrame(message, { opcode })),
    fc.tuple(short, fc.constantFrom(1, 2, 4)).map(([message, reserved]) => clientFrame(message, { reserved })),
    fc.uint8Array({ minLength: 126, maxLength: 300 }).map((message) => clientFrame(message)),
    fc.constant(clientFrame(new Uint8Array())),
    fc.tuple(short, fc.integer({ min: 1, max: 130 })).map(([message, cut]) => clientFrame(message).subarray(0, -cut)),
    fc.tuple(short, short).map(([message, next]) => Buffer.concat([clientFrame(message), next])),
  );
  fc.assert(
    fc.property(others, (bytes) => {
      const before = Buffer.from(bytes);
      expect(wholeMessage(bytes)).toBeUndefined();
      expect(bytes).toEqual(before);
    }),
  );
});
