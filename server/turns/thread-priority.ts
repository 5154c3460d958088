import { readlinkSync } from "node:fs";
import { constants, setPriority } from "node:os";
import { basename } from "node:path";

/**
 * Lets the thread that calls this have what the others of the machine leave of its processors: where two cores are shared
 * by many, what nobody waits for mustn't take half of one from the event loop. On Linux, whose setpriority(2) takes one
 * thread; elsewhere, and where a sandbox forbids it, nothing changes.
 */
export function yieldToOthers(): void {
  try {
    setPriority(Number(basename(readlinkSync("/proc/thread-self"))), constants.priority.PRIORITY_LOW);
  } catch {
    // It works as well at the priority that it has.
  }
}
