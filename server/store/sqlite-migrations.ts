/**
 * The schema of the data file, as steps that are only ever added to: `user_version` counts the
 * steps a file has taken. All missing steps run in one transaction when the folder is opened.
 *
 * The log is keyed by one ascending number, so that entries of all streams land on the same last
 * page. `back` is the distance to the stream's previous entry (0 for its first), and `streams`
 * knows the last one: a stream is read by walking back. A unique index on (stream, seq) would do the
 * same for 13 more bytes an entry, and with 200 busy streams for 15 times the bytes written
 * (docs/decisions/0001-plain-sql-in-a-worker.md).
 */
import type { DatabaseSync } from "node:sqlite";

/** Marks a SQLite file as Midcycle's, in its header: "MIDC". */
export const APPLICATION_ID = 0x4d494443;

const MIGRATIONS: readonly string[] = [
  `CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
   INSERT INTO meta VALUES ('proof', 0);
   CREATE TABLE streams (
     id INTEGER PRIMARY KEY,
     name TEXT NOT NULL UNIQUE,
     last_seq INTEGER NOT NULL,
     last_id INTEGER NOT NULL
   );
   CREATE TABLE log (
     id INTEGER PRIMARY KEY,
     stream INTEGER NOT NULL,
     seq INTEGER NOT NULL,
     back INTEGER NOT NULL,
     bytes BLOB NOT NULL
   );
   CREATE TABLE snapshots (stream INTEGER PRIMARY KEY, seq INTEGER NOT NULL, bytes BLOB NOT NULL);
   CREATE TABLE records (
     kind TEXT NOT NULL,
     key TEXT NOT NULL,
     value TEXT NOT NULL,
     PRIMARY KEY (kind, key)
   ) WITHOUT ROWID;`,
];

/** The schema version that this server writes. */
export const SCHEMA_VERSION = MIGRATIONS.length;

/** Brings an open database of ours, or an empty one, up to SCHEMA_VERSION; all steps or none. */
export function migrate(db: DatabaseSync): void {
  const version = schemaVersion(db);
  if (version === SCHEMA_VERSION) return;
  db.exec("BEGIN IMMEDIATE");
  try {
    for (const step of MIGRATIONS.slice(version)) db.exec(step);
    db.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
    db.exec(`PRAGMA user_version = ${SCHEMA_VERSION}`);
    db.exec("COMMIT");
  } catch (error) {
    if (db.isTransaction) db.exec("ROLLBACK");
    throw error;
  }
}

/** How many migrations the database has seen, by its own word. */
export function schemaVersion(db: DatabaseSync): number {
  return Number(db.prepare("PRAGMA user_version").get()?.["user_version"]);
}
