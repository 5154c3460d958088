/**
 * A process with one pad on a folder, whose log gets a checkpoint after every few entries, over and over while people
 * write in it. Says where it is. It is meant to be killed.
 */
import { openSqliteLogStore } from "../../../server/store/sqlite-log-store.ts";
import { startNotes } from "../../server/notes-story.ts";

const CHECKPOINT_ENTRIES = 20;
const TEND_MS = 5;

const [, , , folder = ""] = process.argv;
const notes = await startNotes({
  store: await openSqliteLogStore(folder),
  checkpointEntries: CHECKPOINT_ENTRIES,
});
setInterval(() => {
  notes.pads.tend();
  if (notes.faults.length > 0) throw new Error(notes.faults.join("\n"));
}, TEND_MS);
process.stdout.write(`${notes.url}\n`);
