/** Opens the data folder: takes its lock, checks the data file or makes a new one, and connects to it. */
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { StoreRefusedError } from "./log-store.ts";
import { reasonOf } from "./sqlite-errors.ts";
import { checkDataFile } from "./sqlite-file-check.ts";
import { lockFolder } from "./sqlite-folder-lock.ts";
import type { FolderLock } from "./sqlite-folder-lock.ts";
import { migrate } from "./sqlite-migrations.ts";

const DATA_FILE = "midcycle.db";
/** How long a commit waits for another program (say, a backup) that locks the data file. */
const BUSY_WAIT_MS = 2000;
/** The write-ahead log is cut back to this when a burst has made it longer. */
const WAL_KEPT_BYTES = 16 * 1024 * 1024;

export interface DataFolder {
  path: string;
  lock: FolderLock;
}

/** Makes the folder ready to be connected to, or throws StoreRefusedError and leaves it as it was. */
export function openDataFolder(folder: string): DataFolder {
  refusing(folder, () => mkdirSync(folder, { recursive: true }));
  const lock = lockFolder(folder);
  const path = dataFileIn(folder);
  try {
    if (!checkDataFile(path)) refusing(folder, () => createDataFile(folder, path));
    return { path, lock };
  } catch (error) {
    lock.withdraw();
    throw error;
  }
}

/** Where a folder's data is. */
export function dataFileIn(folder: string): string {
  return join(folder, DATA_FILE);
}

export interface Connecting {
  /** Most pages the file may grow to. */
  maxPages?: number | undefined;
  /** Beside another connection: it waits for nobody, and leaves cutting back the write-ahead log to the other one. */
  isSecond?: boolean;
}

/** Connects to a data file that has been checked; the schema is up to date afterwards. */
export function connect(path: string, { maxPages, isSecond = false }: Connecting = {}): DatabaseSync {
  const db = new DatabaseSync(path, {
    timeout: isSecond ? 0 : BUSY_WAIT_MS,
    defensive: true,
    enableForeignKeyConstraints: false,
  });
  try {
    db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY");
    db.exec(
      `PRAGMA journal_size_limit = ${WAL_KEPT_BYTES}; PRAGMA secure_delete = FAST; PRAGMA cell_size_check = ON; PRAGMA trusted_schema = OFF`,
    );
    if (isSecond) db.exec("PRAGMA wal_autocheckpoint = 0");
    if (maxPages !== undefined) db.exec(`PRAGMA max_page_count = ${maxPages}`);
    migrate(db);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Made under another name and moved into place when complete: a crash never leaves half a data file. */
function createDataFile(folder: string, path: string): void {
  const draft = `${path}.new`;
  for (const end of ["", "-wal", "-shm", "-journal"]) rmSync(draft + end, { force: true });
  connect(draft).close();
  renameSync(draft, path);
  syncFolder(folder);
}

function syncFolder(folder: string): void {
  // Windows can't open a folder as a file, and needs no sync of it.
  if (process.platform === "win32") return;
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function refusing(folder: string, attempt: () => void): void {
  try {
    attempt();
  } catch (error) {
    if (error instanceof StoreRefusedError) throw error;
    throw new StoreRefusedError(`The data folder ${folder} can't be used: ${reasonOf(error)}.`, {
      cause: error,
    });
  }
}
