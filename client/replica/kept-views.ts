import type { MeetupView, MeView } from "../../shared/meetup/view.ts";
import { ownBuild } from "../own-build.ts";

/** A meetup as this device knew it last. */
export interface KeptView {
  slug: string;
  /** Who saw it so, "" without a name: others see other things. */
  personId: string;
  seq: number;
  view: MeetupView;
  me: MeView | null;
  /** When it was known to be so, by this device's clock. Milliseconds since 1970. */
  at: number;
}

/** Where a device keeps the meetups it knows, so that pages open with no network. */
export interface ViewMemory {
  /** Gets ready: from then on what is written is kept, even if the page goes in the same turn. */
  open(): Promise<void>;
  read(slug: string): Promise<KeptView | undefined>;
  write(kept: KeptView): Promise<void>;
  forget(slug: string): Promise<void>;
}

const DATABASE = "midcycle-meetups";
const VIEWS = "views";
const BY_TIME = "at";
/** At most this many meetups are kept, the latest ones. */
const MOST = 8;

/** What is stored: only pages of the same build read it, because others may expect other fields. */
type Stored = KeptView & { build: string | null };

/** The browser's own store. Each call rejects where there is none, as in some private windows. */
export const keptViews: ViewMemory & { forgetAll(): Promise<void>; isOfOtherBuild(slug: string): Promise<boolean> } = {
  async open() {
    await database();
  },
  async read(slug) {
    const stored = await inStore("readonly", (views) => views.get(slug) as IDBRequest<Stored | undefined>);
    return stored?.build === ownBuild() ? stored : undefined;
  },
  /** Whether a meetup is kept that only pages of another build read. */
  async isOfOtherBuild(slug) {
    const stored = await inStore("readonly", (views) => views.get(slug) as IDBRequest<Stored | undefined>);
    return stored !== undefined && stored.build !== ownBuild();
  },
  async write(kept) {
    await inStore("readwrite", (views) => {
      views.put({ ...kept, build: ownBuild() } satisfies Stored);
      // Or it would be undone with a page that goes before the answer.
      views.transaction.commit();
    });
    await inStore("readwrite", (views) => {
      const all = views.index(BY_TIME).getAllKeys();
      all.onsuccess = () => {
        for (const slug of all.result.slice(0, -MOST)) views.delete(slug);
      };
    });
  },
  async forget(slug) {
    await inStore("readwrite", (views) => void views.delete(slug));
  },
  async forgetAll() {
    await inStore("readwrite", (views) => void views.clear());
  },
};

let opening: Promise<IDBDatabase> | undefined;

function database(): Promise<IDBDatabase> {
  opening ??= new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () =>
      request.result.createObjectStore(VIEWS, { keyPath: "slug" }).createIndex(BY_TIME, "at");
    request.onsuccess = () => {
      // A later version of the page may need to change the store.
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
    request.onerror = () => reject(request.error ?? new Error("no store"));
  });
  return opening;
}

/** Runs one step in the store and resolves once it is done, with what its request came to. */
async function inStore<T>(
  mode: IDBTransactionMode,
  step: (views: IDBObjectStore) => IDBRequest<T> | void,
): Promise<T | undefined> {
  const transaction = (await database()).transaction(VIEWS, mode);
  const request = step(transaction.objectStore(VIEWS));
  await new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = transaction.onerror = () => reject(transaction.error ?? new Error("nothing was kept"));
  });
  return request?.result;
}
