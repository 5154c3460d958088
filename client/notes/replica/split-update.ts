import * as encoding from "lib0/encoding";
import * as Y from "yjs";
import { isFirstHalf } from "../../../shared/surrogates.ts";

type Struct = ReturnType<typeof Y.decodeUpdate>["structs"][number];

/** At most so many UTF-16 units of one insertion go into one piece: three bytes each at worst. */
const UNITS_PER_BYTE = 1 / 4;

/**
 * The same edits as several updates of about `maxBytes` or less each, which are to be applied in
 * order: no piece builds on a later one. One long insertion is cut as Yjs itself would cut it, but
 * never through a character. Only text is cut; anything else larger than that stays whole.
 */
export function splitUpdate(update: Uint8Array, maxBytes: number): Uint8Array[] {
  if (update.length <= maxBytes) return [update];
  const { structs, ds } = Y.decodeUpdate(update);
  const pieces: Struct[][] = [];
  let room = 0;
  for (const struct of structs.flatMap((each) => cutText(each, Math.max(2, Math.floor(maxBytes * UNITS_PER_BYTE))))) {
    const size = sizeOf(struct);
    if (size > room || pieces.length === 0) {
      pieces.push([]);
      room = maxBytes;
    }
    pieces.at(-1)?.push(struct);
    room -= size;
  }
  const noDeletes: typeof ds.clients = new Map();
  return [...pieces.map((piece) => encode(piece, noDeletes)), encode([], ds.clients)];
}

/** An insertion of text as several, each of at most `maxUnits`. */
function cutText(struct: Struct, maxUnits: number): Struct[] {
  if (!(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentString)) return [struct];
  const cut: Struct[] = [];
  const text = struct.content.str;
  const { client, clock } = struct.id;
  for (let from = 0; from < text.length;) {
    let to = Math.min(text.length, from + maxUnits);
    if (to < text.length && isFirstHalf(text.charCodeAt(to - 1))) to -= 1;
    const origin = from === 0 ? struct.origin : Y.createID(client, clock + from - 1);
    const content = new Y.ContentString(text.slice(from, to));
    const id = Y.createID(client, clock + from);
    cut.push(new Y.Item(id, null, origin, null, struct.rightOrigin, struct.parent, struct.parentSub, content));
    from = to;
  }
  return cut;
}

function sizeOf(struct: Struct): number {
  const encoder = new Y.UpdateEncoderV1();
  struct.write(encoder, 0);
  return encoder.toUint8Array().length;
}

/** Yjs's update format, version 1: structs by client, then what is deleted by client. */
function encode(
  structs: readonly Struct[],
  deletes: ReadonlyMap<number, { clock: number; len: number }[]>,
): Uint8Array {
  const encoder = new Y.UpdateEncoderV1();
  const byClient = Map.groupBy(structs, ({ id }) => id.client);
  encoding.writeVarUint(encoder.restEncoder, byClient.size);
  for (const [client, those] of byClient) {
    encoding.writeVarUint(encoder.restEncoder, those.length);
    encoder.writeClient(client);
    encoding.writeVarUint(encoder.restEncoder, those[0]?.id.clock ?? 0);
    for (const struct of those) struct.write(encoder, 0);
  }
  encoding.writeVarUint(encoder.restEncoder, deletes.size);
  for (const [client, ranges] of deletes) {
    encoding.writeVarUint(encoder.restEncoder, client);
    encoding.writeVarUint(encoder.restEncoder, ranges.length);
    for (const { clock, len } of ranges) {
      encoding.writeVarUint(encoder.restEncoder, clock);
      encoding.writeVarUint(encoder.restEncoder, len);
    }
  }
  return encoder.toUint8Array();
}
