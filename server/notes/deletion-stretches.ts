/**
 * The deletions of an update that has been scanned, as stretches: where they are in it, not what they are, as there may be
 * a hundred thousand of them.
 */
import * as encoding from "lib0/encoding";
import type { KnownText } from "./known-text.ts";
import { RangeReader, type DeleteGroup, type DeleteRange, type UpdateScan } from "./update-scanner.ts";

/** Ranges of deletions that are written one behind the other, so that only where they are need be remembered. */
export interface Stretch extends DeleteGroup {
  /** How many, when those that follow or overlap each other are one. */
  ranges: number;
}

/** The deletions that are new, at most `size` in a stretch; or why they can't be integrated. */
export function stretchesOf(
  update: Uint8Array,
  { groups, deletes }: UpdateScan,
  known: KnownText,
  size: number,
): Stretch[] | { refused: string } {
  const ends = new Map(groups.map(({ client, end }) => [client, end]));
  const stretches: Stretch[] = [];
  for (const group of deletes) {
    const end = Math.max(known.reachOf(group.client), ends.get(group.client) ?? 0);
    let stretch: Stretch | undefined;
    for (const range = new RangeReader(update, group); range.next();) {
      if (range.clock + range.length > end) return { refused: "it deletes text that isn't there" };
      if (known.isDeleted(range)) {
        stretch = undefined;
        continue;
      }
      if (stretch === undefined || stretch.ranges === size) {
        stretch = { client: range.client, from: range.from, count: 0, ranges: 0 };
        stretches.push(stretch);
      }
      stretch.count += range.written;
      stretch.ranges += 1;
    }
  }
  return stretches;
}

/** The ranges that one stands for. */
export function rangesIn(update: Uint8Array, stretch: Stretch): DeleteRange[] {
  const ranges: DeleteRange[] = [];
  for (const range = new RangeReader(update, stretch); range.next();)
    ranges.push({ client: range.client, clock: range.clock, length: range.length });
  return ranges;
}

/** Those that together have at most `size` ranges. */
export function gatherStretches(stretches: readonly Stretch[], size: number): Stretch[][] {
  const pieces: Stretch[][] = [];
  let room = 0;
  for (const stretch of stretches) {
    if (stretch.ranges > room) {
      pieces.push([]);
      room = size;
    }
    pieces.at(-1)?.push(stretch);
    room -= stretch.ranges;
  }
  return pieces;
}

/** An update that deletes these and does nothing else. */
export function encodeDeletes(ranges: readonly DeleteRange[]): Uint8Array {
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
