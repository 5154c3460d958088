/**
 * Cuts an update that has been scanned into pieces that build on each other, each small enough to
 * be integrated without holding others. Only what is new goes in, and only what can be integrated
 * completely: Yjs would keep the rest as "pending", for ever if what it waits for never comes.
 */
import * as encoding from "lib0/encoding";
import {
  encodeDeletes,
  gatherBy,
  newGroups,
  rangesIn,
  stretchesOf,
  type IsDeleted,
  type Stretch,
} from "./deletion-stretches.ts";
import type { Insertion } from "../text/insertion.ts";
import type { KnownText } from "./known-text.ts";
import type { ScannedStruct, StructId } from "./scanned-struct.ts";
import { GROUP_RANGES, StructReader, type DeleteGroup, type StructGroup, type UpdateScan } from "./update-scanner.ts";

/** What a range of deletions takes, or a little more. */
const RANGE_BYTES = 8;

/** At most so many structs, or ranges of deletions, in one piece. */
export const PIECE_STRUCTS = 32;

/** Part of an update, itself an update. */
export interface Piece {
  readonly bytes: Uint8Array;
  /** Each client that it brings structs of, and the first clock that the pad didn't have. */
  readonly begins: readonly StructId[];
  /** How much text it brings, in UTF-16 units. */
  readonly units: number;
  /** About how many bytes it has. */
  readonly size: number;
  /** How many structs and ranges of deletions. */
  readonly structs: number;
  /** What it inserts, when that is known to be all that it does, and that it follows what the pad has. */
  readonly insertion?: Insertion;
  /** Where it deletes so much that looking at all of it takes a while: what is new of it when its turn has come, in pieces. */
  readonly parts?: (isDeleted: IsDeleted) => Piece[];
}

class CutPiece implements Piece {
  readonly begins: readonly StructId[];
  readonly units: number;
  readonly size: number;
  readonly structs: number;
  #bytes: Uint8Array | (() => Uint8Array);

  /** Of these runs, and so many ranges of deletions; its bytes may be put together when they are asked for: a large update's all at once take long. */
  constructor(
    { runs, ranges }: { runs: readonly Run[]; ranges: number },
    size: number,
    bytes: Uint8Array | (() => Uint8Array),
  ) {
    this.begins = runs.map(({ client, fresh }) => ({ client, clock: fresh }));
    this.units = sum(runs, ({ units }) => units);
    this.size = size;
    this.structs = runs.reduce((sum, run) => sum + run.count, ranges);
    this.#bytes = bytes;
  }

  get bytes(): Uint8Array {
    if (typeof this.#bytes === "function") this.#bytes = this.#bytes();
    return this.#bytes;
  }
}

/** Pieces of so many structs to be integrated in this order, none when nothing is new; or why it can't be integrated. */
export function piecesOf(
  update: Uint8Array,
  scan: UpdateScan,
  known: KnownText,
  size = PIECE_STRUCTS,
): Piece[] | { refused: string } {
  const runs = orderedRuns(update, { groups: scan.groups, known, size });
  if ("refused" in runs) return runs;
  const deletes = scan.rangeCount === 0 ? [] : newGroups(update, scan, known);
  if ("refused" in deletes) return deletes;
  const structs = structPieces(update, runs, size);
  if (scan.rangeCount > size) return [...structs, ...largeDeletePieces(update, deletes, size)];
  const stretches = stretchesOf(update, deletes, (range) => known.isDeleted(range), size);
  if (runs.length === 0 && stretches.length === 0) return [];
  if (isSmallAndNew(scan, runs, stretches, size))
    return [new CutPiece({ runs, ranges: scan.rangeCount }, update.length, update)];
  return [...structs, ...deletePieces(update, stretches, size)];
}

/** A piece that has been admitted, as one for each of its structs and others for its deletions. */
export function singlesOf(update: Uint8Array, scan: UpdateScan, reachOf: KnownText["reachOf"]): Piece[] {
  const runs = orderedRuns(update, { groups: scan.groups, known: { reachOf }, size: 1 });
  if ("refused" in runs) throw new Error(`A piece can't be taken apart: ${runs.refused}.`);
  const stretches = stretchesOf(update, scan.deletes, () => false, PIECE_STRUCTS);
  return [...structPieces(update, runs, 1), ...deletePieces(update, stretches, PIECE_STRUCTS)];
}

function structPieces(update: Uint8Array, runs: readonly Run[], size: number): Piece[] {
  return gather(runs, size).map(
    (some) => new CutPiece({ runs: some, ranges: 0 }, sizeOf(some), () => encodeRuns(update, some)),
  );
}

function deletePieces(update: Uint8Array, stretches: readonly Stretch[], size: number): Piece[] {
  return gatherBy(stretches, ({ ranges }) => ranges, size).map((some) => {
    const ranges = sum(some, (stretch) => stretch.ranges);
    return new CutPiece({ runs: [], ranges }, ranges * RANGE_BYTES, () => encodeStretches(update, some));
  });
}

/** Of so many deletions that they are looked at bit by bit, when it is their turn. */
function largeDeletePieces(update: Uint8Array, groups: readonly DeleteGroup[], size: number): Piece[] {
  return gatherBy(groups, ({ count }) => count, GROUP_RANGES).map((some) => new LargePiece(update, some, size));
}

/** As many deletions as are looked at together. */
class LargePiece extends CutPiece {
  readonly parts: (isDeleted: IsDeleted) => Piece[];

  constructor(update: Uint8Array, groups: readonly DeleteGroup[], size: number) {
    const ranges = sum(groups, ({ count }) => count);
    super({ runs: [], ranges }, ranges * RANGE_BYTES, () => encodeStretches(update, groups));
    this.parts = (isDeleted) => deletePieces(update, stretchesOf(update, groups, isDeleted, size), size);
  }
}

function encodeStretches(update: Uint8Array, some: readonly Pick<Stretch, "client" | "count" | "from">[]): Uint8Array {
  return encodeDeletes(some.flatMap((stretch) => rangesIn(update, stretch)));
}

function sum<Part>(parts: readonly Part[], of: (part: Part) => number): number {
  return parts.reduce((total, part) => total + of(part), 0);
}

function sizeOf(runs: readonly Run[]): number {
  return sum(runs, ({ from, to }) => to - from);
}

/** Structs of one client that follow each other: in the update too, so their bytes are one stretch. */
interface Run {
  client: number;
  clock: number;
  /** The first clock that the pad doesn't have: the first struct may begin with what it has. */
  fresh: number;
  /** The clock behind the last. */
  end: number;
  from: number;
  to: number;
  count: number;
  units: number;
}

/** A keystroke, as it mostly is: relayed and stored as it came. */
function isSmallAndNew(
  { groups, rangeCount }: UpdateScan,
  runs: readonly Run[],
  stretches: readonly Stretch[],
  size: number,
): boolean {
  return (
    runs.length === groups.length &&
    groups.every(({ count }, index) => count === runs[index]?.count) &&
    sum(groups, ({ count }) => count) <= size &&
    sum(stretches, ({ count }) => count) === rangeCount
  );
}

interface Cursor {
  client: number;
  structs: StructReader;
  /** The clock up to which this client is known, counting what the cursor has passed. */
  reached: number;
  /** While it is being worked on: the clock that somebody waits for. */
  target: number | undefined;
  isWaiting: boolean;
}

/**
 * The new structs in an order in which each finds what it refers to, at most `size` in a run. As Yjs does it: a struct that
 * needs another client's makes that one go first. Each struct is passed once, so the time it takes
 * is bounded by the number of structs.
 */
function orderedRuns(
  update: Uint8Array,
  { groups, known, size }: { groups: readonly StructGroup[]; known: Pick<KnownText, "reachOf">; size: number },
): Run[] | { refused: string } {
  const cursors = new Map<number, Cursor>();
  for (const group of groups) {
    const { client } = group;
    const structs = new StructReader(update, group);
    cursors.set(client, { client, structs, reached: known.reachOf(client), target: undefined, isWaiting: false });
  }
  const runs: Run[] = [];
  for (const start of cursors.values()) {
    const working = [start];
    start.isWaiting = true;
    for (let cursor = working.at(-1); cursor !== undefined; cursor = working.at(-1)) {
      const struct = cursor.structs.current;
      const isThere = cursor.target !== undefined && cursor.reached > cursor.target;
      if (struct === undefined || isThere) {
        if (cursor.target !== undefined && !isThere) return { refused: "it refers to text that isn't there" };
        cursor.target = undefined;
        cursor.isWaiting = false;
        working.pop();
        continue;
      }
      if (struct.end <= cursor.reached) {
        cursor.structs.next();
        continue;
      }
      if (struct.isSkip || struct.clock > cursor.reached) return { refused: "it leaves a gap" };
      const missing = missingOf(struct, cursors, known);
      if (missing !== undefined) {
        const needed = cursors.get(missing.client);
        if (needed === undefined || needed.isWaiting) return { refused: "it refers to text that isn't there" };
        needed.target = missing.clock;
        needed.isWaiting = true;
        working.push(needed);
        continue;
      }
      addTo(runs, cursor, struct, size);
      cursor.reached = struct.end;
      cursor.structs.next();
    }
  }
  return runs;
}

function missingOf(
  struct: ScannedStruct,
  cursors: ReadonlyMap<number, Cursor>,
  known: Pick<KnownText, "reachOf">,
): StructId | undefined {
  const isMissing = (id: StructId | undefined) =>
    id !== undefined && id.clock >= (cursors.get(id.client)?.reached ?? known.reachOf(id.client));
  if (isMissing(struct.origin)) return struct.origin;
  return isMissing(struct.rightOrigin) ? struct.rightOrigin : undefined;
}

function addTo(runs: Run[], { client, reached }: Cursor, struct: ScannedStruct, size: number): void {
  const last = runs.at(-1);
  if (last?.client === client && last.end === struct.clock && last.count < size) {
    last.end = struct.end;
    last.to = struct.to;
    last.count += 1;
    last.units += struct.units;
    return;
  }
  const { clock, end, from, to, units } = struct;
  runs.push({ client, clock, fresh: reached, end, from, to, count: 1, units });
}

/** Short runs that follow each other make one piece, as long as no client comes twice: Yjs would lose the first. */
function gather(runs: readonly Run[], size: number): Run[][] {
  const pieces: Run[][] = [];
  const clients = new Set<number>();
  let room = 0;
  for (const run of runs) {
    if (run.count > room || clients.has(run.client)) {
      pieces.push([]);
      clients.clear();
      room = size;
    }
    pieces.at(-1)?.push(run);
    clients.add(run.client);
    room -= run.count;
  }
  return pieces;
}

function encodeRuns(update: Uint8Array, runs: readonly Run[]): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, runs.length);
  for (const { client, clock, from, to, count } of runs) {
    encoding.writeVarUint(encoder, count);
    encoding.writeVarUint(encoder, client);
    encoding.writeVarUint(encoder, clock);
    encoding.writeUint8Array(encoder, update.subarray(from, to));
  }
  encoding.writeVarUint(encoder, 0);
  return encoding.toUint8Array(encoder);
}
