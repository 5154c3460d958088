/**
 * Looks for what was saved and can no longer be read from a write-ahead log. SQLite reads one up to the first frame that
 * is wrong, as a crash leaves its last commit in part, and writes over what is behind. Two signs are certain, because a
 * commit is synced before the next one is written, and before the index is told of it: a whole commit behind the wrong
 * frame from which another frame goes on, and an index that counts more frames than can be read. The index is what a
 * killed process leaves; it is taken at its word only where its own sum is right
 * (docs/decisions/0164-lost-commits-are-noticed.md).
 */
import { closeSync, openSync, readSync } from "node:fs";
import { endianness } from "node:os";

const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
/** How a log begins; one more where its sums are of big-endian words. */
const MAGIC = 0x377f0682;
const FRAMES_AT_ONCE = 64;
const INDEX_BYTES = 136;
const INDEX_VERSION = 3_007_000;

type Sum = readonly [number, number];

interface Index {
  /** Which of the logs that were in this file, one after the other, it is about. */
  salt: Buffer;
  /** How many frames are committed. */
  committed: number;
  /** How many of them are in the data file too. */
  copied: number;
}

/** What is wrong with the write-ahead log of the data file at `path`; undefined when it may be used, or there is none. */
export function damageOfLog(path: string): string | undefined {
  const log = openedFile(`${path}-wal`);
  const header = log === undefined ? Buffer.alloc(0) : bytesAt(log, 0, HEADER_BYTES);
  try {
    if (log === undefined || header.length < HEADER_BYTES || header.every((byte) => byte === 0)) {
      // Nothing but zeros is a log that nothing was written into.
      const index = readIndex(path);
      return index && index.copied < index.committed ? "has lost its write-ahead log" : undefined;
    }
    // It is on disk before anything behind it is, so that no crash leaves it in part. SQLite would take it for an empty one.
    if (!isWhole(header)) return "has a write-ahead log that is damaged";
    const { readable, isMoreBehind } = framesOf(log, header);
    const index = readIndex(path);
    const isCounted = index?.salt.equals(header.subarray(16, 24)) === true && index.committed > readable;
    return isMoreBehind || isCounted
      ? `has a write-ahead log that is damaged: of what it holds only the first ${readable} pages can be read`
      : undefined;
  } finally {
    if (log !== undefined) closeSync(log);
  }
}

/** How many frames SQLite can read, and whether more were committed behind them. */
function framesOf(log: number, header: Buffer): { readable: number; isMoreBehind: boolean } {
  const isBigEndian = header.readUInt32BE(0) === MAGIC + 1;
  const frameBytes = FRAME_HEADER_BYTES + header.readUInt32BE(8);
  let before: Sum = storedSum(header, 24);
  let readable = 0;
  let isBroken = false;
  let isBehindCommit = false;
  for (let at = 0; ; at += FRAMES_AT_ONCE) {
    const bytes = bytesAt(log, HEADER_BYTES + at * frameBytes, FRAMES_AT_ONCE * frameBytes);
    const count = Math.floor(bytes.length / frameBytes);
    for (let n = 0; n < count; n++) {
      const frame = bytes.subarray(n * frameBytes, (n + 1) * frameBytes);
      const sum = storedSum(frame, 16);
      const isRight = frame.compare(header, 16, 24, 8, 16) === 0 && goesOn(frame, before, sum, isBigEndian);
      if (isRight && isBroken && isBehindCommit) return { readable, isMoreBehind: true };
      isBroken ||= !isRight;
      isBehindCommit = isRight && frame.readUInt32BE(4) !== 0;
      if (isBehindCommit && !isBroken) readable = at + n + 1;
      before = sum;
    }
    if (count < FRAMES_AT_ONCE) return { readable, isMoreBehind: false };
  }
}

function goesOn(frame: Buffer, before: Sum, sum: Sum, isBigEndian: boolean): boolean {
  const begun = sumOf(frame, 0, 8, before, isBigEndian);
  const [one, two] = sumOf(frame, FRAME_HEADER_BYTES, frame.length, begun, isBigEndian);
  return one === sum[0] && two === sum[1];
}

function isWhole(header: Buffer): boolean {
  const magic = header.readUInt32BE(0);
  if (magic !== MAGIC && magic !== MAGIC + 1) return false;
  const [one, two] = sumOf(header, 0, 24, [0, 0], magic === MAGIC + 1);
  const stored = storedSum(header, 24);
  return one === stored[0] && two === stored[1];
}

/** The index of a log, by SQLite's own layout; undefined when there is none, or it was being written. */
function readIndex(path: string): Index | undefined {
  const file = openedFile(`${path}-shm`);
  if (file === undefined) return undefined;
  try {
    const bytes = bytesAt(file, 0, INDEX_BYTES);
    if (bytes.length < INDEX_BYTES || !bytes.subarray(0, 48).equals(bytes.subarray(48, 96))) return undefined;
    const isBigEndian = endianness() === "BE";
    const word = (at: number) => (isBigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at));
    const [one, two] = sumOf(bytes, 0, 40, [0, 0], isBigEndian);
    if (word(0) !== INDEX_VERSION || bytes[12] !== 1 || one !== word(40) || two !== word(44)) return undefined;
    return { salt: bytes.subarray(32, 40), committed: word(16), copied: word(96) };
  } finally {
    closeSync(file);
  }
}

function storedSum(bytes: Buffer, at: number): Sum {
  return [bytes.readUInt32BE(at), bytes.readUInt32BE(at + 4)];
}

/** SQLite's sum of the bytes from `start` to `end`, going on from another. */
function sumOf(bytes: Buffer, start: number, end: number, [first, second]: Sum, isBigEndian: boolean): Sum {
  const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let one = first | 0;
  let two = second | 0;
  for (let at = start; at < end; at += 8) {
    one = (one + words.getInt32(at, !isBigEndian) + two) | 0;
    two = (two + words.getInt32(at + 4, !isBigEndian) + one) | 0;
  }
  return [one >>> 0, two >>> 0];
}

function openedFile(name: string): number | undefined {
  try {
    return openSync(name, "r");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** The bytes from `at` on, fewer where the file ends before. */
function bytesAt(file: number, at: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  let got = 0;
  for (let read = 1; read > 0 && got < length; got += read) read = readSync(file, bytes, got, length - got, at + got);
  return bytes.subarray(0, got);
}
