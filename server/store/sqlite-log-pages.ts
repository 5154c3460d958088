/** Reads a log page by page, all of it from its end, so that commits have their turn in between. */
import { ParcelReader } from "./byte-parcel.ts";
import type { StoredEntry } from "./log-store.ts";
import type { Answers, EntryPlace, PackedPage } from "./sqlite-log-messages.ts";

/** All entries of a log after `after`, as it stands when the first page is taken. `ask` asks for the page up to an entry. */
export async function readToEnd(
  stream: string,
  after: number,
  ask: (upTo: EntryPlace | undefined) => Promise<Answers["readPage"]>,
): Promise<StoredEntry[]> {
  // A log that is rewritten meanwhile is begun anew: that takes much longer than reading it, so it happens once.
  const entries = (await readPages(after, ask)) ?? (await readPages(after, ask));
  if (entries === undefined) throw new Error(`The log of ${stream} is damaged: entries after ${after} are missing.`);
  return entries;
}

/** The first `limit` entries of a log after `after`. `ask` asks for so many after one, and gets a page of them at most. */
export async function readFirst(
  after: number,
  limit: number,
  ask: (after: number, limit: number) => Promise<PackedPage>,
): Promise<StoredEntry[]> {
  const entries: StoredEntry[] = [];
  for (;;) {
    const last = after + entries.length;
    const page = entriesOf(await ask(last, limit - entries.length), last);
    for (const entry of page) entries.push(entry);
    if (page.length === 0 || entries.length >= limit) return entries;
  }
}

/** Undefined when an entry isn't there any more. */
async function readPages(
  after: number,
  ask: (upTo: EntryPlace | undefined) => Promise<Answers["readPage"]>,
): Promise<StoredEntry[] | undefined> {
  const pages: StoredEntry[][] = [];
  let page = await ask(undefined);
  for (;;) {
    if (page === "gone") return undefined;
    pages.push(entriesOf(page, page.earlier?.seq ?? after));
    if (page.earlier === undefined) return pages.toReversed().flat();
    page = await ask(page.earlier);
  }
}

/** What a page holds, the first of it behind `after`; views, not copies. */
function entriesOf({ lengths, bytes }: PackedPage, after: number): StoredEntry[] {
  const reader = new ParcelReader(bytes);
  return lengths.map((length, index) => ({ seq: after + 1 + index, bytes: reader.take(length) }));
}
