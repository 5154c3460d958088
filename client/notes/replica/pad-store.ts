/**
 * What this device keeps of pads, as records: what a pad's page was at a moment, what came since,
 * and what was written since. A record's updates build on those of the records before it.
 */
export interface KeptRecord {
  padId: string;
  /** Whose page it was, "" without a name: edits are sent as the person's who made them, or not at all. */
  personId: string;
  /** The whole pad, what came from others, or edits that the server has not yet answered for. */
  kind: "copy" | "news" | "edits";
  updates: Uint8Array[];
  /** How many edits these are; 0 unless of kind `edits`. */
  edits: number;
  /** When it was kept, by this device's clock. Milliseconds since 1970. */
  at: number;
}

/** Where records outlive the page. */
export interface PadStore {
  /** All that is kept of a pad for a person, oldest first. */
  read(padId: string, personId: string): Promise<{ key: number; record: KeptRecord }[]>;
  /**
   * Adds records and removes others, all or nothing, in the order asked. What is to be written has
   * been handed over when this returns; resolves with the new keys once it is on the device's disk.
   */
  write(add: readonly KeptRecord[], remove: readonly number[]): Promise<number[]>;
}

const RECORDS = "records";
const BY_PAD = "pad";
/** How long a pad is kept of which nothing is unsaved. Milliseconds. */
const KEPT_MS = 30 * 24 * 60 * 60 * 1000;

export interface DeviceStore extends PadStore {
  /** What was kept for one person is another's from now on: they turned out to be one. */
  adopt(from: string, into: string): Promise<void>;
  /** The pads with edits of this person that the server may not have. */
  unsent(personId: string): Promise<string[]>;
  /** Drops what has been kept of a pad for 30 days with nothing unsaved in it. `now` in milliseconds since 1970. */
  dropOld(now: number): Promise<void>;
}

/**
 * Opens the browser's own store. Rejects where there is none, as in some private windows. Browsers close it under a page: when
 * what a site keeps is deleted, or on phones that were asleep. It is opened anew with what is asked next.
 */
export async function openPadStore(name: string): Promise<DeviceStore> {
  let database: IDBDatabase | undefined;
  let opening: Promise<IDBDatabase> | undefined;
  await inDatabase(() => Promise.resolve());
  return {
    read: (padId, personId) => inDatabase((there) => readPad(there, padId, personId)),
    write: (add, remove) => inDatabase((there) => write(there, add, remove)),
    adopt: (from, into) => inDatabase((there) => adopt(there, from, into)),
    unsent: (personId) => inDatabase((there) => unsent(there, personId)),
    dropOld: (now) => inDatabase((there) => dropOld(there, now)),
  };

  async function opened(): Promise<IDBDatabase> {
    const found = await openDatabase(name);
    const closed = () => {
      if (database === found) database = undefined;
    };
    // A later version of the page may need to change the store.
    found.onversionchange = () => {
      found.close();
      closed();
    };
    found.onclose = closed;
    database = found;
    return found;
  }

  /** At once where it is open: what is to be written has to be handed over. */
  async function inDatabase<T>(run: (database: IDBDatabase) => Promise<T>): Promise<T> {
    if (database) return run(database);
    opening ??= opened().finally(() => (opening = undefined));
    return run(await opening);
  }
}

function openDatabase(name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(name, 1);
    opening.onupgradeneeded = () =>
      opening.result.createObjectStore(RECORDS, { autoIncrement: true }).createIndex(BY_PAD, ["padId", "personId"]);
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error ?? new Error("no store"));
    opening.onblocked = () => reject(new Error("the store is in use by another version"));
  });
}

function adopt(database: IDBDatabase, from: string, into: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(RECORDS, "readwrite", { durability: "strict" });
    const walk = transaction.objectStore(RECORDS).openCursor();
    walk.onsuccess = () => {
      const at = walk.result;
      if (!at) return;
      const record = at.value as KeptRecord;
      if (record.personId === from) at.update({ ...record, personId: into } satisfies KeptRecord);
      at.continue();
    };
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error("not adopted"));
  });
}

function unsent(database: IDBDatabase, personId: string): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(RECORDS, "readonly");
    const pads = new Set<string>();
    const walk = transaction.objectStore(RECORDS).openCursor();
    walk.onsuccess = () => {
      const at = walk.result;
      if (!at) return;
      const record = at.value as KeptRecord;
      if (record.personId === personId && record.kind === "edits") pads.add(record.padId);
      at.continue();
    };
    transaction.oncomplete = () => resolve([...pads]);
    transaction.onabort = () => reject(transaction.error ?? new Error("not read"));
  });
}

function dropOld(database: IDBDatabase, now: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(RECORDS, "readwrite", { durability: "relaxed" });
    const records = transaction.objectStore(RECORDS);
    const pads = new Map<string, { keys: IDBValidKey[]; isNeeded: boolean }>();
    const walk = records.openCursor();
    walk.onsuccess = () => {
      const at = walk.result;
      if (!at) {
        const unneeded = [...pads.values()].filter(({ isNeeded }) => !isNeeded);
        for (const key of unneeded.flatMap(({ keys }) => keys)) records.delete(key);
        return;
      }
      const record = at.value as KeptRecord;
      const name = `${record.padId} ${record.personId}`;
      const pad = pads.get(name) ?? { keys: [], isNeeded: false };
      pads.set(name, pad);
      pad.keys.push(at.primaryKey);
      pad.isNeeded ||= record.kind === "edits" || record.at > now - KEPT_MS;
      at.continue();
    };
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error("not dropped"));
  });
}

function readPad(database: IDBDatabase, padId: string, personId: string): ReturnType<PadStore["read"]> {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(RECORDS, "readonly");
    const index = transaction.objectStore(RECORDS).index(BY_PAD);
    const which = IDBKeyRange.only([padId, personId]);
    const keys = index.getAllKeys(which);
    const records = index.getAll(which);
    transaction.oncomplete = () =>
      resolve((records.result as KeptRecord[]).map((record, n) => ({ key: keys.result[n] as number, record })));
    transaction.onabort = () => reject(transaction.error ?? new Error("not read"));
  });
}

function write(database: IDBDatabase, add: readonly KeptRecord[], remove: readonly number[]): Promise<number[]> {
  return new Promise((resolve, reject) => {
    // "Kept" is said of edits, so that they have to outlive more than the page.
    const durability = add.some(({ kind }) => kind === "edits") ? "strict" : "relaxed";
    const transaction = database.transaction(RECORDS, "readwrite", { durability });
    const records = transaction.objectStore(RECORDS);
    const added = add.map((record) => records.add(record));
    for (const key of remove) records.delete(key);
    transaction.oncomplete = () => resolve(added.map(({ result }) => result as number));
    transaction.onabort = () => reject(transaction.error ?? new Error("not kept"));
    transaction.commit();
  });
}
