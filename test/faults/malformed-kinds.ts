/** The catalogue: what may be wrong with what arrives on a notes connection, from the frame inwards. */
import * as Y from "yjs";
import { PAD_MESSAGE, SYNC_MESSAGE } from "../../shared/notes/pad-frames.ts";
import type { Chance } from "../together/support/seeded-chance.ts";
import { bytesOf, frameOf, inserted, insertedAfter, raw, updateOf, type Part } from "./support/pad-bytes.ts";
import { clientFrame } from "./support/raw-pad.ts";

/** What a sender knows, to be wrong on purpose. */
export interface Scene {
  chance: Chance;
  /** A client id that somebody else has written with. */
  foreignClient: number;
}

/** What goes over the wire after the upgrade. */
export type Malformed = (scene: Scene) => Uint8Array;

const { sync, awareness, auth, queryAwareness, fence } = PAD_MESSAGE;
const LIMIT = 1_048_576;
const BILLION = 4_000_000_000;
const ENDLESS = raw(...Array.from({ length: 12 }, () => 0xff));
const client = ({ chance }: Scene) => 1_000_000 + chance.below(4_000_000_000);

const FRAMES: Record<string, Malformed> = {
  "a frame with the first reserved bit": () => clientFrame(bytesOf(fence, 1), { reserved: 4 }),
  "a frame with the second reserved bit": () => clientFrame(bytesOf(fence, 1), { reserved: 2 }),
  "a frame with the third reserved bit": () => clientFrame(bytesOf(fence, 1), { reserved: 1 }),
  "a data opcode that isn't defined": () => clientFrame(bytesOf(fence, 1), { opcode: 3 }),
  "a control opcode that isn't defined": () => clientFrame(bytesOf(fence, 1), { opcode: 11 }),
  "a frame without a mask": () => clientFrame(bytesOf(fence, 1), { masked: false }),
  "a continuation of nothing": () => clientFrame(bytesOf(fence, 1), { opcode: 0 }),
  "a message within a message": () =>
    Buffer.concat([clientFrame(bytesOf(fence), { fin: false }), clientFrame(bytesOf(fence, 1))]),
  "a text message": () => clientFrame(Buffer.from("hello"), { opcode: 1 }),
  "a text message that isn't UTF-8": () => clientFrame(Uint8Array.of(0xff, 0xfe), { opcode: 1 }),
  "a ping that is too long": () => clientFrame(new Uint8Array(126), { opcode: 9 }),
  "a ping in parts": () => clientFrame(new Uint8Array(1), { opcode: 9, fin: false }),
  "a close of one byte": () => clientFrame(Uint8Array.of(3), { opcode: 8 }),
  "a close with a code that isn't one": () => clientFrame(Uint8Array.of(3, 0xe7), { opcode: 8 }),
  "a close whose reason isn't UTF-8": () => clientFrame(Uint8Array.of(3, 0xe8, 0xff, 0xfe), { opcode: 8 }),
  "a frame that claims 2^63 bytes": () => clientFrame(new Uint8Array(4), { length: 2n ** 63n }),
  "a frame that claims one byte too many": () => clientFrame(new Uint8Array(4), { length: BigInt(LIMIT + 1) }),
  "parts that are too long together": () =>
    Buffer.concat([
      clientFrame(new Uint8Array(LIMIT / 2), { fin: false }),
      clientFrame(new Uint8Array(LIMIT / 2 + 1), { opcode: 0 }),
    ]),
  "a request instead of frames": () => Buffer.from("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"),
};

const MESSAGES: Record<string, (scene: Scene) => Uint8Array> = {
  "an empty message": () => new Uint8Array(),
  "an unknown type": ({ chance }) => bytesOf(20 + chance.below(1000)),
  "a type without end": () => bytesOf(ENDLESS),
  "a type that is cut off": () => bytesOf(raw(0x80)),
  "the server's own refusal": () => bytesOf(auth, 0, "no"),
  "a sync message of no kind": () => bytesOf(sync),
  "a sync message of an unknown kind": () => bytesOf(sync, 3, new Uint8Array()),
  "a state vector that is cut off": () => frameOf(sync, SYNC_MESSAGE.step1, bytesOf(2, 1, 1)),
  "a state vector that claims billions": () => frameOf(sync, SYNC_MESSAGE.step1, bytesOf(BILLION)),
  "a state vector with more behind it": () => frameOf(sync, SYNC_MESSAGE.step1, bytesOf(0, 7)),
  "a question with more behind it": () => bytesOf(sync, SYNC_MESSAGE.step1, bytesOf(0), 7),
  "a fence without a number": () => bytesOf(fence),
  "a fence with more behind it": () => bytesOf(fence, 1, 1),
  "a fence whose number has no end": () => bytesOf(fence, ENDLESS),
  "a question for presence with more behind it": () => bytesOf(queryAwareness, 1),
  "an update that is longer than its message": () => bytesOf(sync, SYNC_MESSAGE.update, BILLION, raw(1, 2, 3)),
  "an update with more behind it": () => bytesOf(sync, SYNC_MESSAGE.update, bytesOf(0, 0), 7),
  "two messages in one": () => bytesOf(fence, 1, raw(...bytesOf(fence, 2))),
};

/** An update of one group by a new client. */
function group(scene: Scene, ...structs: Part[]): Uint8Array {
  return updateOf(1, 1, client(scene), 0, ...structs, 0);
}

function content(kind: number, ...parts: Part[]): (scene: Scene) => Uint8Array {
  return (scene) => group(scene, raw(kind), 1, "markdown", ...parts);
}

const UPDATES: Record<string, (scene: Scene) => Uint8Array> = {
  "an update of no bytes": () => updateOf(),
  "an update of random bytes": ({ chance }) =>
    // The first says how many clients follow, more than there can be.
    updateOf(BILLION, raw(...Array.from({ length: 200 }, () => chance.below(256)))),
  "an update of format V2": () => {
    const doc = new Y.Doc();
    doc.getText("markdown").insert(0, "in the other format");
    const update = Y.encodeStateAsUpdateV2(doc);
    doc.destroy();
    return frameOf(sync, SYNC_MESSAGE.update, update);
  },
  "a V2 update whose run lengths have no end": () =>
    updateOf(0, bytesOf(0x7f, ENDLESS), bytesOf(1, BILLION), bytesOf(1, BILLION), bytesOf(4, BILLION), BILLION),
  "billions of clients": () => updateOf(BILLION),
  "billions of structs": (scene) => updateOf(1, BILLION, client(scene), 0, ...inserted("x")),
  "a client without structs": (scene) => updateOf(1, 0, client(scene), 0, 0),
  "a client that comes twice": (scene) => {
    const twice = client(scene);
    return updateOf(2, 1, twice, 0, ...inserted("x"), 1, twice, 1, ...inserted("y"), 0);
  },
  "a garbage-collected struct": (scene) => group(scene, raw(0), 5),
  "clocks that are left out": (scene) => updateOf(1, 2, client(scene), 0, raw(10), 5, ...inserted("x"), 0),
  "a gap before its first clock": (scene) => updateOf(1, 1, client(scene), 1000, ...inserted("x"), 0),
  "text after a character of nobody": (scene) => group(scene, ...insertedAfter(client(scene), 0, "x")),
  "text before a character of nobody": (scene) => group(scene, raw(0x44), client(scene), 0, "x"),
  "text after itself": (scene) => {
    const self = client(scene);
    return updateOf(1, 1, self, 0, ...insertedAfter(self, 0, "x"), 0);
  },
  "text after each other": (scene) => {
    const [one, other] = [client(scene), client(scene)];
    return updateOf(2, 1, one, 0, ...insertedAfter(other, 0, "x"), 1, other, 0, ...insertedAfter(one, 0, "y"), 0);
  },
  "text within a type that isn't there": (scene) => group(scene, raw(4), 0, client(scene), 0, "x"),
  "an unknown root name": (scene) => group(scene, raw(4), 1, "elsewhere", "x"),
  "a root name of the prototype": (scene) => group(scene, raw(4), 1, "__proto__", "x"),
  "a map key": (scene) => group(scene, raw(0x24), 1, "markdown", "key", "x"),
  "content: JSON": content(2, 1, "{}"),
  "content: bytes": content(3, Uint8Array.of(1, 2, 3)),
  "content: an embed": content(5, "{}"),
  "content: a format": content(6, "bold", "true"),
  "content: a type": content(7, 0),
  "content: any": content(8, 1, raw(127)),
  "content: a document": content(9, "guid", raw(118, 0)),
  "content: of no kind": content(30),
  "text that isn't UTF-8": (scene) => group(scene, raw(4), 1, "markdown", Uint8Array.of(0xff, 0xfe)),
  "text of no characters": (scene) => group(scene, ...inserted("")),
  "text that is longer than the update": (scene) => group(scene, raw(4), 1, "markdown", BILLION, raw(1)),
  "a clock of 2^53": (scene) => updateOf(1, 1, client(scene), 2 ** 53 - 1, ...inserted("x"), 0),
  "deleted text of billions": (scene) => group(scene, raw(1), 1, "markdown", BILLION),
  "a deletion of what isn't there": (scene) => updateOf(0, 1, client(scene), 1, 0, 5),
  "billions of deletions": (scene) => updateOf(0, 1, client(scene), BILLION, 0, 1),
  "a deletion of nothing": ({ foreignClient }) => updateOf(0, 1, foreignClient, 1, 0, 0),
  "a deletion beyond all clocks": ({ foreignClient }) => updateOf(0, 1, foreignClient, 1, 2 ** 52, 2 ** 52),
  "writing as somebody else": ({ foreignClient }) => updateOf(1, 1, foreignClient, 1e6, ...inserted("x"), 0),
  "writing as the server": () => updateOf(1, 1, 1, 1e6, ...inserted("x"), 0),
  "an update that ends before its deletions": (scene) => updateOf(1, 1, client(scene), 0, ...inserted("x")),
  "more behind the deletions": (scene) => updateOf(1, 1, client(scene), 0, ...inserted("x"), 0, 7),
};

const PRESENCE: Record<string, (scene: Scene) => Uint8Array> = {
  "presence that is cut off": (scene) => bytesOf(awareness, bytesOf(1, client(scene), 1)),
  "presence of billions": () => bytesOf(awareness, bytesOf(BILLION)),
  "presence with more behind it": () => bytesOf(awareness, bytesOf(0, 7)),
  "presence that isn't JSON": (scene) => bytesOf(awareness, bytesOf(1, client(scene), 1, "{")),
  "presence that is a list": (scene) => bytesOf(awareness, bytesOf(1, client(scene), 1, "[1]")),
  "presence that is a word": (scene) => bytesOf(awareness, bytesOf(1, client(scene), 1, '"here"')),
  "presence of 5 kB": (scene) =>
    bytesOf(awareness, bytesOf(1, client(scene), 1, JSON.stringify({ cursor: "x".repeat(5000) }))),
  "presence of four at once": (scene) =>
    bytesOf(awareness, bytesOf(4, ...[1, 2, 3, 4].flatMap(() => [client(scene), 1, "{}"]))),
};

/** Every kind by its name. */
export const MALFORMED: Record<string, Malformed> = {
  ...FRAMES,
  ...inFrames(MESSAGES),
  ...inFrames(UPDATES),
  ...inFrames(PRESENCE),
};

function inFrames(messages: Record<string, (scene: Scene) => Uint8Array>): Record<string, Malformed> {
  return Object.fromEntries(
    Object.entries(messages).map(([name, message]) => [name, (scene) => clientFrame(message(scene))]),
  );
}
