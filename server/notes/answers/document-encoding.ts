/**
 * A document as Yjs encodes it, in parts: between two of them others have their turn, and may change it. What comes out
 * holds all that was in the document when it was begun, and of what has been deleted since some. Whoever is given that and
 * then every edit since has what everyone has. Not interrupted, it is the same bytes as Yjs's own.
 */
import * as encoding from "lib0/encoding";
import * as Y from "yjs";

/** As much text as costs what a struct does. UTF-16 units. */
const UNITS_PER_STRUCT = 1024;

/** How far each client's structs are known. */
export type KnownClocks = ReadonlyMap<number, number>;

/** What is to be passed of a client: up to `end`; from `from` on it is new to whoever asks. */
interface Passage {
  readonly client: number;
  readonly from: number;
  readonly end: number;
  /** Up to where it has been passed. */
  clock: number;
  structs: number;
  ranges: number;
  /** The last range of deletions, which may go on. */
  deleted: { clock: number; end: number };
}

export class DocumentEncoding {
  /** What all of it costs, counted as structs. */
  readonly size: number;
  readonly #store: Y.Doc["store"];
  /** Those that are left, the next one last. */
  readonly #passages: Passage[] = [];
  readonly #structs: Y.UpdateEncoderV1 | Y.UpdateEncoderV2;
  readonly #deletions: Y.UpdateEncoderV1 | Y.UpdateEncoderV2;
  /** What the update begins and ends with: its structs, in V2 all but their parts; and its deletions. */
  readonly #head = encoding.createEncoder();
  readonly #tail = encoding.createEncoder();
  #deletedClients = 0;

  /** Of all that isn't `known`, as an update of this version. */
  constructor({ store }: Y.Doc, known: KnownClocks, version: "V1" | "V2" = "V1") {
    this.#store = store;
    this.#structs = version === "V1" ? new Y.UpdateEncoderV1() : new Y.UpdateEncoderV2();
    this.#deletions = version === "V1" ? new Y.UpdateEncoderV1() : new Y.UpdateEncoderV2();
    let size = 0;
    let fresh = 0;
    for (const [client, structs] of store.clients) {
      const end = Y.getState(store, client);
      const from = known.get(client) ?? 0;
      if (from < end) fresh += 1;
      size += structs.length + end / UNITS_PER_STRUCT;
      this.#passages.push({ client, from, end, clock: 0, structs: 0, ranges: 0, deleted: { clock: 0, end: 0 } });
    }
    this.size = size;
    // As Yjs: the largest first.
    this.#passages.sort((one, other) => one.client - other.client);
    encoding.writeVarUint(this.#head, fresh);
  }

  /** Goes on by about so much. True: that was all. */
  advance(most: number): boolean {
    let left = most;
    for (let passage = this.#passages.at(-1); passage !== undefined && left > 0; passage = this.#passages.at(-1)) {
      if (passage.clock === 0) this.#begin(passage);
      left = this.#pass(passage, left);
      if (passage.clock < passage.end) break;
      this.#end(passage);
      this.#passages.pop();
    }
    return this.#passages.length === 0;
  }

  /** The update, once that was all; to be asked for once. */
  finish(): Uint8Array {
    encoding.writeVarUint(this.#head, this.#deletedClients);
    append(this.#head, this.#tail);
    this.#structs.restEncoder = this.#head;
    return this.#structs.toUint8Array();
  }

  /** How many structs and ranges there are is written before them, and known behind them. */
  #begin({ client, from, end }: Passage): void {
    this.#deletions.resetDsCurVal();
    this.#deletions.restEncoder = encoding.createEncoder();
    if (from >= end) return;
    this.#structs.restEncoder = encoding.createEncoder();
    this.#structs.writeClient(client);
    encoding.writeVarUint(this.#structs.restEncoder, from);
  }

  #pass(passage: Passage, most: number): number {
    const { client, from, end } = passage;
    const structs = this.#store.clients.get(client)!;
    let left = most;
    // Since the last time what is there may have been split, or joined with what was before it.
    for (let index = Y.findIndexSS(structs, passage.clock); left > 0 && passage.clock < end; index += 1) {
      const struct = structs[index]!;
      const behind = struct.id.clock + struct.length;
      if (behind > from && from < end) {
        struct.write(this.#structs, Math.max(passage.clock, from) - struct.id.clock);
        passage.structs += 1;
      }
      if (struct.deleted) this.#delete(passage, Math.min(behind, end));
      passage.clock = behind;
      left -= 1 + struct.length / UNITS_PER_STRUCT;
    }
    return left;
  }

  /** From where it is up to there it is deleted. */
  #delete(passage: Passage, end: number): void {
    if (passage.deleted.end !== passage.clock) {
      this.#writeDeleted(passage);
      passage.deleted.clock = passage.clock;
    }
    passage.deleted.end = end;
  }

  #writeDeleted(passage: Passage): void {
    const { clock, end } = passage.deleted;
    if (clock === end) return;
    this.#deletions.writeDsClock(clock);
    this.#deletions.writeDsLen(end - clock);
    passage.ranges += 1;
  }

  #end(passage: Passage): void {
    this.#writeDeleted(passage);
    if (passage.structs > 0) {
      encoding.writeVarUint(this.#head, passage.structs);
      append(this.#head, this.#structs.restEncoder);
    }
    if (passage.ranges === 0) return;
    this.#deletedClients += 1;
    encoding.writeVarUint(this.#tail, passage.client);
    encoding.writeVarUint(this.#tail, passage.ranges);
    append(this.#tail, this.#deletions.restEncoder);
  }
}

function append(to: encoding.Encoder, what: encoding.Encoder): void {
  encoding.writeUint8Array(to, encoding.toUint8Array(what));
}
