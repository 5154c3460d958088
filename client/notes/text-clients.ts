import {
  RangeSet,
  RangeSetBuilder,
  RangeValue,
  StateField,
  type ChangeSet,
  type Range,
  type Transaction,
} from "@codemirror/state";
import { ySyncAnnotation } from "y-codemirror.next";
import * as Y from "yjs";

/** Some of the text, by the Yjs client id under which it was written. */
export class ByClient extends RangeValue {
  readonly client: number;

  constructor(client: number) {
    super();
    this.client = client;
    // What is written at its edges is not part of it.
    this.startSide = 1;
    this.endSide = -1;
  }

  override eq(other: ByClient): boolean {
    return other.client === this.client;
  }
}

/** A place inside the Yjs document. */
export interface ItemPlace {
  client: number;
  clock: number;
}

/**
 * Which Yjs client wrote each character of the editor's text. Kept along with every edit, because
 * walking through all of a long text for each would make keys wait; walked through only when one
 * edit brings what several clients wrote.
 */
export function textClients(text: Y.Text): { field: StateField<RangeSet<ByClient>>; follow: () => () => void } {
  const doc = text.doc!;
  let lastWriters: number[] = [];
  const field = StateField.define<RangeSet<ByClient>>({
    create: () => clientsIn(text),
    update(before, transaction) {
      if (!transaction.docChanged) return before;
      const writers = isFromOthers(transaction) ? lastWriters : [doc.clientID];
      const [writer] = writers;
      if (writers.length > 1) return clientsIn(text);
      return afterChanges(before, transaction.changes, writer ?? doc.clientID);
    },
  });
  const note = ({ beforeState, afterState }: Y.Transaction) => {
    lastWriters = [];
    for (const [client, clock] of afterState) if (clock > (beforeState.get(client) ?? 0)) lastWriters.push(client);
  };
  const follow = () => {
    doc.on("beforeObserverCalls", note);
    return () => doc.off("beforeObserverCalls", note);
  };
  return { field, follow };
}

/** The ranges after an edit all of whose new text one client wrote. */
export function afterChanges(before: RangeSet<ByClient>, changes: ChangeSet, client: number): RangeSet<ByClient> {
  let after = before.map(changes);
  changes.iterChanges((_fromA, _toA, from, to) => {
    if (from < to) after = withWritten(after, from, to, client);
  });
  return after;
}

/** The ranges of a whole text, from its items. */
export function clientsIn(text: Y.Text): RangeSet<ByClient> {
  const builder = new RangeSetBuilder<ByClient>();
  let start = 0;
  let end = 0;
  let client: number | undefined;
  for (const item of visibleItems(text)) {
    if (item.id.client !== client) {
      if (client !== undefined) builder.add(start, end, new ByClient(client));
      client = item.id.client;
      start = end;
    }
    end += item.length;
  }
  if (client !== undefined) builder.add(start, end, new ByClient(client));
  return builder.finish();
}

/** Where in the document the character at `at` is; undefined behind the last one. */
export function placeAt(text: Y.Text, at: number): ItemPlace | undefined {
  let from = 0;
  for (const { id, length } of visibleItems(text)) {
    if (at < from + length) return { client: id.client, clock: id.clock + at - from };
    from += length;
  }
  return undefined;
}

/** Puts what `client` has written at `from … to` in place of whatever range is there, and joins it with its neighbours. */
function withWritten(ranges: RangeSet<ByClient>, from: number, to: number, client: number): RangeSet<ByClient> {
  let [start, end] = [from, to];
  const add: Range<ByClient>[] = [];
  const isTouched = (at: number, until: number, by: ByClient) =>
    by.client === client ? at <= to && until >= from : at < to && until > from;
  ranges.between(from, to, (at, until, by) => {
    if (!isTouched(at, until, by)) return;
    if (by.client === client) {
      start = Math.min(start, at);
      end = Math.max(end, until);
      return;
    }
    if (at < from) add.push(by.range(at, from));
    if (until > to) add.push(by.range(to, until));
  });
  add.push(new ByClient(client).range(start, end));
  return ranges.update({
    add,
    sort: true,
    filterFrom: from,
    filterTo: to,
    filter: (at, until, by) => !isTouched(at, until, by),
  });
}

function isFromOthers(transaction: Transaction): boolean {
  return transaction.annotation(ySyncAnnotation) !== undefined;
}

function* visibleItems(text: Y.Text): Generator<Y.Item> {
  for (let item = text._start; item !== null; item = item.right) if (!item.deleted && item.countable) yield item;
}
