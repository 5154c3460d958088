import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { blockInsertion } from "../notes/editor/block-insertion.ts";
import { leavePad, openPad } from "../notes/replica/open-pads.ts";
import type { PadReplica } from "../notes/replica/pad-replica.ts";

/** Waiting for notes to open, or to be saved, is given up after this long. Milliseconds. */
const PATIENCE_MS = 15_000;

/** Adds a block to the end of a pad that isn't open on this page, as this person's own edit. Resolves whether it is saved. */
export async function addToNotes(replica: MeetupReplica, padId: string, block: string): Promise<boolean> {
  const pad = openPad(replica, padId);
  try {
    if (!(await comesTo(pad, () => pad.isLoaded && pad.isConnected))) return false;
    const { from, insert } = blockInsertion(pad.text.toString(), pad.text.length, block);
    pad.text.insert(from, insert);
    return await comesTo(pad, () => pad.save.state === "saved");
  } finally {
    leavePad(padId);
  }
}

function comesTo(pad: PadReplica, isSo: () => boolean): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (answer: boolean) => {
      clearTimeout(timer);
      stop();
      resolve(answer);
    };
    const look = () => {
      if (isSo()) end(true);
      else if (pad.save.state === "error" || pad.save.state === "read-only") end(false);
    };
    const timer = setTimeout(() => end(isSo()), PATIENCE_MS);
    const stop = pad.subscribe(look);
    look();
  });
}
