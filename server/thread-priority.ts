import { readlinkSync } from "node:fs";
import { constants, setPriority } from "node:os";
import { basename } from "node:path";

/**
 * Lets the thread that calls this have what the others of the machine leave of its processors: where two cores are shared
 * by many, what nobody waits for mustn't take half of one from the event loop. On Linux, whose setpriority(2) takes one
 * thread; elsewhere, and where `/proc` isn't to be read, nothing changes.
 */
export function yieldToOthers(): void {
  const thread = threadId();
  if (thread !== undefined) setPriority(thread, constants.priority.PRIORITY_LOW);
}

function threadId(): number | undefined {
  try {
    return Number(basename(readlinkSync("/proc/thread-self")));
  } catch {
    return undefined;
  }
}
