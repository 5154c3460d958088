/**
 * Cuts an update that has been scanned into pieces that build on each other, each small enough to
 * be integrated without holding others. Only what is new goes in, and only what can be integrated
 * completely: Yjs would keep the rest as "pending", for ever if what it waits for never comes.
 */
import * as encoding from "lib0/encoding";
import type { Insertion } from "./insertion.ts";
import type { DeleteRange, ScannedStruct, StructGroup, StructId, UpdateScan } from "./update-scanner.ts";

/** At most so many structs, or ranges of deletions, in one piece. */
export const PIECE_STRUCTS = 32;

/** What a pad has already. */
export interface KnownText {
  /** The clock behind the last struct of this client; 0 when there is none. */
  reachOf(client: number): number;
  /** Whether all of the range is known to be deleted. */
  isDeleted(range: DeleteRange): boolean;
}

/** Part of an update, itself an update. */
export interface Piece {
  bytes: Uint8Array;
  /** Each client that it brings structs of, and the clock of the first of them. */
  begins: readonly StructId[];
  /** How much text it brings, in UTF-16 units. */
  units: number;
  /** What it inserts, when that is known to be all that it does, and that it follows what the pad has. */
  insertion?: Insertion;
}

/** Pieces of so many structs to be integrated in this order, none when nothing is new; or why it can't be integrated. */
export function piecesOf(
  update: Uint8Array,
  scan: UpdateScan,
  known: KnownText,
  size = PIECE_STRUCTS,
): Piece[] | { refused: string } {
  const runs = orderedRuns(scan.groups, known);
  if ("refused" in runs) return runs;
  if (deletesWhatIsNotThere(scan, known)) return { refused: "it deletes text that isn't there" };
  const deletes = scan.deletes.filter((range) => !known.isDeleted(range));
  if (runs.length === 0 && deletes.length === 0) return [];
  if (isSmallAndNew(scan, runs, deletes, size)) return [pieceOf(update, scan.groups)];
  return [
    ...gather(
      runs.flatMap((run) => cutRun(run, size)),
      size,
    ).map((some) => pieceOf(encodeRuns(update, some), some)),
    ...chunksOf(deletes, size).map((some) => pieceOf(encodeDeletes(some), [])),
  ];
}

function deletesWhatIsNotThere({ groups, deletes }: UpdateScan, known: KnownText): boolean {
  if (deletes.length === 0) return false;
  const ends = new Map(groups.map(({ client, end }) => [client, end]));
  return deletes.some(
    ({ client, clock, length }) => clock + length > Math.max(known.reachOf(client), ends.get(client) ?? 0),
  );
}

function pieceOf(bytes: Uint8Array, runs: readonly Run[]): Piece {
  let units = 0;
  for (const { structs } of runs) for (const struct of structs) units += struct.units;
  return { bytes, begins: runs.map(({ client, structs }) => ({ client, clock: structs[0]?.clock ?? 0 })), units };
}

/** Structs of one client that follow each other. */
interface Run {
  client: number;
  structs: ScannedStruct[];
}

/** A keystroke, as it mostly is: relayed and stored as it came. */
function isSmallAndNew(scan: UpdateScan, runs: Run[], deletes: DeleteRange[], size: number): boolean {
  const { groups } = scan;
  return (
    runs.length === groups.length &&
    groups.every(({ structs }, index) => structs.length === runs[index]?.structs.length) &&
    groups.reduce((sum, { structs }) => sum + structs.length, 0) <= size &&
    deletes.length === scan.deletes.length &&
    deletes.length <= size
  );
}

interface Cursor {
  group: StructGroup;
  next: number;
  /** The clock up to which this client is known, counting what the cursor has passed. */
  reached: number;
  /** While it is being worked on: the clock that somebody waits for. */
  target: number | undefined;
  isWaiting: boolean;
}

/**
 * The new structs in an order in which each finds what it refers to. As Yjs does it: a struct that
 * needs another client's makes that one go first. Each struct is passed once, so the time it takes
 * is bounded by the number of structs.
 */
function orderedRuns(groups: readonly StructGroup[], known: KnownText): Run[] | { refused: string } {
  const cursors = new Map<number, Cursor>();
  for (const group of groups) {
    const reached = known.reachOf(group.client);
    cursors.set(group.client, { group, next: 0, reached, target: undefined, isWaiting: false });
  }
  const runs: Run[] = [];
  for (const start of cursors.values()) {
    const working = [start];
    start.isWaiting = true;
    for (let cursor = working.at(-1); cursor !== undefined; cursor = working.at(-1)) {
      const struct = cursor.group.structs[cursor.next];
      const isThere = cursor.target !== undefined && cursor.reached > cursor.target;
      if (struct === undefined || isThere) {
        if (cursor.target !== undefined && !isThere) return { refused: "it refers to text that isn't there" };
        cursor.target = undefined;
        cursor.isWaiting = false;
        working.pop();
        continue;
      }
      if (struct.end <= cursor.reached) {
        cursor.next += 1;
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
      addTo(runs, cursor.group.client, struct);
      cursor.reached = struct.end;
      cursor.next += 1;
    }
  }
  return runs;
}

function missingOf(
  struct: ScannedStruct,
  cursors: ReadonlyMap<number, Cursor>,
  known: KnownText,
): StructId | undefined {
  const isMissing = (id: StructId | undefined) =>
    id !== undefined && id.clock >= (cursors.get(id.client)?.reached ?? known.reachOf(id.client));
  if (isMissing(struct.origin)) return struct.origin;
  return isMissing(struct.rightOrigin) ? struct.rightOrigin : undefined;
}

function addTo(runs: Run[], client: number, struct: ScannedStruct): void {
  const last = runs.at(-1);
  const before = last?.structs.at(-1);
  if (last?.client === client && before?.end === struct.clock) last.structs.push(struct);
  else runs.push({ client, structs: [struct] });
}

function cutRun({ client, structs }: Run, size: number): Run[] {
  return chunksOf(structs, size).map((some) => ({ client, structs: some }));
}

/** Short runs that follow each other make one piece, as long as no client comes twice: Yjs would lose the first. */
function gather(runs: readonly Run[], size: number): Run[][] {
  const pieces: Run[][] = [];
  const clients = new Set<number>();
  let room = 0;
  for (const run of runs) {
    if (run.structs.length > room || clients.has(run.client)) {
      pieces.push([]);
      clients.clear();
      room = size;
    }
    pieces.at(-1)?.push(run);
    clients.add(run.client);
    room -= run.structs.length;
  }
  return pieces;
}

function encodeRuns(update: Uint8Array, runs: readonly Run[]): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, runs.length);
  for (const { client, structs } of runs) {
    encoding.writeVarUint(encoder, structs.length);
    encoding.writeVarUint(encoder, client);
    encoding.writeVarUint(encoder, structs[0]?.clock ?? 0);
    // They follow each other in the update too, so their bytes are one stretch.
    encoding.writeUint8Array(encoder, update.subarray(structs[0]?.from, structs.at(-1)?.to));
  }
  encoding.writeVarUint(encoder, 0);
  return encoding.toUint8Array(encoder);
}

function encodeDeletes(ranges: readonly DeleteRange[]): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, 0);
  writeDeletes(encoder, ranges);
  return encoding.toUint8Array(encoder);
}

/** What an update ends with: the ranges that it deletes. */
export function writeDeletes(encoder: encoding.Encoder, ranges: readonly DeleteRange[]): void {
  const byClient = Map.groupBy(ranges, ({ client }) => client);
  encoding.writeVarUint(encoder, byClient.size);
  for (const [client, those] of byClient) {
    encoding.writeVarUint(encoder, client);
    encoding.writeVarUint(encoder, those.length);
    for (const { clock, length } of those) {
      encoding.writeVarUint(encoder, clock);
      encoding.writeVarUint(encoder, length);
    }
  }
}

function chunksOf<Item>(items: readonly Item[], size: number): Item[][] {
  const chunks: Item[][] = [];
  for (let at = 0; at < items.length; at += size) chunks.push(items.slice(at, at + size));
  return chunks;
}
