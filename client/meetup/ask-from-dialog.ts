import type { CommandInput } from "../../shared/meetup/commands.ts";
import type { Problem } from "../../shared/problem.ts";
import { done } from "../look/open-dialog.ts";
import { sentForms } from "../look/open-form.ts";
import { ask } from "./act.ts";
import { tellRefused } from "./tell-refused.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";

/**
 * Asks for what a dialog is about, and closes it once that is done. Without a connection it closes at once: the answer
 * comes much later, and what was asked is kept and sent then. Resolves whether it is done, with the refusal to show where
 * the dialog is still open; whoever has left it is told all the same, as `failed`.
 */
export async function askFromDialog(
  dialog: HTMLElement,
  replica: MeetupReplica,
  command: CommandInput,
  failed: string,
): Promise<{ isDone: boolean; refusal?: Problem | undefined }> {
  sentForms.add(dialog);
  dialog.ariaBusy = "true";
  const asked = ask(replica, command);
  // What is refused here, or waits for a name first, isn't kept: whoever wrote it has it still.
  const isKept = () => replica.unconfirmed.some((each) => each.command === command);
  const stop = replica.subscribe(() => replica.reach === "offline" && isKept() && done(dialog));
  const refusal = await asked;
  stop();
  sentForms.delete(dialog);
  dialog.ariaBusy = null;
  if (refusal === "cancelled") return { isDone: false };
  if (refusal === undefined) {
    done(dialog);
    return { isDone: true };
  }
  if (dialog.isConnected) return { isDone: false, refusal };
  void tellRefused(`${failed} ${refusal.detail}`, command);
  return { isDone: false };
}
