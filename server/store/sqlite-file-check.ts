/**
 * Looks at a data file before it is opened for writing, and refuses it without having changed a
 * byte or left a side file next to it. Cheap, because it happens at every start: the header against
 * the file's size, the write-ahead log, then the schema and the small tables that lead to everything else. Damage deeper
 * in the log is met by the read that needs it, which then fails.
 *
 * Runs only while the folder's lock is held: nothing else in this process has the file open.
 */
import { closeSync, existsSync, openSync, readSync, statSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { DatabaseSync } from "node:sqlite";
import { StoreRefusedError } from "./log-store.ts";
import { reasonOf } from "./sqlite-errors.ts";
import { APPLICATION_ID, SCHEMA_VERSION, schemaVersion } from "./sqlite-migrations.ts";
import { damageOfLog } from "./sqlite-wal-check.ts";

const MAGIC = "SQLite format 3\0";
const HEADER_BYTES = 100;
const WAL_HEADER_BYTES = 32;
const WAL_FRAME_HEADER_BYTES = 24;
/** The tables that are read through at every start; snapshots and the log itself may be huge. */
const CHECKED_TABLES = ["meta", "streams", "records"];

/** Returns whether `path` exists; throws StoreRefusedError when it is there and can't be used as it is. */
export function checkDataFile(path: string): boolean {
  const walBytes = sizeOf(`${path}-wal`);
  if (!existsSync(path)) {
    if (walBytes > 0) refuse(path, "is missing, but its write-ahead log is there");
    return false;
  }
  const header = readHeader(path);
  const damage = attempt(path, () => damageOfLog(path));
  if (damage !== undefined) refuse(path, damage);
  // After a crash the newest pages may be in the log alone, the last ones past the end of the file.
  const framesAhead = Math.ceil(Math.max(0, walBytes - WAL_HEADER_BYTES) / (header.pageBytes + WAL_FRAME_HEADER_BYTES));
  const wholePages = Math.floor(sizeOf(path) / header.pageBytes);
  if (wholePages + framesAhead < header.pages) refuse(path, "is torn: it is shorter than it says");
  checkContent(path, walBytes > 0, wholePages + framesAhead);
  return true;
}

/** Reads the first bytes without SQLite, which would create side files and might roll something back. */
function readStart(path: string, bytes: number): Buffer {
  const start = Buffer.alloc(bytes);
  const file = attempt(path, () => openSync(path, "r"));
  try {
    const got = attempt(path, () => readSync(file, start, 0, bytes, 0));
    return start.subarray(0, got);
  } finally {
    closeSync(file);
  }
}

function readHeader(path: string): { pageBytes: number; pages: number } {
  const header = readStart(path, HEADER_BYTES);
  if (header.length < HEADER_BYTES) refuse(path, "is torn: it has no header");
  if (header.toString("latin1", 0, MAGIC.length) !== MAGIC) refuse(path, "is not a Midcycle data file, or is torn");
  if (header.readUInt32BE(68) !== APPLICATION_ID) refuse(path, "belongs to another application");
  if (header.readUInt32BE(60) > SCHEMA_VERSION) refuseLater(path, header.readUInt32BE(60));
  const pageSize = header.readUInt16BE(16);
  const pageBytes = pageSize === 1 ? 65_536 : pageSize;
  if (pageBytes < 512) refuse(path, "is torn: its page size makes no sense");
  return { pageBytes, pages: header.readUInt32BE(28) };
}

/**
 * Reads schema and small tables through a connection that can't write. Without a log to recover it
 * is opened as immutable, which creates no side files; with one it must be read through the log,
 * which may create or rewrite the `-shm` file (an index of the log, remade at every start).
 */
function checkContent(path: string, hasLog: boolean, mostPages: number): void {
  const url = pathToFileURL(path);
  url.search = hasLog ? "mode=ro" : "immutable=1";
  const db = attempt(path, () => new DatabaseSync(url, { readOnly: true, defensive: true }));
  try {
    attempt(path, () => db.exec("PRAGMA cell_size_check = ON; PRAGMA trusted_schema = OFF"));
    const version = attempt(path, () => schemaVersion(db));
    if (version > SCHEMA_VERSION) refuseLater(path, version);
    const pages = attempt(path, () => Number(db.prepare("PRAGMA page_count").get()?.["page_count"]));
    if (mostPages < pages) refuse(path, "is torn: it is shorter than it says");
    for (const table of CHECKED_TABLES) {
      const found = attempt(path, () => db.prepare(`PRAGMA quick_check(${table})`).get()?.["quick_check"]);
      if (found !== "ok") refuse(path, `is damaged: ${String(found)}`);
    }
  } finally {
    db.close();
  }
}

function attempt<T>(path: string, look: () => T): T {
  try {
    return look();
  } catch (error) {
    return refuse(path, `can't be read: ${reasonOf(error)}`, error);
  }
}

function refuseLater(path: string, version: number): never {
  refuse(path, `is of a later version (${version}) than this server knows (${SCHEMA_VERSION})`);
}

function refuse(path: string, what: string, cause?: unknown): never {
  throw new StoreRefusedError(`The data file ${path} ${what}. It was left as it is.`, { cause });
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
