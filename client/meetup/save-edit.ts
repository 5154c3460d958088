import type { CommandInput } from "../../shared/meetup/commands.ts";
import type { Problem } from "../../shared/problem.ts";
import { toast } from "../look/toast.ts";
import { askFromDialog } from "./ask-from-dialog.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { undo } from "./with-undo.ts";

/**
 * Asks for the edit that a dialog has made, and closes it with a way back once that is done. Resolves with the refusal
 * that it is to show; whoever has closed it meanwhile is told all the same.
 */
export async function saveEdit(
  dialog: HTMLElement,
  replica: MeetupReplica,
  { title, edit, opposite }: { title: string; edit: CommandInput; opposite: CommandInput },
): Promise<Problem | undefined> {
  const { isDone, refusal } = await askFromDialog(dialog, replica, edit, `${title} was not changed.`);
  if (isDone) toast("Saved", { undo: () => void undo(replica, opposite) });
  return refusal;
}
