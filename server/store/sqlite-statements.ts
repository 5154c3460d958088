/** The statements of a LogStore, prepared on one connection. */
import type { DatabaseSync, StatementSync } from "node:sqlite";

/**
 * A stream's last entries from id ?1 back to, and not including, seq ?3, with these columns beside id, seq, back and
 * `total`, how many bytes there are in it and behind it: as many as are no more than ?4 bytes together, or the last one.
 */
const chain = (...columns: "bytes"[]) => {
  const [own, next] = ["", "log."].map((from) =>
    ["id", "seq", "back", ...columns].map((column) => from + column).join(),
  );
  // The length of an entry is known without reading it.
  return `
  WITH RECURSIVE chain (${own}, total) AS (
    SELECT ${own}, length(bytes) FROM log WHERE id = ?1 AND stream = ?2
    UNION ALL
    SELECT ${next}, chain.total + length(log.bytes) FROM chain JOIN log ON log.id = chain.id - chain.back
    WHERE chain.back > 0 AND chain.seq > ?3 + 1 AND log.stream = ?2 AND chain.total + length(log.bytes) <= ?4
  )`;
};

/** All of them, for the connection `db`. */
export function prepareStatements(db: DatabaseSync) {
  return {
    begin: db.prepare("BEGIN IMMEDIATE"),
    commit: db.prepare("COMMIT"),
    lastLogId: db.prepare("SELECT max(id) AS id FROM log"),
    findStream: db.prepare("SELECT id, last_seq, last_id FROM streams WHERE name = ?"),
    createStream: db.prepare("INSERT INTO streams (name, last_seq, last_id) VALUES (?, 0, 0)"),
    moveStream: db.prepare("UPDATE streams SET last_seq = ?, last_id = ? WHERE id = ?"),
    append: db.prepare("INSERT INTO log (id, stream, seq, back, bytes) VALUES (?, ?, ?, ?, ?)"),
    readSome: db.prepare(`${chain()}
      SELECT log.seq, log.bytes FROM chain JOIN log ON log.id = chain.id ORDER BY chain.id LIMIT ?5`),
    // In the order in which they are found, which is backwards: sorting them takes as long again.
    readPage: db.prepare(`${chain("bytes")} SELECT id, seq, back, bytes FROM chain`),
    dropEntries: db.prepare(`${chain()} DELETE FROM log WHERE id IN (SELECT id FROM chain)`),
    firstOf: db.prepare(`${chain()} SELECT id, seq, back FROM chain ORDER BY id LIMIT 1`),
    rename: db.prepare("UPDATE streams SET name = ? WHERE id = ?"),
    // Names that begin with ?1 are those before the one that ends with the sign behind its last one, "0" behind "/".
    dropped: db.prepare(`SELECT id, last_seq, last_id FROM streams
      WHERE name > ?1 AND name < substr(?1, 1, length(?1) - 1) || '0' AND name IS NOT ?2 LIMIT 1`),
    snapshotSize: db.prepare("SELECT length(bytes) AS size FROM snapshots WHERE stream = ?"),
    dropSnapshot: db.prepare("DELETE FROM snapshots WHERE stream = ?"),
    dropStream: db.prepare("DELETE FROM streams WHERE id = ?"),
    saveSnapshot: db.prepare(`INSERT INTO snapshots (stream, seq, bytes) VALUES (?, ?, ?)
      ON CONFLICT (stream) DO UPDATE SET seq = excluded.seq, bytes = excluded.bytes WHERE excluded.seq >= seq`),
    snapshot: db.prepare(`SELECT snapshots.seq, snapshots.bytes FROM snapshots
      JOIN streams ON streams.id = snapshots.stream WHERE streams.name = ?`),
    record: db.prepare("SELECT value FROM records WHERE kind = ? AND key = ?"),
    records: db.prepare("SELECT key, value FROM records WHERE kind = ? ORDER BY key"),
    recordsNamed: db.prepare(`SELECT key, value FROM records
      WHERE kind = ? AND key IN (SELECT value FROM json_each(?)) ORDER BY key`),
    createRecord: db.prepare("INSERT INTO records (kind, key, value) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"),
    putRecord: db.prepare(`INSERT INTO records (kind, key, value) VALUES (?, ?, ?)
      ON CONFLICT DO UPDATE SET value = excluded.value`),
    removeRecord: db.prepare("DELETE FROM records WHERE kind = ? AND key = ?"),
    prove: db.prepare("UPDATE meta SET value = value + 1 WHERE key = 'proof'"),
    fill: db.prepare("INSERT OR REPLACE INTO meta (key, value) VALUES ('fill', zeroblob(?))"),
    unfill: db.prepare("DELETE FROM meta WHERE key = 'fill'"),
  } satisfies Record<string, StatementSync>;
}

export type Statements = ReturnType<typeof prepareStatements>;
