/**
 * What pages keep on this device, as far as the worker has to know. The stores are those of `client/notes/replica/open-pads.ts` and
 * `client/replica/kept-views.ts`: the worker is one file, and can't import what pages do.
 */

/** A store may take at most this long: a page that changes it holds everyone else up. Milliseconds. */
const PATIENCE_MS = 3000;

/** Whether notes are kept, which open without network then. */
export async function keepsNotes(): Promise<boolean> {
  const many = await inStore("midcycle-notes", "records", (records) => records.count());
  return many !== undefined && many > 0;
}

/** With which build a meetup was seen last: only its pages can read what is kept of it. */
export async function buildThatSaw(slug: string): Promise<string | undefined> {
  const kept = await inStore("midcycle-meetups", "views", (views) => views.get(slug) as IDBRequest<unknown>);
  return (kept as { build?: string | null } | undefined)?.build ?? undefined;
}

/** What a store says; undefined where there is none, or none that answers in time. */
async function inStore<T>(
  database: string,
  store: string,
  ask: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T | undefined> {
  try {
    // Opening makes a database where there is none, and then pages would find one without their stores.
    const isThere = (await indexedDB.databases()).some(({ name }) => name === database);
    return isThere ? await Promise.race([read(database, store, ask), tooLate()]) : undefined;
  } catch {
    // Where nothing can be read, nothing is kept.
    return undefined;
  }
}

function tooLate(): Promise<undefined> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(undefined), PATIENCE_MS);
  });
}

function read<T>(database: string, store: string, ask: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(database);
    opening.onupgradeneeded = () => opening.transaction?.abort();
    opening.onerror = () => reject(opening.error ?? new Error("not opened"));
    opening.onsuccess = () => {
      try {
        const asked = ask(opening.result.transaction(store).objectStore(store));
        asked.onsuccess = () => resolve(asked.result);
        asked.onerror = () => reject(asked.error ?? new Error("not read"));
      } catch (error) {
        reject(error instanceof Error ? error : new Error("not read", { cause: error }));
      } finally {
        // It closes once the answer has come; a page of another version may want to change it.
        opening.result.close();
      }
    };
  });
}
