/** A folder and the stores opened in it, for tests of the store on disk. */
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import {
  openSqliteLogStore,
  type SqliteLogStore,
  type SqliteLogStoreOptions,
} from "../../server/store/sqlite-log-store.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";

export interface StoreOnDisk {
  path: string;
  open(options?: SqliteLogStoreOptions): Promise<SqliteLogStore>;
  /** How many entries and snapshots the data file holds, whosever they are. */
  rowsLeft(): number;
  /** How many entries of a draft are there by now; 0 when there is none. */
  drafted(): number;
  /** Closes all that were opened, and removes the folder. */
  end(): Promise<void>;
}

export async function storeOnDisk(): Promise<StoreOnDisk> {
  const folder = await temporaryFolder();
  const stores: SqliteLogStore[] = [];
  const number = (sql: string): number => {
    const db = new DatabaseSync(join(folder.path, "midcycle.db"), { readOnly: true });
    const row = db.prepare(`SELECT (${sql}) AS number`).get();
    db.close();
    return Number(row?.["number"]);
  };
  return {
    path: folder.path,
    open: async (options) => {
      const store = await openSqliteLogStore(folder.path, options);
      stores.push(store);
      return store;
    },
    rowsLeft: () => number("(SELECT count(*) FROM log) + (SELECT count(*) FROM snapshots)"),
    drafted: () => number("SELECT coalesce(max(last_seq), 0) FROM streams WHERE name LIKE '%/draft %'"),
    end: async () => {
      for (const store of stores) await store.close();
      await folder.remove();
    },
  };
}

/** Entries of `bytes` each, filled with `what`. */
export function filled(count: number, bytes: number, what: number): Uint8Array[] {
  return Array.from({ length: count }, () => new Uint8Array(bytes).fill(what));
}
