import type { CommandInput } from "../../shared/meetup/commands.ts";
import type { Problem } from "../../shared/problem.ts";
import { done } from "../look/open-dialog.ts";
import { sentForms } from "../look/open-form.ts";
import { ask } from "./act.ts";
import { tellRefused } from "./tell-refused.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { surelyRefused } from "../replica/surely-refused.ts";

/**
 * Asks for what a dialog is about, and closes it once that is done. Without a connection it closes at once: the answer
 * comes much later, and what was asked is kept and sent then; what will surely be refused is not asked. Resolves whether it is done, with the refusal to show
 * where the dialog is still open; whoever has left it is told all the same, as `failed`.
 */
export async function askFromDialog(
  dialog: HTMLElement,
  replica: MeetupReplica,
  command: CommandInput,
  failed: string,
): Promise<{ isDone: boolean; refusal?: Problem | undefined }> {
  const refusedHere = surelyRefused(command);
  if (refusedHere) return { isDone: false, refusal: refusedHere };
  sentForms.add(dialog);
  dialog.ariaBusy = "true";
  const asked = ask(replica, command);
  // Whoever is asked for their name first may not give it, and has what they wrote still.
  const closeOffline = () => replica.reach === "offline" && replica.person && done(dialog);
  const stop = replica.subscribe(closeOffline);
  closeOffline();
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
