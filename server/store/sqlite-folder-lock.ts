/**
 * One server per data folder. The lock is a SQLite file held in an exclusive transaction for as
 * long as the store is open: the operating system lets go of it when the process ends, however it
 * ends, and the data file itself stays free for a backup to read. The lock file stays behind, empty.
 *
 * Nobody may open the lock file (or a data file that is open) with `node:fs` in this process:
 * closing any descriptor of a file drops the process's POSIX locks on it.
 */
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { StoreRefusedError } from "./log-store.ts";
import { isBusy, reasonOf } from "./sqlite-errors.ts";

const LOCK_FILE = "midcycle.lock";

export interface FolderLock {
  /** Lets go of the folder, the lock file stays. */
  release(): void;
  /** Lets go of a folder that was refused: a lock file made by this attempt is taken away again. */
  withdraw(): void;
}

/** Takes the lock of `folder` at once or throws StoreRefusedError. */
export function lockFolder(folder: string): FolderLock {
  const path = join(folder, LOCK_FILE);
  const isNew = !existsSync(path);
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(path, { timeout: 0 });
    db.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");
  } catch (error) {
    if (db?.isOpen) db.close();
    throw new StoreRefusedError(
      isBusy(error)
        ? `The data folder ${folder} is in use by another Midcycle server.`
        : `The data folder ${folder} can't be locked: ${reasonOf(error)}.`,
      { cause: error },
    );
  }
  const lock = db;
  return {
    release: () => lock.close(),
    withdraw() {
      if (isNew) rmSync(path, { force: true });
      lock.close();
    },
  };
}
