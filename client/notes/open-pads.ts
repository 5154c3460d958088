import type { Person } from "../../shared/person.ts";
import { PadReplica } from "./pad-replica.ts";

const open = new Map<string, { replica: PadReplica; uses: number }>();

/** The replica of a pad, shared by all who ask for it; one that is still saving is taken up again. */
export function openPad(padId: string, person: Person | null): PadReplica {
  let entry = open.get(padId);
  if (!entry) {
    entry = { replica: new PadReplica({ padId, address: notesAddress(), person }), uses: 0 };
    open.set(padId, entry);
    if (open.size === 1) addEventListener("beforeunload", askBeforeLeaving);
  }
  entry.uses += 1;
  entry.replica.introduce(person);
  return entry.replica;
}

/** Leaves a pad: at once when everything is saved, otherwise as soon as it is. */
export function leavePad(padId: string): void {
  const entry = open.get(padId);
  if (!entry) return;
  entry.uses -= 1;
  entry.replica.awareness.setLocalStateField("cursor", null);
  const stop = entry.replica.subscribe(closeOnceSaved);
  closeOnceSaved();

  function closeOnceSaved(): void {
    if (!entry || (entry.uses === 0 && isUnsaved(entry.replica))) return;
    stop();
    if (entry.uses === 0) close(padId, entry.replica);
  }
}

/** Gives up a pad with what is not saved, so that it can be opened anew as the server has it. */
export function discardPad(padId: string): void {
  const entry = open.get(padId);
  if (entry) close(padId, entry.replica);
}

function close(padId: string, replica: PadReplica): void {
  if (open.get(padId)?.replica !== replica) return;
  open.delete(padId);
  replica.close();
  if (open.size === 0) removeEventListener("beforeunload", askBeforeLeaving);
}

function askBeforeLeaving(event: BeforeUnloadEvent): void {
  if ([...open.values()].some(({ replica }) => isUnsaved(replica))) event.preventDefault();
}

/** Edits that a refusal or a failure has stranded count too, as long as their page is open. */
function isUnsaved({ save }: PadReplica): boolean {
  switch (save.state) {
    case "saving":
    case "unsaved":
      return true;
    case "loading":
    case "saved":
    case "read-only":
    case "error":
      return false;
  }
}

function notesAddress(): string {
  return `${location.origin.replace(/^http/, "ws")}/notes`;
}
