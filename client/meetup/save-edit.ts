import type { CommandInput } from "../../shared/meetup/commands.ts";
import type { Problem } from "../../shared/problem.ts";
import { done } from "../look/open-dialog.ts";
import { toast } from "../look/toast.ts";
import { ask } from "./act.ts";
import type { MeetupReplica } from "./meetup-replica.ts";
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
  const asked = ask(replica, edit);
  // Offline the answer comes much later; it is kept, and shows already.
  if (replica.reach === "offline") done(dialog);
  const refusal = await asked;
  if (refusal === "cancelled") return undefined;
  if (refusal && dialog.isConnected) return refusal;
  if (refusal) toast(`${title} was not changed. ${refusal.detail}`, { isBad: true });
  else {
    done(dialog);
    toast("Saved", { undo: () => void undo(replica, opposite) });
  }
  return undefined;
}
