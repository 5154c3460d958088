import { mayLeave as mayLeavePage } from "../current-person.ts";
import { PAD_STORE } from "../notes/replica/pad-store-name.ts";

/**
 * Whether this device may be somebody else's from now on, or nobody's: nothing is lost by that, or they were asked. Where it keeps notes, those
 * who know of them are loaded first.
 */
export async function mayLeave(): Promise<boolean> {
  // Can't they be loaded, what is kept stays on the device.
  if (await keepsNotes()) await import("../notes/kept-nowhere-dialog.ts").catch(() => undefined);
  return mayLeavePage();
}

async function keepsNotes(): Promise<boolean> {
  try {
    return (await indexedDB.databases()).some(({ name }) => name === PAD_STORE);
  } catch {
    return false;
  }
}
