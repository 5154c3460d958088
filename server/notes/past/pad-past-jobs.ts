/** What takes long with a whole log, as messages to a thread of its own and back. Pure but for the time it takes. */
import { createHash } from "node:crypto";
import * as Y from "yjs";
import { PAD_TEXT } from "../../../shared/notes/pad-document.ts";
import { diffTexts } from "../../../shared/notes/text-diff.ts";
import type { TextOp } from "../../../shared/notes/text-ops.ts";
import type { Snapshot } from "../../store/log-store.ts";
import { packed, unpacked, type PackedEntries, type PackedLog } from "./packed-log.ts";
import { compressLog } from "../log/pad-compression.ts";
import { applyMoment, momentsOf } from "./pad-log-fold.ts";
import { historyOf } from "./pad-history.ts";
import { laterCheckpoint } from "../log/pad-later-checkpoint.ts";

/** Every job and what comes of it. Moments end wherever the pad stood at one of `ends`. */
export interface PastJobs {
  history: { asks: { ends: number[] }; gives: PackedHistory };
  /**
   * How `text` is to change to be the one that the pad had when it stood at `seq`, or at the last moment's end before it;
   * undefined: it has not come so far.
   */
  changesTo: { asks: { seq: number; text: string }; gives: TextOp[] | undefined };
  compress: { asks: { ends: number[] }; gives: PackedCompression };
  /** The checkpoint of a log of which only what is behind the one `before` is handed over. */
  checkpoint: { asks: { before: Snapshot | undefined }; gives: PackedCheckpoint };
}

/** A pad's moments as JSON in UTF-8, what tells them from others, and where the pad stands. */
export interface PackedHistory {
  seq: number;
  moments: ArrayBuffer;
  hash: string;
}

/** A log drawn together, packed as it was, and a checkpoint of it. */
export interface PackedCompression extends PackedEntries {
  checkpoint: ArrayBuffer;
}

/** A checkpoint of a log up to its entry `seq`. */
export interface PackedCheckpoint {
  seq: number;
  checkpoint: ArrayBuffer;
}

export type PastJobName = keyof PastJobs;
export type PastJob = { [Name in PastJobName]: { job: Name } & PastJobs[Name]["asks"] }[PastJobName];

/** The memory that goes with what a job gives, to be handed over. */
export function buffersIn(result: PastJobs[PastJobName]["gives"]): ArrayBuffer[] {
  return typeof result === "object" ? Object.values(result).filter((each) => each instanceof ArrayBuffer) : [];
}

/** Does a job. Rejects when the log can't be read. */
export async function doPastJob(job: PastJob, log: PackedLog): Promise<PastJobs[PastJobName]["gives"]> {
  switch (job.job) {
    case "history":
      return packedHistory(log, job.ends);
    case "changesTo":
      return changesTo(log, job);
    case "compress":
      return compress(log, job.ends);
    case "checkpoint":
      return checkpoint(log, job.before);
  }
}

function packedHistory(log: PackedLog, ends: readonly number[]): PackedHistory {
  const moments = historyOf(unpacked(log), log.padId, new Set(ends));
  const bytes = new TextEncoder().encode(JSON.stringify(moments));
  const hash = createHash("sha256").update(bytes).digest("base64url").slice(0, 22);
  return { seq: moments.at(-1)?.seq ?? 0, moments: bytes.buffer, hash };
}

function changesTo(log: PackedLog, { seq, text }: PastJobs["changesTo"]["asks"]): TextOp[] | undefined {
  const { moments } = momentsOf(unpacked(log), log.padId, new Set([seq]));
  if ((moments.at(-1)?.seq ?? 0) < seq) return undefined;
  const doc = new Y.Doc();
  for (const moment of moments) if (moment.seq <= seq) applyMoment(doc, moment);
  const wanted = doc.getText(PAD_TEXT).toJSON();
  doc.destroy();
  return diffTexts(text, wanted);
}

function compress(log: PackedLog, ends: readonly number[]): PackedCompression {
  const { entries, checkpoint } = compressLog(unpacked(log), log.padId, new Set(ends));
  return { ...packed(entries), checkpoint: checkpoint.slice().buffer };
}

async function checkpoint(log: PackedLog, before: Snapshot | undefined): Promise<PackedCheckpoint> {
  const bytes = await laterCheckpoint(log.padId, before, unpacked(log));
  return { seq: (before?.seq ?? 0) + log.lengths.length, checkpoint: bytes.slice().buffer };
}
