/**
 * A pad's whole life as changes of its text, out of its log. Working out the change of each update while
 * it is put into the document would walk through the text each time. So all of the log is put in first:
 * the document then has every character that ever was, deleted or not, in its order, and it is known
 * of each with which moment it came and with which it went. (A character of two UTF-16 units that some
 * client has cut in half is shown as Yjs left it, from the beginning on.)
 */
import * as Y from "yjs";
import type { PadMoment } from "../../../shared/notes/history-replay.ts";
import { PAD_TEXT } from "../../../shared/notes/pad-document.ts";
import { addTextOp, type TextOp } from "../../../shared/notes/text-ops.ts";
import { PrefixSums } from "../text/prefix-sums.ts";
import { applyMoment, momentsOf, type FoldedLog } from "./pad-log-fold.ts";

/** Text that came with one moment and went with another, if it did. */
interface Stretch {
  text: string;
  came: number;
  /** Infinity: it is still there. */
  went: number;
}

/** The moments of a pad, from its log's entries. A moment ends at each of `ends`. Throws when the log can't be read. */
export function historyOf(entries: Iterable<Uint8Array>, padId: string, ends: ReadonlySet<number>): PadMoment[] {
  const log = momentsOf(entries, padId, ends);
  const stretches = stretchesOf(log);
  const changes: number[][] = log.moments.map(() => []);
  stretches.forEach(({ came, went }, index) => {
    changes[came]?.push(index);
    changes[went]?.push(index);
  });
  const shown = new PrefixSums(stretches.length);
  return log.moments.map(({ seq, at, until, author }, moment) => {
    const ops = opsOf(changes[moment] ?? [], { moment, stretches, shown });
    return { seq, at, until, by: log.authors[author - 1] ?? null, ops };
  });
}

/** What one moment did to the text; `shown` says which stretches are in it, and does so for the text behind it afterwards. */
function opsOf(
  changes: readonly number[],
  { moment, stretches, shown }: { moment: number; stretches: readonly Stretch[]; shown: PrefixSums },
): TextOp[] {
  const ops: TextOp[] = [];
  const after: [number, number][] = [];
  let at = 0;
  for (const index of changes) {
    const { text, came } = stretches[index] as Stretch;
    const before = shown.before(index);
    addTextOp(ops, before - at);
    at = before;
    if (came === moment) addTextOp(ops, text);
    else {
      addTextOp(ops, -text.length);
      at += text.length;
    }
    after.push([index, came === moment ? text.length : -text.length]);
  }
  for (const [index, length] of after) shown.add(index, length);
  return ops;
}

/** All text that was ever seen, in the document's order. What came and went within one moment was never seen. */
function stretchesOf({ moments }: FoldedLog): Stretch[] {
  const doc = new Y.Doc({ gc: false });
  const arrivals = new Map<number, ClockSpans>();
  const departures = new Map<number, ClockSpans>();
  let moment = 0;
  doc.on("afterTransaction", ({ beforeState, afterState, deleteSet }: Y.Transaction) => {
    for (const [client, end] of afterState) {
      const clock = beforeState.get(client) ?? 0;
      if (end > clock) spansOf(arrivals, client).add(clock, end, moment);
    }
    for (const [client, ranges] of deleteSet.clients)
      for (const { clock, len } of ranges) spansOf(departures, client).add(clock, clock + len, moment);
  });
  const text = doc.getText(PAD_TEXT);
  for (const each of moments) {
    applyMoment(doc, each);
    moment += 1;
  }
  const stretches: Stretch[] = [];
  for (let item = text._start; item !== null; item = item.right) {
    const { content, id, length } = item;
    if (!(content instanceof Y.ContentString)) continue;
    const { client } = id;
    let clock = id.clock;
    while (clock < id.clock + length) {
      const [came, cameEnd] = spansOf(arrivals, client).at(clock);
      const [went, wentEnd] = spansOf(departures, client).at(clock);
      const end = Math.min(cameEnd, wentEnd, id.clock + length);
      if (came !== went) stretches.push({ text: content.str.slice(clock - id.clock, end - id.clock), came, went });
      clock = end;
    }
  }
  doc.destroy();
  return stretches;
}

function spansOf(all: Map<number, ClockSpans>, client: number): ClockSpans {
  const known = all.get(client) ?? new ClockSpans();
  all.set(client, known);
  return known;
}

/** Which moment each clock of a client belongs to; spans don't overlap, but come in any order. */
class ClockSpans {
  #spans: [clock: number, end: number, moment: number][] = [];
  #isSorted = true;

  add(clock: number, end: number, moment: number): void {
    const last = this.#spans.at(-1);
    if (last?.[1] === clock && last[2] === moment) last[1] = end;
    else {
      if (last !== undefined && last[0] > clock) this.#isSorted = false;
      this.#spans.push([clock, end, moment]);
    }
  }

  /** The moment of this clock, and where its span ends; Infinity and where the next span begins when it has none. */
  at(clock: number): [moment: number, end: number] {
    if (!this.#isSorted) this.#spans.sort(([a], [b]) => a - b);
    this.#isSorted = true;
    let [low, high] = [0, this.#spans.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#spans[middle]?.[1] ?? Infinity) <= clock) low = middle + 1;
      else high = middle;
    }
    const span = this.#spans[low];
    if (span === undefined) return [Infinity, Infinity];
    return span[0] <= clock ? [span[2], span[1]] : [Infinity, span[0]];
  }
}
