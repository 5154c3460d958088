/**
 * The deletions of an update that has been scanned, as stretches: where they are in it, not what they are, as there may be
 * a hundred thousand of them.
 */
import * as encoding from "lib0/encoding";
import type { KnownText } from "./known-text.ts";
import { RangeReader, type DeleteGroup, type DeleteRange, type UpdateScan } from "./update-scanner.ts";

/** Ranges of deletions that are written one behind the other, so that only where they are need be remembered. */
export interface Stretch {
  client: number;
  /** How many are written, and where the bytes of the first are. */
  count: number;
  from: number;
  /** How many, when those that follow or overlap each other are one. */
  ranges: number;
}

/** Whether all of a range is known to be deleted. */
export type IsDeleted = KnownText["isDeleted"];

/**
 * Each group from its first range on that isn't deleted yet: what is behind that has yet to be looked at. Or why they can't
 * be integrated.
 */
export function newGroups(
  update: Uint8Array,
  { groups, deletes }: UpdateScan,
  known: KnownText,
): DeleteGroup[] | { refused: string } {
  const ends = new Map(groups.map(({ client, end }) => [client, end]));
  const fresh: DeleteGroup[] = [];
  for (const group of deletes) {
    const end = Math.max(known.reachOf(group.client), ends.get(group.client) ?? 0);
    if (group.end > end) return { refused: "it deletes text that isn't there" };
    let { count } = group;
    for (const range = new RangeReader(update, group); range.next(); count -= range.written) {
      if (known.isDeleted(range)) continue;
      fresh.push({ ...group, count, from: range.from });
      break;
    }
  }
  return fresh;
}

/** The deletions of some groups that are new, at most `size` in a stretch. */
export function stretchesOf(
  update: Uint8Array,
  groups: readonly DeleteGroup[],
  isDeleted: IsDeleted,
  size: number,
): Stretch[] {
  const stretches: Stretch[] = [];
  for (const group of groups) {
    let stretch: Stretch | undefined;
    for (const range = new RangeReader(update, group); range.next();) {
      if (isDeleted(range)) {
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
export function rangesIn(update: Uint8Array, stretch: Pick<Stretch, "client" | "count" | "from">): DeleteRange[] {
  const ranges: DeleteRange[] = [];
  for (const range = new RangeReader(update, stretch); range.next();)
    ranges.push({ client: range.client, clock: range.clock, length: range.length });
  return ranges;
}

/** Those that together have at most `size`, each by itself no more than that. */
export function gatherBy<Part>(parts: readonly Part[], sizeOf: (part: Part) => number, size: number): Part[][] {
  const together: Part[][] = [];
  let room = 0;
  for (const part of parts) {
    if (sizeOf(part) > room) {
      together.push([]);
      room = size;
    }
    together.at(-1)?.push(part);
    room -= sizeOf(part);
  }
  return together;
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
