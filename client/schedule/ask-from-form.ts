import type { CommandInput } from "../../shared/meetup/commands.ts";
import type { Problem } from "../../shared/problem.ts";
import { say } from "../look/live-region.ts";
import { toast } from "../look/toast.ts";
import { ask } from "../meetup/act.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";

/** What a form says of what it asks for. */
interface Sent {
  /** What is added or saved, in words. */
  words: string;
  isNew: boolean;
  /** Whether the form is still there and says what it said. */
  isAsSent(): boolean;
  /** From now on the same words are new ones. */
  forget(): void;
  /** Makes the form ready for what comes next; resolves once it is. */
  goOn(): Promise<unknown>;
}

/**
 * Asks for what a form adds or changes, says what became of it, and goes on with the form once it is done, unless
 * something else has been written since. Without a connection it goes on at once: the answer comes much later, what was
 * asked is kept, and shows already. Resolves whether it is done, with the refusal to show where the form still says what
 * it said; whoever has gone on is told all the same.
 */
export async function askFromForm(
  replica: MeetupReplica,
  command: CommandInput,
  { words, isNew, isAsSent, forget, goOn }: Sent,
): Promise<{ isDone: boolean; refusal?: Problem }> {
  const asked = ask(replica, command);
  const hasGoneOn = replica.reach === "offline";
  if (hasGoneOn) void goOn().then(forget);
  const refusal = await asked;
  if (refusal === "cancelled") return { isDone: false };
  const isHere = !hasGoneOn && isAsSent();
  if (refusal) {
    if (isHere) return { isDone: false, refusal };
    toast(`Not ${isNew ? "added" : "saved"}: ${words}. ${refusal.detail}`, { isBad: true });
    return { isDone: false };
  }
  say(`${isNew ? "Added" : "Saved"}: ${words}`);
  if (isHere) void goOn();
  return { isDone: true };
}
